"""Takes the pictures of the screens, or those that are named: python -m tests.browser.pictures FOLDER [NAME ...]."""

import json
import math
import sys
from base64 import b64encode
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import partial
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

import typst
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright
from sqlalchemy import select

from kiosk import clock
from kiosk.actions.clients.export import export_summary
from kiosk.app import create_app
from kiosk.config import load
from kiosk.demo_practice import furnish
from kiosk.interchange import pdf
from kiosk.storage.db import db, reading
from kiosk.storage.tables import Client, Person
from kiosk.web.staff.clients.course_words import Moment
from kiosk.web.staff.documents.summary import summary_document
from tests.browser import form_scenes, further_scenes, scenes, staff_scenes, tablet_scenes, week_scenes
from tests.browser.chromium import DESK, PHONE, TABLET_LANDSCAPE, TABLET_PORTRAIT, launch_settings
from tests.browser.house import House, running
from tests.browser.therapist import connected
from tests.support.practice import Cast, make_instance
from tests.support.servers import Server, free_port

ADDRESS = "https://go.lindenhof.example"
COLOURS, MOST_COLOURS, APART = 128, 200, 14
"""How many of the most frequent colours a picture keeps, how many in all, and from what distance one is another."""
PAPER = pdf.HERE


@dataclass(frozen=True)
class Picture:
    """A file's name, what is on the screen, and the screen."""

    name: str
    show: Callable[[House, Page], None]
    screen: dict[str, Any]
    scheme: Literal["light", "dark"] = "light"
    staff: bool = False
    whole: bool = False
    alone: bool = False
    """In a house of its own, so that it shows nothing of what others left there."""


filled = partial(form_scenes.filled, words="")
arabic = partial(further_scenes.in_language, language="ar")
result = partial(staff_scenes.answered, marks=scenes.LOW, words=scenes.WORDS, talk="now")
safety = partial(staff_scenes.answered, marks=scenes.LOW, words=scenes.WORDS, safety="yes")
held = partial(staff_scenes.answered, marks=scenes.LOW, place="telehealth")
FAR = {"understood": 5.1, "topics": 4.2, "approach": 6.0, "overall": 5.3}


def couple(house: House, page: Page) -> None:
    """The shared result of two people whose marks are far apart."""
    people = house.cast.begin_together("C-081", "C-082", kind="couple")
    for waiting, marks in zip(people, (scenes.WELL, FAR), strict=True):
        house.send(waiting, marks)
    page.goto(house.url(f"/visits/{people[0].visit}?show=1"))


def below(show: Callable[[House, Page], None], leaf: str) -> Callable[[House, Page], None]:
    """A page below the one that is shown, or a part of it."""

    def go(house: House, page: Page) -> None:
        show(house, page)
        page.goto(page.url.partition("?")[0].partition("#")[0] + leaf)

    return go


def not_theirs(house: House, page: Page) -> None:
    """The page on which an answer is moved to the right client, or set aside."""
    waiting = house.begin(code="C-021")
    house.send(waiting, scenes.LOW)
    page.goto(house.url(f"/check-ins/{waiting.check_in}/not-theirs"))


def on_paper(house: House, page: Page) -> None:
    """The first page of a client's summary as PDF, drawn by what sets it."""
    with house.cast.on_stage(), house.cast.app.test_request_context():
        me, now = house.cast.actor(house.cast.alice), clock.now()
        client = reading().scalars(select(Client.public_id).where(Client.code_index == "C-014")).one()
        document = summary_document(export_summary(me, client, now), Moment(now, me.time_zone))
    data = {**asdict(document), "blocks": [{"kind": type(one).__name__, **asdict(one)} for one in document.blocks]}
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[PAPER / "fonts"])
    compiler = typst.Compiler(PAPER / "document.typ", root=PAPER, font_paths=fonts, ignore_system_fonts=True)
    drawn = compiler.compile(format="png", ppi=96, sys_inputs={"document": json.dumps(data), "paper": "a4"})
    first = drawn[0] if isinstance(drawn, list) else drawn
    page.set_content(f'<body style="margin: 0"><img src="data:image/png;base64,{b64encode(first or b"").decode()}">')


PICTURES = (
    Picture("day", scenes.at("/"), DESK, staff=True),
    Picture("form-phone", filled, PHONE, whole=True),
    Picture("form-tablet-portrait-dark", tablet_scenes.tablet_filled, TABLET_PORTRAIT, "dark"),
    Picture("form-tablet-landscape", partial(tablet_scenes.tablet_filled, words=""), TABLET_LANDSCAPE),
    Picture("form-phone-arabic", arabic, PHONE, whole=True),
    Picture("form-tablet-landscape-arabic", further_scenes.tablet_in_arabic, TABLET_LANDSCAPE),
    Picture("form-phone-larger-text", form_scenes.easy, PHONE),
    Picture("form-buttons", form_scenes.buttons, TABLET_PORTRAIT),
    Picture("form-nothing-marked", form_scenes.nothing_marked, PHONE),
    Picture("form-not-sent-yet", form_scenes.not_sent_yet, PHONE),
    Picture("tablet-idle", tablet_scenes.tablet_idle, TABLET_LANDSCAPE),
    Picture("tablet-idle-dark", tablet_scenes.tablet_idle, TABLET_LANDSCAPE, "dark"),
    Picture("tablet-thanks", tablet_scenes.tablet_thanks, TABLET_LANDSCAPE),
    Picture("tablet-pass-on", tablet_scenes.tablet_on_its_way, TABLET_LANDSCAPE),
    Picture("tablet-countdown", tablet_scenes.tablet_asks, TABLET_LANDSCAPE),
    Picture("tablet-not-sent-yet", tablet_scenes.tablet_covers, TABLET_LANDSCAPE),
    Picture("tablet-without-server", tablet_scenes.tablet_without_server, TABLET_LANDSCAPE),
    Picture("tablet-pairing", tablet_scenes.tablet_code, TABLET_PORTRAIT),
    Picture("closed-phone", form_scenes.closed, PHONE),
    Picture("visit-waiting", staff_scenes.waiting_with_tablets, DESK, staff=True, alone=True),
    Picture("visit-result", result, DESK, staff=True, alone=True, whole=True),
    Picture("visit-result-dark", result, DESK, "dark", staff=True, alone=True, whole=True),
    Picture("visit-result-phone", result, PHONE | {"device_scale_factor": 1.5}, staff=True, alone=True, whole=True),
    Picture("visit-safety", safety, DESK, staff=True, alone=True),
    Picture("visit-held", held, DESK, staff=True, alone=True),
    Picture("visit-family", staff_scenes.family, DESK, staff=True),
    Picture("client", staff_scenes.client, DESK, staff=True),
    Picture("people", staff_scenes.people, DESK, staff=True, whole=True),
    Picture("supervision", staff_scenes.supervision, DESK, staff=True, whole=True),
    Picture("month", scenes.at("/month"), DESK, staff=True, whole=True),
    Picture("form-faces", form_scenes.faces, TABLET_PORTRAIT, whole=True),
    Picture("opening-phone", week_scenes.opening_filled, PHONE, whole=True),
    Picture("opening-child", week_scenes.childs_opening, TABLET_PORTRAIT, "dark", whole=True),
    Picture("opening-family", week_scenes.several_before, DESK, staff=True),
    Picture("client-dark", staff_scenes.client, DESK, "dark", staff=True),
    Picture("child-result", week_scenes.childs_result, DESK, staff=True),
    Picture("good-news", week_scenes.good_news, DESK, staff=True),
    Picture("day-dark", staff_scenes.full_day, DESK, "dark", staff=True, alone=True),
    Picture("day-phone", staff_scenes.full_day, PHONE, staff=True, alone=True),
    Picture("visit-couple", couple, DESK, staff=True),
    Picture("visit-couple-phone-dark", couple, PHONE, "dark", staff=True),
    Picture("clients", scenes.at("/clients"), DESK, staff=True),
    Picture("clients-dark", scenes.at("/clients"), DESK, "dark", staff=True),
    Picture("clients-phone", scenes.at("/clients"), PHONE, staff=True),
    Picture("open", scenes.at("/open"), DESK, staff=True),
    Picture("open-phone-dark", scenes.at("/open"), PHONE, "dark", staff=True),
    Picture("client-phone", staff_scenes.client, PHONE, staff=True),
    Picture("client-manage", below(staff_scenes.client, "/asking"), DESK, staff=True),
    Picture("client-manage-phone-dark", below(staff_scenes.client, "/asking"), PHONE, "dark", staff=True),
    Picture("correction", not_theirs, DESK, staff=True),
    Picture("correction-phone-dark", not_theirs, PHONE, "dark", staff=True),
    Picture("supervision-dark", staff_scenes.supervision, DESK, "dark", staff=True),
    Picture("supervision-phone", staff_scenes.supervision, PHONE, staff=True),
    Picture("month-phone-dark", scenes.at("/month"), PHONE, "dark", staff=True),
    Picture("people-phone-dark", staff_scenes.people, PHONE, "dark", staff=True),
    Picture("import", staff_scenes.dry_run, DESK, staff=True),
    Picture("programs", scenes.at("/account/programs"), DESK, staff=True),
    Picture("api", scenes.at("/api/v1/docs"), DESK, staff=True),
    Picture("calendar", staff_scenes.calendar, DESK, staff=True),
    Picture("calendar-phone-dark", staff_scenes.calendar, PHONE, "dark", staff=True),
    Picture("settings", scenes.at("/settings"), DESK, staff=True),
    Picture("settings-phone-dark", scenes.at("/settings"), PHONE, "dark", staff=True),
    Picture("summary-pdf", on_paper, {"viewport": {"width": 794, "height": 1123}}),
)


@contextmanager
def demo_house() -> Iterator[House]:
    """The demo's practice and its invented clients, new where a picture would show another's traces."""
    with TemporaryDirectory() as folder:
        port = free_port()
        environ = make_instance(Path(folder) / "instance", port=str(port), public_url=ADDRESS, demo="1")
        app = create_app(load(environ))
        with app.app_context():
            furnish(clock.now())
            dana = reading().scalars(select(Person)).one().id
            db.session.remove()
        with running(Server(environ)) as server:
            yield House(Cast(app, environ, dana, dana, dana), server, server.url)


def take(browser: Browser, house: House, pictures: Sequence[Picture]) -> Iterator[Image.Image]:
    """A scene of the staff is made once, and looked at on every screen that it is wanted for."""
    address = ""
    for picture in pictures:
        context = browser.new_context(**picture.screen, color_scheme=picture.scheme, reduced_motion="reduce")
        page = context.new_page()
        if picture.staff:
            house.log_in(page)
        if address:
            page.goto(address)
        else:
            picture.show(house, page)
        address = page.url if picture.staff else ""
        if page.locator(".follows").count():
            connected(page)
        page.evaluate("document.activeElement.blur(), document.fonts.ready")
        shot = page.screenshot(full_page=picture.whole)
        context.close()
        yield with_few_colours(Image.open(BytesIO(shot)).convert("RGB"))


def with_few_colours(picture: Image.Image) -> Image.Image:
    """The most frequent colours stay exactly as they are, and rare ones that are like none of these: the lamp's.

    The others take the nearest; Pillow would shift all.
    """
    pixels = list(colours_of(picture.tobytes()))
    counted = Counter(pixels)
    kept = [colour for colour, _ in counted.most_common(COLOURS)]
    for colour, _ in counted.most_common():
        if len(kept) < MOST_COLOURS and all(math.dist(colour, other) > APART for other in kept):
            kept.append(colour)
    place = {colour: min(range(len(kept)), key=lambda at: math.dist(colour, kept[at])) for colour in counted}
    fewer = Image.frombytes("P", picture.size, bytes(place[pixel] for pixel in pixels))
    fewer.putpalette([channel for colour in kept for channel in colour])
    return fewer


def colours_of(content: bytes) -> Iterator[tuple[int, int, int]]:
    return zip(content[::3], content[1::3], content[2::3], strict=True)


def houses(pictures: Sequence[Picture]) -> Iterable[Sequence[Picture]]:
    """The pictures that are taken in the same house; forms and tablets have one each, as they are used up."""
    return by(pictures, lambda one: one.show if one.staff and one.alone else one.name if not one.staff else "shared")


def by(pictures: Sequence[Picture], key: Callable[[Picture], object]) -> Iterable[Sequence[Picture]]:
    """Pictures that have this in common, each kind where its first one is."""
    kinds: dict[object, list[Picture]] = {}
    for picture in pictures:
        kinds.setdefault(key(picture), []).append(picture)
    return kinds.values()


def take_all(folder: Path, *names: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_settings())
        for shared in houses([one for one in PICTURES if one.name in names or not names]):
            with demo_house() as house:
                for pictures in by(shared, lambda one: one.show):
                    for picture, taken in zip(pictures, take(browser, house, pictures), strict=True):
                        file = folder / f"{picture.name}.png"
                        taken.save(file, optimize=True)
                        print(f"{file.stat().st_size / 1000:6.1f} kB  {file}")  # noqa: T201 -- a command's own words
        browser.close()


if __name__ == "__main__":
    take_all(Path(sys.argv[1]), *sys.argv[2:])
