"""The files of the program that an answer goes through, and how often its way comes back to one that it has left.

`python -m tests.bench.ways [--files]`: an answer on its way in; its event, from the row to the stream of an open page;
the part of the page that is fetched then; and the whole page. Three counts of each: all files that are entered, those
entered by the view itself (without login, menu, languages, headers and templates), and those of the view that are given
the answer, its event or what holds it. Reading an attribute is no entering.
"""

import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from inspect import unwrap
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from types import CodeType, FrameType
from typing import Final

import kiosk
from kiosk.domain.answers import RawAnswers
from kiosk.live.feed import Feed, feed_of
from kiosk.live.stream import stream
from kiosk.queries.check_ins import SeenCheckIn
from kiosk.queries.results import Result, Withheld
from kiosk.queries.visit import SeenVisit
from kiosk.storage.events import Happened
from kiosk.storage.sealed import InDocument
from kiosk.storage.tables import CheckIn, Response
from kiosk.web.staff.visits.pages import VisitPage
from kiosk.web.staff.visits.result_views import ResultView
from tests.support.practice import Cast, make_cast
from tests.support.servers import wait_until
from tests.web.browsing import Desk, answer, hidden, lines, log_in

HOME: Final = Path(kiosk.__file__).parent
HOLD_IT: Final = (
    *(RawAnswers, CheckIn, Response, Result, Withheld, SeenCheckIn, SeenVisit, ResultView, VisitPage),
    Happened,
)
ATTRIBUTES: Final = {InDocument.__get__.__code__} | {
    code
    for kind in HOLD_IT
    for base in kind.__mro__
    for found in vars(base).values()
    for code in [getattr(getattr(found, "fget", None), "__code__", None)]
}


@dataclass
class Way:
    """The files that calls went into, in their order: of the whole request, of its view, and with the answer."""

    views: frozenset[CodeType]
    every: list[str] = field(default_factory=list)
    of_view: list[str] = field(default_factory=list)
    with_answer: list[str] = field(default_factory=list)
    _of_thread: dict[int, list[bool]] = field(default_factory=dict)

    def follow(self, frame: FrameType, event: str, _about: object) -> None:
        """Note one call, as `sys.setprofile` tells of it."""
        in_view = self._of_thread.setdefault(threading.get_ident(), [False])
        if event == "return" and len(in_view) > 1:
            in_view.pop()
        elif event == "call":
            code = frame.f_code
            in_template = code.co_filename.endswith("flask/templating.py")
            in_view.append(code in self.views or (in_view[-1] and not in_template))
            if Path(code.co_filename).is_relative_to(HOME) and code not in ATTRIBUTES:
                self._enter(str(Path(code.co_filename).relative_to(HOME)), frame, in_view=in_view[-1])

    def _enter(self, file: str, frame: FrameType, *, in_view: bool) -> None:
        self.every.append(file)
        if in_view:
            self.of_view.append(file)
            code = frame.f_code
            given = (*code.co_varnames[: code.co_argcount + code.co_kwonlyargcount], *code.co_freevars)
            if any(isinstance(frame.f_locals.get(name), HOLD_IT) for name in given):
                self.with_answer.append(file)


@contextmanager
def followed(view: Callable[..., object]) -> Iterator[Way]:
    """Follow what is called within the block, in this thread."""
    way = Way(frozenset({unwrap(view).__code__}))
    sys.setprofile(way.follow)
    try:
        yield way
    finally:
        sys.setprofile(None)


@contextmanager
def heard(cast: Cast, desk: Desk) -> Iterator[Way]:
    """Follow the events of the block, in the feed's thread and in the stream of an open page."""
    way = Way(frozenset({Feed._hand_out.__code__, stream.__code__}))  # noqa: SLF001 -- the thread's own step
    threading.setprofile(way.follow)
    with desk.client.get("/events", buffered=False) as page:
        messages = iter(page.response)
        next(messages)
        reader = threading.Thread(target=next, args=(messages,))
        reader.start()
        wait_until(lambda: "live/inbox.py" in way.of_view, "the page waits: what came before would go another way")
        yield way
        reader.join()
    threading.setprofile(None)
    feed_of(cast.app).stop()


def ways(cast: Cast) -> Iterator[tuple[str, Way]]:
    """Follow an answer in and out, after others have gone the same way: what is kept is not made again."""
    views, desk, phone = cast.app.view_functions, log_in(cast, cast.alice), cast.app.test_client()
    for number in range(2):
        before = cast.begin(f"C-{number:03}")
        answer(phone, before, lines())
        desk.get(f"/visits/{before.visit}")
    waiting = cast.begin("C-014")
    fields = {"key": hidden(phone.get(waiting.path), "key"), "marked": "line"} | lines()
    with heard(cast, desk) as event, followed(views["checkin.answer"]) as way:
        phone.post(waiting.path, data=fields)
    yield "answer in", way
    yield "event out", event
    with followed(views["visits.live"]) as way:
        desk.get(f"/visits/{waiting.visit}/live")
    yield "part of the page", way
    with followed(views["visits.visit"]) as way:
        desk.get(f"/visits/{waiting.visit}")
    yield "page of a visit", way


def main() -> None:
    """Print the figures; with `--files` every file and how often it was entered."""
    with TemporaryDirectory() as folder:
        for name, way in ways(make_cast(Path(folder) / "instance")):
            counts = {"in all": way.every, "by the view": way.of_view, "with the answer": way.with_answer}
            for what, calls in counts.items():
                found = Counter(file for file, _ in groupby(calls))
                returns = sum(found.values()) - len(found)
                print(f"{name:18}{what:18}{len(found):4} files{returns:6} returns")  # noqa: T201
                for file, times in found.items() if "--files" in sys.argv else ():
                    print(f"    {times:4}  {file}")  # noqa: T201


if __name__ == "__main__":
    main()
