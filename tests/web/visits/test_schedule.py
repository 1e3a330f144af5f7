"""The schedule: saved people, weekly sessions, today's and tomorrow's at a glance."""

from datetime import timedelta

import pytest
from time_machine import TimeMachineFixture

from kiosk.storage.tables import CheckIn, Client, Plan, SavedGroup, Tablet, Visit
from tests.support.practice import WELL, Cast, waiting_in
from tests.support.stored import count, dump, stored
from tests.web.browsing import NOW, Desk, log_in, read
from tests.web.page_rules import parse
from tests.web.tablets import id_of, paired

A_WEEK = timedelta(days=7)
WEDNESDAY = NOW.date()
assert WEDNESDAY.isoformat() == "2026-06-03"


def plan(desk: Desk, code: str = "C-014", **fields: str) -> int:
    typed = {"client": code, "day": "2026-06-03", "time": "15:30", "weekly": "yes"} | fields
    return desk.post("/schedule", {name: value for name, value in typed.items() if value}).status_code


def save(desk: Desk, codes: str, kind: str = "group", name: str = "Wednesday group") -> int:
    return desk.post("/groups", {"kind": kind, "name": name, "codes": codes}).status_code


def known(cast: Cast, *codes: str) -> None:
    """These clients were here before."""
    for code in codes:
        cast.send(cast.begin(code, at=NOW - 3 * A_WEEK), NOW - 3 * A_WEEK, **WELL)


def card(desk: Desk) -> str:
    found = [each for each in parse(desk.get("/").text).all("section") if "now" in (each.get("class") or "").split()]
    return " ".join(" ".join(found[0].itertext()).split()) if found else ""


def one_tap(desk: Desk) -> dict[str, str]:
    """The fields that the tap for a saved group posts."""
    forms = parse(desk.get("/").text).all("form")
    hidden = (
        {box.get("name", ""): box.get("value", "") for box in form.iter("input")}
        for form in forms
        if form.get("action") == "/visits/together" and "start-now" in (form.get("class") or "")
    )
    return next(hidden)


def test_a_weekly_session_is_the_card_each_week_with_one_tap(cast: Cast, alice: Desk, time: TimeMachineFixture) -> None:
    known(cast, "C-014")
    assert plan(alice) == 303
    for weeks in range(3):
        time.move_to(NOW + weeks * A_WEEK)
        desk = log_in(cast, cast.alice)
        assert card(desk).startswith("15:30 C-014")
        assert "Start check-in with C-014, in the room Session check on their own phone" in card(desk)
    time.move_to(NOW + timedelta(days=8))
    assert "C-014" not in card(log_in(cast, cast.alice))


def test_a_session_that_has_begun_is_expected_no_more_that_day(cast: Cast, alice: Desk) -> None:
    plan(alice)
    plan(alice, "C-015", time="16:00")
    cast.send(cast.begin("C-014"), None, **WELL)
    day = read(alice.get("/"))
    assert card(alice).startswith("16:00 C-015 The first check-in.")
    assert "Planned for today" not in day
    assert day.count("15:30") == 0


def test_the_session_that_should_be_under_way_comes_before_a_form_left_open(
    cast: Cast, alice: Desk, time: TimeMachineFixture
) -> None:
    known(cast, "C-014")
    plan(alice, time="15:30")
    cast.begin("C-015")
    assert card(alice).startswith("14:48 C-015")
    time.move_to(NOW + timedelta(minutes=40))
    assert card(alice).startswith("15:30 C-014")
    assert "C-015 Waiting to be opened." in read(alice.get("/"))


def test_tomorrow_is_seen_at_a_glance(cast: Cast, alice: Desk) -> None:
    assert "Tomorrow Nothing is planned." in read(alice.get("/"))
    plan(alice, day="2026-05-28", time="09:00")
    plan(alice, "C-015", day="2026-06-04", time="11:15", weekly="")
    plan(alice, "C-016", day="2026-06-05", time="12:00")
    assert "Tomorrow 09:00 C-014 11:15 C-015 Plan sessions" in read(alice.get("/"))
    assert "Tomorrow Nothing is planned." in read(log_in(cast, cast.bob).get("/"))


def test_the_time_stays_when_the_clocks_change(cast: Cast, alice: Desk, time: TimeMachineFixture) -> None:
    cast.settle(time_zone="Europe/Berlin")
    plan(alice, day="2026-10-21", time="17:00")
    for day in (NOW.replace(month=10, day=21, hour=14), NOW.replace(month=10, day=28, hour=15)):
        time.move_to(day)  # 16:48 by summer time, 16:48 by winter time
        assert card(log_in(cast, cast.alice)).startswith("17:00 C-014")


def test_a_saved_group_is_started_with_one_tap_each_with_their_form(cast: Cast, alice: Desk) -> None:
    known(cast, "C-001", "C-002", "C-003")
    assert save(alice, "C-001, C-002; C-003") == 303
    assert plan(alice, "", group=stored(cast, SavedGroup.public_id)[0]) == 303
    assert "15:30 Wednesday group C-001, C-002, C-003" in card(alice)
    assert "Group check for each, each on their own phone" in card(alice)
    assert alice.client.post("/visits/together", data=one_tap(alice)).status_code == 303
    assert stored(cast, CheckIn.measure)[-3:] == ["group-check"] * 3
    assert stored(cast, Visit.kind)[-1] == "group"
    assert "15:30 Wednesday group" not in read(alice.get("/"))


@pytest.mark.parametrize(
    ("codes", "kind", "name", "says"),
    [
        ("C-001, C-002", "crowd", "Us", "Choose who they are to each other"),
        ("C-001, C-002", "group", " ", "Type a name of up to 40 characters"),
        ("C-001, C-002", "group", "x" * 41, "Type a name of up to 40 characters"),
        ("C-001", "group", "Us", "A couple is two people"),
        ("C-001, C-001", "couple", "Us", "A couple is two people"),
        ("C-001, C-002, C-003", "couple", "Us", "A couple is two people"),
        ("C-001, C-009", "couple", "Us", "You have no client C-009 yet."),
    ],
)
def test_people_that_cannot_be_saved_are_refused_with_a_reason(  # noqa: PLR0913, PLR0917 -- pytest's
    cast: Cast, alice: Desk, codes: str, kind: str, name: str, says: str
) -> None:
    known(cast, "C-001", "C-002", "C-003")
    before = dump(cast)
    page = alice.post("/groups", {"kind": kind, "name": name, "codes": codes})
    assert (page.status_code, says in read(page)) == (422, True)
    assert dump(cast) == before


@pytest.mark.parametrize("fields", [{"day": ""}, {"day": "2026-13-01"}, {"time": "25:00"}, {"client": "!?"}])
def test_a_session_that_cannot_be_planned_is_refused(cast: Cast, alice: Desk, fields: dict[str, str]) -> None:
    code = fields.pop("client", "C-014")
    assert plan(alice, code, **fields) == 422
    assert count(cast, Plan) == 0


def test_a_new_code_that_looks_like_one_is_asked_about_when_it_is_planned_too(cast: Cast, alice: Desk) -> None:
    known(cast, "A-01")
    assert plan(alice, "A01") == 409
    assert plan(alice, "A01", new="A01") == 303
    assert stored(cast, Client.code) == ["A-01", "A01"]


def test_a_couples_form_language_and_tablet_of_last_time_are_told_before_the_tap_and_posted_with_it(
    cast: Cast, alice: Desk, time: TimeMachineFixture
) -> None:
    paired(cast)
    tablet = id_of(cast)
    codes = {"client-1": "C-001", "client-2": "C-002"}
    chosen = {"measure-1": "felt-understood", "language-2": "es", "tablet-1": tablet, "tablet-2": tablet}
    alice.post("/visits/together", {"kind": "couple", "place": "room"} | codes | chosen)
    with cast.on_stage():
        couple = waiting_in(stored(cast, Visit.public_id)[0])
    for waiting in couple:
        cast.send(waiting, None, decline="yes")
    save(alice, "C-001, C-002", "couple", "Wednesday couple")
    plan(alice, "", group=stored(cast, SavedGroup.public_id)[0])
    time.move_to(NOW + A_WEEK)
    desk = log_in(cast, cast.alice)
    said = "C-001: Felt understood; C-002: Family check in Spanish; on the tablet in Room 2, which goes round"
    assert said in card(desk)
    assert desk.client.post("/visits/together", data=one_tap(desk)).status_code == 303
    assert stored(cast, CheckIn.measure)[-2:] == ["felt-understood", "family-check"]
    assert stored(cast, CheckIn.language)[-2:] == ["en", "es"]
    assert stored(cast, Tablet.visit_id)[0] is not None


def test_a_plan_and_a_name_can_be_removed_and_the_sessions_stay(cast: Cast, alice: Desk) -> None:
    known(cast, "C-001", "C-002")
    save(alice, "C-001, C-002", "couple", "The two")
    group = stored(cast, SavedGroup.public_id)[0]
    plan(alice, "", group=group)
    plan(alice, "C-001", time="16:30")
    assert "Every Wednesday at 15:30" in read(alice.get("/schedule"))
    assert "The two Couple: C-001, C-002" in read(alice.get("/schedule"))
    alice.post(f"/groups/{group}/end")
    assert "The two" not in read(alice.get("/schedule"))
    assert card(alice).startswith("16:30 C-001")
    alice.post(f"/schedule/{stored(cast, Plan.public_id)[1]}/end")
    assert "Nothing is planned yet." in read(alice.get("/schedule"))
    assert "C-001" not in card(alice)
    assert count(cast, Visit) == 2


def test_a_paused_client_stands_on_the_day_without_a_tap(cast: Cast, alice: Desk) -> None:
    known(cast, "C-014")
    plan(alice)
    alice.post(f"{alice.client_path()}/pause", {"reason": "other"})
    assert card(alice) == ""
    assert "15:30 C-014 Paused" in read(alice.get("/"))
