"""Two servers on one SQLite file: on two machines the second is refused, on one machine they share it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

from kiosk import served_by
from tests.servers.conftest import House
from tests.servers.program import answers_at, run
from tests.support.practice import make_instance
from tests.support.servers import free_port, wait_until


@contextmanager
def served_elsewhere(folder: Path) -> Iterator[None]:
    """Another machine goes on writing its note into the folder, as the process beside its workers does."""
    ended = Event()

    def go_on() -> None:
        beats = 0
        while not ended.wait(0.2):
            beats += 1
            note = {"machine": "another boot", "host": "front-desk", "beat": str(beats)}
            (folder / "beat").write_text(json.dumps(note), "ascii")
            (folder / "beat").replace(folder / served_by.NAME)

    other = Thread(target=go_on)
    other.start()
    wait_until((folder / served_by.NAME).exists, "the other has written its note")
    try:
        yield
    finally:
        ended.set()
        other.join()


def test_what_another_machine_serves_is_refused_in_one_sentence(tmp_path: Path) -> None:
    make_instance(tmp_path / "instance")
    port = free_port()
    with served_elsewhere(tmp_path / "instance"):
        done = run("serve", "--port", str(port), instance=str(tmp_path / "instance"))
    assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stderr
    assert done.stderr.startswith("kiosk: front-desk is serving the database in ")
    assert done.stdout.startswith("front-desk served this database last. Looking for 15 seconds")
    assert not answers_at(port)


def test_a_running_server_writes_down_that_its_machine_serves_the_database(small_house: House) -> None:
    note = Path(small_house.cast.environ["KIOSK_INSTANCE"]) / served_by.NAME
    small_house.server.jobs_process()
    wait_until(note.exists, "the note is there")
    assert json.loads(note.read_text("utf-8"))["machine"] == served_by.this_machine().machine
    told: list[str] = []
    served_by.check(note.parent, told.append)
    assert told == []
