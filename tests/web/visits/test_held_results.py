"""A result that is held shows on no page, today or later, until it is asked for."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from flask.testing import FlaskClient

from kiosk.storage.tables import Event, Practice
from tests.support.practice import WELL, Cast, Waiting
from tests.support.stored import change, stored
from tests.web.browsing import NOW, Desk, log_in, read
from tests.web.several import begin

LOW = dict.fromkeys(WELL, "3.2")
MARKED = {"understood": "3.3", "topics": "3.4", "approach": "3.6", "overall": "3.8"}
MARKERS = {"SAID WHILE HELD", "14.1", "3.3", "3.8"}
"""Of that answer: its words, its total, and two of its marks."""


def everywhere(alice: Desk, waiting: Waiting) -> Iterator[str]:
    """Each page, part of a page, list and file on which an answer of this client may stand."""
    visit, own, client = f"/visits/{waiting.visit}", f"/check-ins/{waiting.check_in}", alice.client_path()
    for address in (
        *("/", "/clients", "/calibration", visit, f"{visit}/live", own, f"{own}/live", f"{own}/code"),
        *(client, f"{client}/asking", f"{client}/record.json", f"{client}/record.csv"),
        *(f"{visit}?show=1", f"{visit}?no-time=1", f"{own}?no-time=1", f"{own}/alone"),
    ):
        page = alice.get(address, follow_redirects=True)
        assert page.status_code == 200, address
        yield f"{address}\n{page.text}"


def shown(alice: Desk, waiting: Waiting) -> set[str]:
    """The markers that stand anywhere."""
    texts = "\n".join(everywhere(alice, waiting))
    return {marker for marker in MARKERS if re.search(rf"(?<![0-9.]){re.escape(marker)}(?![0-9])", texts)}


@pytest.mark.parametrize("several", [False, True])
def test_nothing_of_a_held_answer_is_in_any_page_list_or_file_until_it_is_asked_for(
    cast: Cast, alice: Desk, time: time_machine.TimeMachineFixture, *, several: bool
) -> None:
    if several:
        waiting, other = begin(alice, cast, "C-014", "C-015").people
        cast.send(other, None, **WELL)
    else:
        waiting = cast.begin(place="telehealth")
    own = f"/check-ins/{waiting.check_in}"
    assert alice.post(f"{own}/guess", {"guess-understood": "9", "in-the-way": "no"}).status_code == 303
    assert alice.post(f"{alice.client_path()}/goals", {"kind": "felt-understood"}).status_code == 303
    cast.send(waiting, None, **MARKED, words="SAID WHILE HELD", talk="next")
    assert shown(alice, waiting) == set()
    time.move_to(NOW + timedelta(days=1), tick=False)
    alice = log_in(cast, cast.alice)
    assert shown(alice, waiting) == set()
    assert alice.post("/settings/results", {"link_minutes": "60"}).status_code == 303
    change(cast, Practice, time_zone="Pacific/Auckland")
    assert shown(alice, waiting) == set()
    assert alice.post(f"{own}/show").status_code == 303
    assert shown(alice, waiting) == MARKERS


def test_a_held_tap_for_help_and_a_held_no_read_alike(cast: Cast, alice: Desk) -> None:
    pages = []
    for number, answers in enumerate(({"decline": "yes"}, {**MARKED}, {**MARKED, "safety": "yes"})):
        waiting = cast.begin(f"C-{number}", place="telehealth")
        cast.send(waiting, None, **answers)
        own = alice.get(f"/visits/{waiting.visit}/live").text
        pages.append(re.sub("[0-9a-f]{32}", "", own).replace(f"C-{number}", "C"))
    assert pages[1] == pages[0]
    assert pages[2] == pages[0]


def test_how_a_held_answer_ended_is_told_to_no_open_page(cast: Cast) -> None:
    cast.send(cast.begin("C-1", place="telehealth"), None, decline="yes")
    cast.send(cast.begin("C-2"), None, decline="yes")
    kinds = stored(cast, Event.kind, where=Event.kind != "waiting")
    assert kinds == ["sent", "declined"]


def test_a_goal_that_a_held_answer_has_met_is_open_until_the_answer_is_shown(cast: Cast, alice: Desk) -> None:
    cast.begin()
    assert alice.post(f"{alice.client_path()}/goals", {"kind": "felt-understood"}).status_code == 303
    for _ in range(3):
        cast.send(cast.begin(), None, understood="9")
    waiting = cast.begin(place="telehealth")
    cast.send(waiting, None, understood="9")
    assert "Checked off by the marks on" not in read(alice.get(alice.client_path()))
    assert alice.post(f"/check-ins/{waiting.check_in}/show").status_code == 303
    assert "Checked off by the marks on" in read(alice.get(alice.client_path()))


def test_a_result_that_was_never_asked_for_is_not_on_the_next_day_either(cast: Cast, alice: Desk) -> None:
    for ago in (2, 1):
        at = NOW - timedelta(days=ago)
        cast.send(cast.begin(place="telehealth", at=at), at=at, **LOW)
    page = alice.get("/")
    assert "12.8" not in page.text


def test_every_held_answer_of_a_call_asks_to_be_read_where_nobody_else_sees_it(cast: Cast, alice: Desk) -> None:
    for code, answers in (("C-1", WELL), ("C-2", WELL | {"safety": "yes"}), ("C-3", LOW), ("C-4", {"decline": "yes"})):
        waiting = cast.begin(code, place="telehealth")
        cast.send(waiting, None, **answers)
        page = read(alice.get(f"/visits/{waiting.visit}"))
        assert "Read it before you end the call, where only you can see it." in page


@pytest.mark.parametrize(
    ("place", "promised"),
    [
        ("room", "Tap Send or “I'd rather not answer”. Your therapist sees this right away."),
        ("telehealth", "Tap Send or “I'd rather not answer”. Your therapist knows once they open your answers."),
    ],
)
def test_a_tap_for_help_promises_what_the_settings_hold(
    cast: Cast, phone: FlaskClient, place: str, promised: str
) -> None:
    assert promised in read(phone.get(cast.begin(place=place).path))
    cast.settle(holds_room=True, holds_calls=False)
    assert promised not in read(phone.get(cast.begin("C-2", place=place).path))


def test_that_somebody_declined_on_a_call_is_held_too(cast: Cast, alice: Desk) -> None:
    waiting = cast.begin(place="telehealth")
    cast.send(waiting, decline="yes")
    for part in ("", "/live", "/code"):
        assert "chose not to answer" not in read(alice.get(f"/visits/{waiting.visit}{part}")).lower()
    assert 'data-state="declined"' not in alice.get(f"/visits/{waiting.visit}/live").text
