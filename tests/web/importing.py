"""Somebody with a file of past data: uploads it, has its rows checked, and has them taken."""

import io

from werkzeug.test import TestResponse

from kiosk import clock
from kiosk.operations.purge import purge
from kiosk.operations.run_jobs import run_due_jobs
from kiosk.storage import sealed_files
from kiosk.storage.tables import Import
from tests.support.practice import WELL, Cast
from tests.support.stored import stored
from tests.web.browsing import Desk, read

HEAD = "code,day,understood,topics,approach,overall"
GOOD = f"""{HEAD}
C-014,2026-05-04,9.4,9.0,9.2,9.6
C-014,2026-05-11,0,9.0,,9.6
C-020,2026-05-04,8,7.5,8,8
"""
FORM = "session-check/2"


class Importer:
    """Alice with a file."""

    def __init__(self, cast: Cast, desk: Desk) -> None:
        self.cast, self.desk = cast, desk

    def run_jobs(self) -> None:
        with self.cast.on_stage():
            run_due_jobs("holder", clock.now, lambda _: None)

    def send(self, content: bytes | str, kind: str = "scores", name: str = "past.csv") -> TestResponse:
        data = content.encode() if isinstance(content, str) else content
        self.desk.get("/imports")
        return self.desk.post("/imports", {"kind": kind, "form": FORM, "file": (io.BytesIO(data), name)})  # type: ignore[dict-item]  # a file is no text

    def look(self, content: bytes | str, kind: str = "scores", name: str = "past.csv") -> str:
        """Upload it and have it looked at; gives the address of the import."""
        answer = self.send(content, kind, name)
        assert answer.status_code == 303, read(answer)
        self.run_jobs()
        [*_, last] = stored(self.cast, Import.public_id)
        return f"/imports/{last}"

    def check(self, content: bytes | str, kind: str = "scores", **columns: str) -> str:
        """Have each row checked; gives the address of the import."""
        page = self.look(content, kind)
        chosen = {"code": "code"} | (
            {"day": "day", "day_order": "ymd"} | {f"item-{item}": item for item in WELL} if kind == "scores" else {}
        )
        answer = self.desk.post(f"{page}/columns", chosen | columns)
        assert answer.status_code == 303, read(answer)
        self.run_jobs()
        return page

    def take(self, content: bytes | str, kind: str = "scores", **columns: str) -> str:
        page = self.check(content, kind, **columns)
        answer = self.desk.post(f"{page}/take")
        assert answer.status_code == 303, read(answer)
        self.run_jobs()
        return page

    def refused(self, *rows: str, **columns: str) -> str:
        """The dry run's page of a file with these rows after the headings."""
        return read(self.desk.get(self.check("\n".join((HEAD, *rows)), **columns)))


def waits(importer: Importer, page: str) -> bool:
    """Whether anything of the file is in the instance folder, or of its first rows in the database."""
    number = page.rpartition("/")[2]
    with importer.cast.on_stage():
        there = [one for one in sealed_files.folder().iterdir() if one.name.startswith(number)]
    [look] = stored(importer.cast, Import.look, where=Import.public_id == number)
    return bool(there or look)


def purged(importer: Importer) -> None:
    with importer.cast.on_stage():
        purge(clock.now())
