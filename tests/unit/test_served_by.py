"""The note of who serves a database: another machine is refused while it is seen to go on, and only then."""

from pathlib import Path
from threading import Event, Thread

import pytest

from kiosk import served_by
from kiosk.served_by import Note, ServedElsewhere

OTHER = Note("another boot", "elsewhere")


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """A beat every 20 ms, not every five seconds."""
    monkeypatch.setattr(served_by, "BEAT_S", 0.02)
    monkeypatch.setattr(served_by, "WATCHED_S", 0.3)


def beat_elsewhere(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One beat of another machine."""
    with monkeypatch.context() as there:
        there.setattr(served_by, "this_machine", lambda: OTHER)
        served_by.beat(folder)


def test_nobody_and_the_same_machine_are_let_in_at_once(tmp_path: Path) -> None:
    told: list[str] = []
    served_by.check(tmp_path, told.append)
    assert served_by.beat(tmp_path) == ""
    served_by.check(tmp_path, told.append)
    assert told == []


@pytest.mark.parametrize("content", ["", "{", "[]", '{"machine": 1}', "\N{SNOWMAN}"])
def test_a_note_that_nobody_here_wrote_is_none(tmp_path: Path, content: str) -> None:
    (tmp_path / served_by.NAME).write_text(content, "utf-8")
    served_by.check(tmp_path, pytest.fail)


@pytest.mark.usefixtures("quick")
def test_a_machine_that_is_gone_is_waited_for_and_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    beat_elsewhere(tmp_path, monkeypatch)
    told: list[str] = []
    served_by.check(tmp_path, told.append)
    assert [line.partition(" served")[0] for line in told] == ["elsewhere"]


@pytest.mark.usefixtures("quick")
def test_a_machine_that_goes_on_is_named_and_not_disturbed(tmp_path: Path) -> None:
    beats, ended = 0, Event()
    (tmp_path / served_by.NAME).write_text('{"machine": "another boot", "host": "elsewhere", "beat": "0"}')

    def go_on() -> None:
        nonlocal beats
        while not ended.wait(0.02):
            beats += 1
            (tmp_path / "part").write_text(f'{{"machine": "another boot", "host": "elsewhere", "beat": "{beats}"}}')
            (tmp_path / "part").replace(tmp_path / served_by.NAME)

    other = Thread(target=go_on)
    other.start()
    with pytest.raises(ServedElsewhere, match=r"elsewhere is serving the database in .* Stop the server there first"):
        served_by.check(tmp_path, lambda _: None)
    ended.set()
    other.join()


def test_a_beat_tells_of_another_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    served_by.beat(tmp_path)
    beat_elsewhere(tmp_path, monkeypatch)
    assert served_by.beat(tmp_path) == "elsewhere"
    assert served_by.beat(tmp_path) == ""
    assert [file.name for file in tmp_path.iterdir()] == [served_by.NAME]
