"""Answers from paper: dated, marked for ever as typed in by whom, with a baseline of their own, and no live prompt."""

import csv
import io
from datetime import timedelta

import pytest

from kiosk.actions.practice.supervise import agree_supervision
from kiosk.domain.actors import Role
from kiosk.storage.tables import CheckIn, OpenLoop, Response, Supervision, Visit
from tests.support.practice import WELL, Cast
from tests.support.stored import count, stored
from tests.web.browsing import NOW, Desk, log_in, read
from tests.web.several import BADLY

FIELDS = {"measure": "session-check", "place": "room", "time": "10:00"}


def day(days_ago: int) -> str:
    return f"{NOW - timedelta(days=days_ago):%Y-%m-%d}"


def from_paper(desk: Desk, days_ago: int, path: str = "", **marks: str) -> str:
    """Type in marks; gives the address of the session."""
    fields = {**FIELDS, "day": day(days_ago), **{f"item-{item}": mark for item, mark in marks.items()}}
    answer = desk.post(f"{path or desk.client_path()}/paper", fields)
    assert answer.status_code == 303, read(answer)
    return str(answer.location)


@pytest.fixture
def known(cast: Cast) -> None:
    """Alice has a client, who answered on lines a week ago."""
    at = NOW - timedelta(days=7)
    cast.send(cast.begin(at=at), at, **WELL)


@pytest.mark.usefixtures("known")
def test_what_is_typed_in_stands_on_its_day_and_says_by_whom(cast: Cast, alice: Desk) -> None:
    session = from_paper(alice, 3, understood="3,5", topics="8", approach="8.0", overall="9")
    page = read(alice.get(session))
    assert "Typed in from paper by Alice" in page
    assert "28.5" in page
    assert "last time" not in page
    assert stored(cast, Response.marked) == ["line", "paper"]
    assert stored(cast, Response.entered_by_id) == [None, cast.alice]
    assert stored(cast, Visit.began_at)[1].date().isoformat() == day(3)
    assert "28.5 of 40" in read(alice.get("/clients"))
    assert "Session check, marked on paper: 1 check-in" in read(alice.get(f"{alice.client_path()}?marked=line"))


@pytest.mark.usefixtures("known")
def test_paper_has_a_baseline_of_its_own_and_later_paper_is_told_again(cast: Cast, alice: Desk) -> None:
    from_paper(alice, 2, **BADLY)
    after_alone = stored(cast, Response.before)[1]
    from_paper(alice, 4, **WELL)
    assert after_alone == {"total": None, "lines": {}}
    retold = stored(cast, CheckIn.retold)
    assert [bool(one) for one in retold] == [False, True, False]
    assert retold[1]["before"]["total"] == 372


@pytest.mark.usefixtures("known")
def test_only_the_latest_answer_opens_a_loop_and_an_older_one_is_history(cast: Cast, alice: Desk) -> None:
    from_paper(alice, 9, **BADLY)
    assert count(cast, OpenLoop) == 0
    cast.begin("C-2", at=NOW - timedelta(days=30))
    from_paper(alice, 1, alice.client_path(2), **BADLY)
    assert stored(cast, OpenLoop.kind) == ["dip"]


@pytest.mark.usefixtures("known")
def test_an_old_answer_is_not_taken_for_the_latest(cast: Cast, alice: Desk) -> None:
    from_paper(alice, 40, **BADLY)
    assert "37.2 of 40" in read(alice.get("/clients"))
    assert stored(cast, Response.marked) == ["line", "paper"]


def test_a_form_of_that_day_that_nobody_answered_takes_it(cast: Cast, alice: Desk) -> None:
    at = NOW - timedelta(days=2)
    waiting = cast.begin(at=at)
    assert from_paper(alice, 2, **WELL).endswith(waiting.visit)
    assert count(cast, Visit) == 1
    assert cast.app.test_client().get(waiting.path).status_code in {404, 410}


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"item-understood": "11"}, "Please mark a place from 0 to 10"),
        ({"item-understood": "x"}, "Please mark a place from 0 to 10"),
        ({}, "Nothing is marked yet."),
        ({"item-understood": "5", "day": day(-1)}, "Give a day and a time in the past."),
        ({"item-understood": "5", "time": ""}, "Give the day of the session"),
        ({"item-understood": "5", "day": "1816-01-01"}, "Give a day within the last ten years."),
        ({"item-understood": "5", "measure": "no-such"}, "Choose the form that was filled in."),
        ({"item-understood": "5", "words": "x" * 4001}, "There is room for 4,000 characters."),
    ],
)
def test_what_cannot_be_taken_says_why_and_stays(cast: Cast, alice: Desk, fields: dict[str, str], said: str) -> None:
    page = alice.post(f"{alice.client_path()}/paper", {**FIELDS, "day": day(1), **fields})
    assert page.status_code == 422
    assert said in read(page)
    assert count(cast, Response) == 1


@pytest.mark.usefixtures("known")
def test_sent_twice_it_is_one_answer_and_it_is_moved_and_set_aside_like_any(cast: Cast, alice: Desk) -> None:
    from_paper(alice, 3, **WELL)
    again = alice.post(
        f"{alice.client_path()}/paper", {**FIELDS, "day": day(3), **{f"item-{one}": "5" for one in WELL}}
    )
    assert again.status_code == 409
    check_in, client = stored(cast, CheckIn.public_id)[1], alice.client_path().rpartition("/")[2]
    alice.post(f"/check-ins/{check_in}/not-theirs", {"becomes": "trial", "of": client})
    assert stored(cast, CheckIn.set_aside_at)[1] is not None


@pytest.mark.usefixtures("known")
def test_files_say_it_and_a_supervisor_does_not_get_it(cast: Cast, alice: Desk) -> None:
    cast.give(cast.bob, Role.THERAPIST, Role.SUPERVISOR)
    with cast.on_stage():
        agree_supervision(cast.actor(cast.alice), cast.actor(cast.bob).id, NOW - timedelta(weeks=12))
    from_paper(alice, 1, **BADLY)
    rows = csv.DictReader(io.StringIO(alice.get(f"{alice.client_path()}/record.csv").text.removeprefix("\ufeff")))
    assert [(row["marked with"], row["entered by"]) for row in rows][1] == ("paper", "alice@example.org")
    response = alice.get(f"{alice.client_path()}/record.json").get_json()["clients"][0]["check_ins"][1]["response"]
    assert (response["marked"], response["entered_by"]) == ("paper", "alice@example.org")
    hour = read(log_in(cast, cast.bob).get(f"/supervision/{stored(cast, Supervision.public_id)[-1]}"))
    assert "Flagged: 0" in hour


def test_a_client_cannot_say_that_it_came_from_paper(cast: Cast) -> None:
    waiting = cast.begin(measure="child-check")
    fields = {"key": cast.key(waiting), "marked": "paper", "item-understood": "10"}
    assert cast.app.test_client().post(waiting.path, data=fields).status_code == 422
    assert count(cast, Response) == 0


@pytest.mark.usefixtures("known")
def test_a_colleague_finds_no_such_client(alice: Desk, bob: Desk) -> None:
    path = f"{alice.client_path()}/paper"
    assert bob.get(path).status_code == bob.post(path, FIELDS).status_code == 404
