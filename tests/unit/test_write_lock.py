"""The write lock: one writer at a time, between greenlets and between processes, and never for ever."""

import fcntl
import time
from pathlib import Path
from threading import Event, Thread

import pytest

from kiosk.domain.refusals import NotSaved
from kiosk.storage.backends.sqlite import write_lock
from kiosk.storage.backends.sqlite.write_lock import WriteLock


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "write.lock"


def test_a_turn_ends_when_its_block_does(file: Path) -> None:
    one, other = WriteLock(file), WriteLock(file)
    for mine in (one, other, one):
        with mine.taken() as ends:
            assert ends > time.monotonic()


def test_a_turn_is_given_back_by_a_block_that_fails(file: Path) -> None:
    mine = WriteLock(file)
    with pytest.raises(ValueError, match="on purpose"), mine.taken():
        raise ValueError("on purpose")
    with mine.taken(), pytest.raises(BlockingIOError), file.open() as other:
        fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)


@pytest.mark.parametrize("same_process", [True, False])
def test_patience_has_an_end(file: Path, monkeypatch: pytest.MonkeyPatch, *, same_process: bool) -> None:
    monkeypatch.setattr(write_lock, "PATIENCE_S", 0.02)
    holder = WriteLock(file)
    waiting = holder if same_process else WriteLock(file)
    with holder.taken(), pytest.raises(NotSaved, match="longer than 5 seconds"), waiting.taken():
        raise AssertionError("two had the turn")


def test_who_waits_gets_the_turn_as_soon_as_it_is_free(file: Path) -> None:
    holder, order, begun = WriteLock(file), list[str](), Event()

    def wait() -> None:
        begun.set()
        with WriteLock(file).taken():
            order.append("second")

    thread = Thread(target=wait)
    with holder.taken():
        thread.start()
        begun.wait()
        order.append("first")
    thread.join()
    assert order == ["first", "second"]


def test_the_lock_file_is_private_and_made_when_it_is_needed(file: Path) -> None:
    mine = WriteLock(file)
    assert not file.exists()
    with mine.taken():
        assert file.stat().st_mode & 0o777 == 0o600
