"""Sessions without a form: noted by one tap, afterwards too, corrected and undone, and counted wherever asking is."""

from datetime import timedelta

import pytest

from kiosk import clock
from kiosk.actions.practice.supervise import agree_supervision
from kiosk.domain.actors import Role
from kiosk.storage.tables import Client, NotedSession, Plan, Supervision
from tests.support.practice import WELL, Cast
from tests.support.stored import count, stored
from tests.web.browsing import NOW, Desk, log_in, read

TODAY, YESTERDAY = f"{NOW:%Y-%m-%d}", f"{NOW - timedelta(days=1):%Y-%m-%d}"


def expect(cast: Cast, desk: Desk, code: str = "C-014", *, days_ago: int = 0, time: str = "00:10") -> str:
    """Plan a weekly session; gives its id."""
    day = f"{NOW - timedelta(days=days_ago):%Y-%m-%d}"
    assert desk.post("/schedule", {"client": code, "day": day, "time": time, "weekly": "yes"}).status_code == 303
    return str(stored(cast, Plan.public_id)[-1])


def note(desk: Desk, code: str, became: str, day: str = TODAY, **more: str) -> None:
    fields = {"client": code, "day": day, "became": became, **more}
    assert desk.post("/sessions", fields).status_code == 303


def the_note(cast: Cast) -> str:
    return f"/sessions/{stored(cast, NotedSession.public_id)[-1]}"


def test_what_is_planned_is_noted_by_one_tap_corrected_and_undone(cast: Cast, alice: Desk) -> None:
    plan = expect(cast, alice)
    tapped = {"plan": plan, "day": TODAY, "from": "day"}
    assert alice.post("/sessions", {**tapped, "became": "held"}).location == "/"
    alice.post("/sessions", {**tapped, "became": "held"})
    assert count(cast, NotedSession) == 1
    day = read(alice.get("/"))
    assert "00:10 C-014 Held, not asked. Why? Undo" in day
    assert "Start check-in with C-014" not in day
    alice.post(the_note(cast), {"became": "no-time"})
    assert "Held, not asked: no time." in read(alice.get("/"))
    alice.post(f"{the_note(cast)}/undo", {"from": "day"})
    assert "Start check-in with C-014" in read(alice.get("/"))
    assert count(cast, NotedSession) == 0


def test_a_planned_session_of_last_week_is_asked_about_until_it_is_known(cast: Cast, alice: Desk) -> None:
    plan = expect(cast, alice, days_ago=1)
    assert "One planned session of the last week: was it held?" in read(alice.get("/"))
    sheet = alice.get(f"/sessions?day={YESTERDAY}")
    assert "Planned: was it held? 00:10 C-014" in read(sheet)
    alice.post("/sessions", {"plan": plan, "day": YESTERDAY, "became": "not-held"})
    assert "was it held?" not in read(alice.get("/"))
    assert "00:10 C-014 Not held. Undo" in read(alice.get(f"/sessions?day={YESTERDAY}"))


def test_a_session_typed_in_is_the_planned_one_and_a_new_code_that_looks_like_another_is_asked_about(
    cast: Cast, alice: Desk
) -> None:
    expect(cast, alice, days_ago=1)
    note(alice, "C-014", "crisis", YESTERDAY)
    assert stored(cast, NotedSession.plan_id) == stored(cast, Plan.id)
    asked = alice.post("/sessions", {"client": "c014", "day": YESTERDAY, "became": "held"})
    assert asked.status_code == 409
    assert "New client c014? You have C-014." in read(asked)
    assert count(cast, NotedSession) == 1


def test_a_session_with_a_check_in_is_not_noted_beside_it_and_one_asked_later_counts_as_asked(
    cast: Cast, alice: Desk
) -> None:
    note(alice, "C-014", "forgotten")
    cast.send(cast.begin(), None, **WELL)
    refused = alice.post("/sessions", {"client": "C-014", "day": TODAY, "became": "held", "time": "08:00"})
    assert refused.status_code == 409
    assert "so it counts as held already" in read(refused)
    assert "forgotten" not in read(alice.get(alice.client_path()))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"day": f"{NOW + timedelta(days=1):%Y-%m-%d}"}, "Choose the day of the session"),
        ({"day": "yesterday"}, "Choose the day of the session"),
        ({"day": "1816-01-01"}, "Choose the day of the session"),
        ({"became": "asleep"}, "Choose what became of the session."),
        ({"client": "<b>"}, "Type a code of up to 24 letters"),
        ({"time": "25:00"}, "Type the time as 14:00"),
    ],
)
def test_what_cannot_be_noted_says_why_and_keeps_what_was_typed(
    cast: Cast, alice: Desk, fields: dict[str, str], said: str
) -> None:
    page = alice.post("/sessions", {"client": "C-014", "day": TODAY, "became": "held", **fields})
    assert page.status_code == 422
    assert said in read(page)
    assert count(cast, Client) == 0


def test_the_client_page_and_the_caseload_know_it(cast: Cast, alice: Desk) -> None:
    long_ago = NOW - timedelta(weeks=6)
    for code in ("C-1", "C-2", "C-3"):
        cast.send(cast.begin(code, at=long_ago), long_ago, **WELL)
    note(alice, "C-1", "forgotten", YESTERDAY)
    note(alice, "C-2", "not-held", YESTERDAY)
    listed = read(alice.get("/clients?show=not-asked"))
    assert "1 session since, not asked." in listed
    assert [code for code in ("C-1", "C-2", "C-3") if code in listed] == ["C-1", "C-3"]
    assert "1 session since, not held." in read(alice.get("/clients?code=C-2"))
    assert "Yesterday Held, not asked: forgotten." in read(alice.get(alice.client_path()))


def test_the_month_counts_held_and_not_asked_and_keeps_small_cells_back(cast: Cast, alice: Desk) -> None:
    for number in range(6):
        cast.send(cast.begin(f"C-{number}", at=NOW - timedelta(hours=2)), NOW - timedelta(hours=1), **WELL)
        note(alice, f"N-{number}", "no-time")
        note(alice, f"T-{number}", "technical")
    note(alice, "X-1", "crisis")
    said = read(alice.get("/month"))
    assert "Sessions held 19 Sessions with a check-in 6 Held, and nobody asked 13" in said
    assert "Not held fewer than five clients People asked 6" in said
    assert said.count("fewer than five clients", said.index("Why nobody was asked"), said.index("What became")) == 2
    assert [word for word in ("Bob", "N-1") if word in said] == []


def test_few_not_asked_do_not_show_in_the_difference_of_two_figures(cast: Cast, alice: Desk) -> None:
    for number in range(6):
        cast.send(cast.begin(f"C-{number}", at=NOW - timedelta(hours=2)), NOW - timedelta(hours=1), **WELL)
    note(alice, "X-1", "crisis")
    assert "Sessions held fewer than five clients Sessions with a check-in 6" in read(alice.get("/month"))


def test_supervision_counts_them_over_time(cast: Cast, alice: Desk) -> None:
    cast.give(cast.bob, Role.THERAPIST, Role.SUPERVISOR)
    with cast.on_stage():
        supervisor = cast.actor(cast.bob).id
        agree_supervision(cast.actor(cast.alice), supervisor, clock.now() - timedelta(weeks=12))
    note(alice, "C-1", "no-time", YESTERDAY)
    note(alice, "C-2", "not-held", YESTERDAY)
    hour = read(log_in(cast, cast.bob).get(f"/supervision/{stored(cast, Supervision.public_id)[-1]}"))
    assert "1 1 1 0 0 0 0" in hour
    assert "Why nobody was asked: No time (1)" in hour


def test_a_note_is_its_therapists_alone(cast: Cast, alice: Desk, bob: Desk) -> None:
    note(alice, "C-014", "held")
    assert bob.post(the_note(cast), {"became": "no-time"}).status_code == 404
    assert bob.post(f"{the_note(cast)}/undo").status_code == 404
    assert "C-014" not in read(bob.get("/sessions"))
    assert stored(cast, NotedSession.became) == ["held"]
