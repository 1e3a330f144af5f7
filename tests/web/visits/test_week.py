"""Forms about the week, asked before the session: begun, answered, shown, and kept apart from those at its end."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from kiosk.storage.tables import CheckIn, Client, Guess, Response, Visit
from tests.support.practice import WELL, Cast
from tests.support.stored import count, stored
from tests.web.browsing import NOW, Desk, answer, lines, read
from tests.web.tablets import id_of, paired

HARD = {"myself": "2.0", "people": "3.0", "work": "2.0", "week": "1.0"}
GOOD = {"myself": "8.0", "people": "8.0", "work": "7.0", "week": "8.0"}
A_WEEK = timedelta(weeks=1)
WORSE = "Their week was harder than usual for them."
OPENING = {"client": "C-014", "part": "opening", "place": "room"}


@pytest.fixture
def known(cast: Cast) -> None:
    """A client who has been here, and of whom the week is asked."""
    cast.send(cast.begin(at=NOW - A_WEEK), NOW - A_WEEK, **WELL)
    cast.ask_week("C-014")


def good_weeks(cast: Cast, count: int = 3) -> None:
    for weeks in range(count, 0, -1):
        at = NOW - weeks * A_WEEK
        cast.send(cast.begin_week("C-014", at=at)[0], at=at, **GOOD)


@pytest.mark.usefixtures("known")
def test_one_tap_on_the_day_asks_how_the_week_was(cast: Cast, alice: Desk) -> None:
    assert "How the week was for C-014, before the session" in read(alice.get("/"))
    assert alice.post("/visits", OPENING).status_code == 303
    assert stored(cast, CheckIn.measure)[-1:] == ["week-check"]
    page = read(alice.get(alice.visit_path(2)))
    assert "Before we begin, I'd like to know how your week was." in page
    assert "your own guess" not in page.lower()


@pytest.mark.usefixtures("known")
def test_the_form_asks_about_the_week_and_nothing_about_the_session(cast: Cast, phone: FlaskClient) -> None:
    cast.settle(asks_strain=True)
    form = read(phone.get(cast.begin_week("C-014")[0].path))
    assert "How was your week?" in form
    assert "Alice will see this right away, so you can begin with it." in form
    for other in ("How was today?", "get in the way", "Would you like to talk", "before you go"):
        assert other not in form


@pytest.mark.usefixtures("known")
def test_it_is_off_until_it_is_switched_on(cast: Cast, alice: Desk) -> None:
    cast.ask_week("C-014", "")
    assert "How the week was" not in read(alice.get("/"))
    page = alice.post("/visits", OPENING)
    assert page.status_code == 422
    assert "How the week was is not asked of C-014." in read(page)
    assert len(stored(cast, CheckIn.id)) == 1


def test_it_is_switched_on_for_a_client_with_a_form_for_their_age(cast: Cast, alice: Desk) -> None:
    cast.begin()
    path = f"{alice.client_path()}/asking"
    assert alice.post(path, {"opening": "child-week"}).status_code == 303
    assert stored(cast, Client.opening_measure) == ["child-week"]
    assert alice.post(path, {"opening": "session-check"}).status_code == 422
    assert alice.post(path, {"opening": ""}).status_code == 303
    assert stored(cast, Client.opening_measure) == [""]


@pytest.mark.usefixtures("known")
def test_the_session_that_began_with_it_ends_with_the_other_form(cast: Cast, alice: Desk, phone: FlaskClient) -> None:
    (week,) = cast.begin_week("C-014")
    assert answer(phone, week, lines(**GOOD)).status_code == 303
    today = cast.begin()
    assert today.visit == week.visit
    assert stored(cast, CheckIn.part) == ["closing", "opening", "closing"]
    cast.send(today, NOW, **WELL)
    page = alice.get(f"/visits/{week.visit}")
    assert "Before the session: They have said how their week was." in read(page)
    assert f"/check-ins/{week.check_in}" in page.text
    theirs = read(alice.get(f"/check-ins/{week.check_in}"))
    assert "This is how their week was for them." in theirs
    assert "No concern" not in theirs


@pytest.mark.usefixtures("known")
def test_the_page_of_the_week_leads_to_the_end_of_the_session(cast: Cast, alice: Desk) -> None:
    (week,) = cast.begin_week("C-014")
    cast.send(week, NOW, **GOOD)
    assert 'name="measure" value="session-check"' in alice.get(f"/visits/{week.visit}").text
    assert alice.post("/visits", {"client": "C-014", "measure": "session-check", "place": "room"}).status_code == 303
    assert len(set(stored(cast, CheckIn.visit_id))) == 2


@pytest.mark.usefixtures("known")
def test_another_session_later_that_day_is_a_visit_of_its_own(cast: Cast) -> None:
    (week,) = cast.begin_week("C-014", at=NOW - timedelta(hours=7))
    assert cast.begin(at=NOW).visit != week.visit


@pytest.mark.usefixtures("known")
def test_a_form_of_the_one_part_is_never_asked_in_the_other(alice: Desk) -> None:
    page = alice.post("/visits", {"client": "C-014", "measure": "week-check", "place": "room"})
    assert page.status_code == 422
    assert "“week-check” is asked at the start of a session." in read(page)
    assert 'value="week-check"' not in alice.get("/").text


@pytest.mark.usefixtures("known")
def test_the_form_of_last_time_is_the_sessions(cast: Cast, alice: Desk) -> None:
    cast.begin_week("C-014", at=NOW - timedelta(days=1))
    for path in ("/", "/clients", alice.client_path()):
        page = alice.get(path).text
        asked = 'id="now-measure" name="measure"><option value="' if path == "/" else 'name="measure" value="'
        assert f'{asked}session-check"' in page
        assert 'name="measure" value="week-check"' not in page


@pytest.mark.usefixtures("known")
def test_a_harder_week_stands_on_the_day_before_the_session(cast: Cast, alice: Desk) -> None:
    good_weeks(cast)
    (week,) = cast.begin_week("C-014")
    cast.send(week, NOW, **HARD)
    day = read(alice.get("/"))
    assert WORSE in day
    assert "Start check-in with C-014" in day
    page = read(alice.get(f"/visits/{week.visit}"))
    assert "It sounds as if this week was harder." in page
    assert "8.0 for this week, usually about 31.0 for this person." in page
    assert stored(cast, Response.lead)[-1] == "week-worse"


@pytest.mark.usefixtures("known")
def test_a_first_hard_week_is_no_cue_and_no_all_clear(cast: Cast, alice: Desk) -> None:
    (week,) = cast.begin_week("C-014")
    cast.send(week, NOW, **HARD)
    assert "They have said how their week was." in read(alice.get("/"))
    assert stored(cast, Response.signals)[-1] == []
    assert "No concern" not in read(alice.get(f"/visits/{week.visit}"))


@pytest.mark.usefixtures("known")
def test_on_a_call_nothing_of_it_is_anywhere_before_it_is_asked_for(cast: Cast, alice: Desk) -> None:
    good_weeks(cast)
    (week,) = cast.begin_week("C-014", place="telehealth")
    cast.send(week, NOW, words="My brother came.", **HARD)
    cast.begin(place="telehealth")
    pages = ("/", "/clients", alice.client_path(), f"/visits/{week.visit}", f"/check-ins/{week.check_in}")
    for path in pages:
        text = read(alice.get(path))
        assert WORSE not in text
        assert "My brother" not in text
        assert "harder" not in text
    assert alice.post(f"/check-ins/{week.check_in}/show").status_code == 303
    assert WORSE in read(alice.get(f"/visits/{week.visit}"))
    assert "My brother came." in read(alice.get(alice.client_path()))


@pytest.mark.usefixtures("known")
def test_marks_of_the_week_are_in_no_baseline_of_sessions(cast: Cast, alice: Desk) -> None:
    good_weeks(cast, 5)
    waiting = cast.begin()
    cast.send(waiting, understood="9.0", topics="9.0", approach="9.0", overall="9.0")
    found = {signal["rule"]: signal["figures"] for signal in stored(cast, Response.signals)[-1]}
    assert found["drop"]["before"] == 37.2
    assert not found.keys() & {"own-baseline", "own-range", "first-high"}
    spark = read(alice.get("/clients"))
    assert "31.0" not in spark


@pytest.mark.usefixtures("known")
def test_declining_the_week_counts_for_no_session_and_is_told_as_what_it_is(cast: Cast, alice: Desk) -> None:
    for day in (3, 2):
        at = NOW - timedelta(days=day)
        cast.send(cast.begin_week("C-014", at=at)[0], at=at, decline="yes")
    (week,) = cast.begin_week("C-014", at=NOW - timedelta(hours=8))
    cast.send(week, decline="yes")
    assert "Chose not to say how the week was." in read(alice.get("/"))
    waiting = cast.begin()
    cast.send(waiting, decline="yes")
    declined = next(signal for signal in stored(cast, Response.signals)[-1] if signal["rule"] == "declined")
    assert declined["figures"]["of last three"] == 1.0


@pytest.mark.usefixtures("known")
def test_no_guess_is_made_of_a_week(cast: Cast, alice: Desk) -> None:
    (week,) = cast.begin_week("C-014")
    assert alice.post(f"/check-ins/{week.check_in}/guess", {"guess-myself": "5"}).status_code == 422
    assert count(cast, Guess) == 0


@pytest.mark.usefixtures("known")
def test_the_same_chart_stands_under_the_other(cast: Cast, alice: Desk) -> None:
    good_weeks(cast, 2)
    page = alice.get(alice.client_path())
    text = read(page)
    assert text.index("The course so far") < text.index("How the weeks were") < text.index("The week")
    assert "One answered check-in" in text
    ids = [part.split('"')[0] for part in page.text.split(' id="')[1:]]
    assert len(ids) == len(set(ids))


@pytest.mark.usefixtures("known")
def test_a_session_with_both_counts_once_for_a_goal(cast: Cast, alice: Desk) -> None:
    goal = {"kind": "own", "words": "To be heard.", "within": "3", "unit": "visits"}
    assert alice.post(f"{alice.client_path()}/goals", goal).status_code == 303
    later = NOW + timedelta(minutes=1)
    cast.begin_week("C-014", at=later)
    cast.begin(at=later)
    assert "By the third session from here: 2 still to come." in read(alice.get(alice.client_path()))


@pytest.mark.usefixtures("known")
def test_an_open_form_about_the_week_is_in_the_way_of_another_and_not_of_the_end(cast: Cast, alice: Desk) -> None:
    cast.begin_week("C-014")
    assert alice.post("/visits", OPENING).status_code == 409
    assert alice.post("/visits", {"client": "C-014", "measure": "session-check", "place": "room"}).status_code == 303


@pytest.mark.usefixtures("known")
def test_a_paused_client_is_not_asked_about_the_week(alice: Desk) -> None:
    assert alice.post(f"{alice.client_path()}/pause", {"reason": "crisis"}).status_code == 303
    page = alice.post("/visits", OPENING)
    assert page.status_code == 422
    assert "C-014 is paused." in read(page)


@pytest.mark.usefixtures("known")
def test_a_call_for_help_before_the_session_reaches_the_therapist(cast: Cast, alice: Desk) -> None:
    (week,) = cast.begin_week("C-014")
    cast.send(week, safety="yes", decline="yes")
    assert "Asked for help staying safe." in read(alice.get("/"))
    page = read(alice.get(f"/visits/{week.visit}"))
    assert "C-014 asks for help" in page


def test_of_several_only_those_are_asked_for_whom_it_is_switched_on(cast: Cast, alice: Desk) -> None:
    for person in cast.begin_together("C-001", "C-002", "C-003", kind="family"):
        cast.send(person, NOW, **WELL)
    cast.ask_week("C-001")
    cast.ask_week("C-003", "child-week")
    people = {"kind": "family", "part": "opening", "place": "room"}
    found = alice.post("/visits/together", people | {f"client-{number}": f"C-00{number}" for number in (1, 2, 3)})
    assert found.status_code == 303
    assert stored(cast, CheckIn.measure)[3:] == ["week-check", "child-week"]
    page = read(alice.get(found.location))
    assert "How the week was, before the session." in page
    assert "Before we begin, I'd like to know how the week was for each of you." in page


def test_at_the_end_everybody_who_came_along_last_time_can_be_asked(cast: Cast, alice: Desk) -> None:
    codes = ("C-001", "C-002", "C-003")
    for person in cast.begin_together(*codes, kind="family"):
        cast.send(person, NOW, **WELL)
    cast.ask_week("C-003")
    people = {"kind": "family", "part": "opening", "place": "room"}
    chosen = {f"client-{number}": code for number, code in enumerate(codes, start=1)}
    visit = alice.post("/visits/together", people | chosen).location
    page = alice.get(visit)
    assert "C-003" in read(page)
    assert "Also here last time, and not asked about the week C-001 C-002" in read(page)
    assert "Waiting for C-003" in read(page)
    assert "with a family. How the week was, before the session." in read(page)
    assert "Before we begin, I'd like to know how your week was." in read(page)
    assert page.text.count('type="checkbox" name="client-') == 2
    without_one = {"kind": "family", "place": "room", "client-1": "C-003", "client-3": "C-002"}
    assert alice.post("/visits/together", without_one).location == visit
    assert stored(cast, CheckIn.part)[3:] == ["opening", "closing", "closing"]
    assert "Also here last time" not in read(alice.get(visit))


def test_one_of_several_who_answered_is_not_said_to_be_everybody(cast: Cast, alice: Desk) -> None:
    cast.begin("C-001")
    (week,) = cast.begin_week("C-001", kind="couple")
    cast.send(week, NOW, **GOOD)
    page = read(alice.get(f"/visits/{week.visit}"))
    assert "C-001 has answered" in page
    assert "Everybody" not in page


def test_where_nobody_came_along_before_only_those_who_were_asked_are_offered(cast: Cast, alice: Desk) -> None:
    for code in ("C-001", "C-002"):
        cast.begin(code)
    (week, _) = cast.begin_week("C-001", "C-002", kind="couple")
    assert "Also here last time" not in read(alice.get(f"/visits/{week.visit}"))


@pytest.mark.usefixtures("known")
def test_the_list_of_clients_shows_a_form_about_the_week_that_is_out(cast: Cast, alice: Desk) -> None:
    (week,) = cast.begin_week("C-014")
    page = alice.get("/clients")
    assert "37.2, last Wednesday. How the week was: Waiting, today." in read(page)
    assert f'href="/visits/{week.visit}"' in page.text
    cast.send(week, NOW, **GOOD)
    page = alice.get("/clients")
    assert "How the week was:" not in read(page)
    assert f'href="/visits/{week.visit}"' not in page.text


def test_several_end_the_session_in_the_same_visit_and_the_weeks_are_no_split(cast: Cast, alice: Desk) -> None:
    for person in cast.begin_together("C-001", "C-002"):
        cast.send(person, NOW, **WELL)
    weeks = cast.begin_week("C-001", "C-002", kind="couple")
    cast.send(weeks[0], NOW, **GOOD)
    cast.send(weeks[1], NOW, **HARD)
    assert stored(cast, Visit.together)[-1] is None
    today = cast.begin_together("C-001", "C-002")
    assert {person.visit for person in (*weeks, *today[-2:])} == {weeks[0].visit}
    closing = [person for person in today if person.check_in not in {one.check_in for one in weeks}]
    for person in closing:
        cast.send(person, NOW, **WELL)
    assert stored(cast, Visit.together)[-1] == []
    page = alice.get(f"/visits/{weeks[0].visit}")
    assert all(f"/check-ins/{week.check_in}" in page.text for week in weeks)
    assert WORSE not in read(page)


def test_a_tablet_goes_round_with_the_weeks_alone(cast: Cast, alice: Desk) -> None:
    tablet = paired(cast)
    for person in cast.begin_together("C-001", "C-002"):
        cast.send(person, NOW, **WELL)
    weeks = cast.begin_week("C-001", "C-002", kind="couple")
    assert alice.post(f"/check-ins/{weeks[0].check_in}/tablet", {"tablet": id_of(cast)}).status_code == 303
    assert "How was your week?" in read(tablet.look())
    cast.send(weeks[0], NOW, **GOOD)
    assert "Next is" in read(tablet.look())


def test_what_was_chosen_stays_when_a_start_of_several_is_refused(cast: Cast, alice: Desk) -> None:
    cast.begin("C-001")
    cast.ask_week("C-001")
    people = {"kind": "couple", "part": "opening", "place": "room", "client-1": "C-008", "client-2": "C-009"}
    page = alice.post("/visits/together", people)
    assert page.status_code == 422
    assert "How the week was is not asked of C-008, C-009." in read(page)
    assert 'name="part" value="opening" checked' in page.text


@pytest.mark.usefixtures("known")
def test_record_and_table_say_which_part_it_was(cast: Cast, alice: Desk) -> None:
    (week,) = cast.begin_week("C-014")
    cast.send(week, NOW, **GOOD)
    record = alice.get(f"{alice.client_path()}/record.json").get_json()
    (client,) = record["clients"]
    assert client["opening_measure"] == "week-check"
    assert [one["part"] for one in client["check_ins"]] == ["closing", "opening"]
    assert client["check_ins"][1]["response"]["score"]["total"] == 31.0
