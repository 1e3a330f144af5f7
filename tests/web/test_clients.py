"""The clients' pages: the course with its figures twice, their words, repairs and gaps, goals, and nobody else's."""

from collections.abc import Mapping
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from time_machine import TimeMachineFixture

from kiosk import clock
from kiosk.actions.change_visit import Outcome, record_repair
from kiosk.storage.db import reading, writing
from kiosk.storage.tables import Pause, Person, Practice
from tests.support.practice import WELL, Cast, Waiting
from tests.web.browsing import NOW, Desk, answer, lines, log_in, raw_bytes, read, rows
from tests.web.page_rules import SVG, parse, words

A_WEEK = timedelta(weeks=1)
USUAL = {"understood": "9.3", "topics": "9.2", "approach": "9.3", "overall": "9.3"}
LOW = {"understood": "9.1", "topics": "4.2", "approach": "9.0", "overall": "9.1"}


def answered(cast: Cast, weeks_ago: int, marks: Mapping[str, str] = WELL, **more: str) -> Waiting:
    """C-014 answers, so many weeks ago."""
    at = NOW - weeks_ago * A_WEEK
    waiting = cast.begin(at=at)
    cast.send(waiting, at=at, **marks, **more)
    return waiting


def understood(cast: Cast, weeks_ago: int, mark: str) -> Waiting:
    return answered(cast, weeks_ago, {"understood": mark})


def course_texts(page: str) -> list[str]:
    return [words(text) for text in parse(page).all(f"{SVG}text")]


def circles(page: str, kind: str) -> int:
    return sum(each.get("class") == kind for each in parse(page).all(f"{SVG}circle"))


def test_the_list_has_everybody_with_the_latest_first(cast: Cast, alice: Desk) -> None:
    assert "No clients yet." in read(alice.get("/clients"))
    answered(cast, 1)
    cast.begin("C-021")
    said = read(alice.get("/clients"))
    assert "Two clients, known by their codes." in said
    assert said.index("C-021 Waiting, today.") < said.index("C-014 37.2, last Wednesday.")


def test_the_list_says_how_far_a_form_is(cast: Cast, alice: Desk, phone: FlaskClient) -> None:
    waiting = cast.begin()
    for state, said in (("opened", "C-014 Opened, today."), ("answering", "C-014 Answering now.")):
        phone.post(f"{waiting.path}/seen", data={"state": state})
        assert said in read(alice.get("/clients"))


def test_who_asked_for_help_and_left_the_rest_is_not_just_said_to_have_declined(cast: Cast, alice: Desk) -> None:
    answered(cast, 0, {}, decline="yes", safety="yes")
    assert "C-014 Asked for help staying safe, today." in read(alice.get("/clients"))
    page = read(alice.get("/clients/1"))
    assert "Asked for help staying safe." in page
    assert "Chose not to answer" not in page


def test_a_line_left_out_today_says_when_it_was_marked(cast: Cast, alice: Desk) -> None:
    answered(cast, 1, USUAL)
    answered(cast, 0, {name: mark for name, mark in USUAL.items() if name != "topics"})
    small = [words(each) for each in parse(alice.get("/clients/1").text).all("li") if each.get("class") is None]
    assert any("9.2 on 27 May" in each for each in small)
    assert not any("9.3 on" in each for each in small)


def test_a_check_in_is_one_tap_away(cast: Cast, alice: Desk) -> None:
    answered(cast, 1)
    page = parse(alice.get("/clients").text)
    form = next(form for form in page.all("form") if form.get("action") == "/visits")
    fields = {field.get("name", ""): field.get("value", "") for field in form.iter("input")}
    del fields["csrf_token"]
    assert fields == {"client": "C-014", "measure": "session-check", "place": "room"}
    assert alice.post("/visits", fields).status_code == 303


def test_a_paused_client_is_not_offered_a_check_in(cast: Cast, alice: Desk) -> None:
    answered(cast, 1)
    pause(cast)
    for path in ("/clients", "/clients/1"):
        page = alice.get(path)
        assert "aused since 3 June." in read(page)
        assert 'action="/visits"' not in page.text


@pytest.mark.parametrize("name", ["bob", "carol"])
def test_a_colleagues_client_is_answered_like_none(cast: Cast, alice: Desk, name: str) -> None:
    answered(cast, 1)
    alice.post("/clients/1/goals", {"kind": "felt-understood"})
    other, before = log_in(cast, getattr(cast, name)), rows(cast, "SELECT * FROM goals")
    for path in ("", "/goals", "/goals/1/met", "/goals/1/end", "/goals/1/take-back"):
        kind = {"kind": "felt-understood"}
        theirs, none = (
            other.post(f"/clients/{number}{path}", kind) if path else other.get(f"/clients/{number}")
            for number in (1, 99)
        )
        assert (theirs.status_code, none.status_code) == (404, 404)
        assert theirs.text == none.text
    assert rows(cast, "SELECT * FROM goals") == before
    assert "C-014" not in read(other.get("/clients"))


def test_nobody_gets_in_without_a_login(cast: Cast) -> None:
    answered(cast, 1)
    browser = cast.app.test_client()
    assert [browser.get(path).status_code for path in ("/clients", "/clients/1")] == [401, 401]


def test_a_new_client_has_no_course_yet(cast: Cast, alice: Desk) -> None:
    waiting = cast.begin()
    page = alice.get("/clients/1")
    assert "No answers yet." in read(page)
    assert f'href="/visits/{waiting.visit}">Open the session' in page.text


def test_the_chart_has_todays_figure_and_the_cue_with_its_source(cast: Cast, alice: Desk) -> None:
    answered(cast, 1)
    answered(cast, 0, LOW)
    page = alice.get("/clients/1")
    assert course_texts(page.text) == ["40", "36", "32", "28", "27 May", "31.4 today", "3 Jun"]
    assert circles(page.text, "today") == 5  # the chart's, and one for each line
    assert "36, a cue to ask in wide use" in read(page)
    assert "The axis begins at 27, not at 0." in read(page)


def test_a_cue_that_the_practice_has_set_says_so(cast: Cast, alice: Desk) -> None:
    answered(cast, 0)
    with cast.on_stage(), writing() as session:
        session.get_one(Practice, 1).thresholds = {"total_low.ask_below": 34.0}
    assert "34, this practice's cue to ask" in read(alice.get("/clients/1"))


def test_the_usual_range_comes_with_five_totals_and_never_has_today_in_it(cast: Cast, alice: Desk) -> None:
    for week in (4, 3, 2, 1):
        answered(cast, week, USUAL)
    answered(cast, 0, LOW)
    assert "usual range" not in read(alice.get("/clients/1"))
    answered(cast, 5, USUAL)
    said = read(alice.get("/clients/1"))
    assert "usual range for this person, an early estimate from 5 totals" in said
    assert "Usually from 35.1 to 39.1 for this person." in said


def test_the_table_has_the_same_figures(cast: Cast, alice: Desk) -> None:
    answered(cast, 1, USUAL)
    answered(cast, 0, {"understood": "8.4", "approach": "9.1", "overall": "7.9"})
    table = words(next(parse(alice.get("/clients/1").text).all("tbody")))
    assert table == "3 June 8.4 – 9.1 7.9 33.9, estimated 27 May 9.3 9.2 9.3 9.3 37.1"  # noqa: RUF001 -- as printed


def test_lines_and_buttons_are_never_on_one_course(cast: Cast, alice: Desk) -> None:
    tens = dict.fromkeys(WELL, "9")
    answer(cast.app.test_client(), cast.begin(at=NOW - timedelta(hours=1)), lines(**tens) | {"marked": "buttons"})
    answered(cast, 0, LOW)
    on_lines = alice.get("/clients/1")
    assert "Session check, marked with buttons: 1 check-in" in read(on_lines)
    assert ("31.4" in read(on_lines), "36.0" in read(on_lines)) == (True, False)
    with_buttons = read(alice.get("/clients/1?marked=buttons"))
    assert ("31.4" in with_buttons, "36.0" in with_buttons) == (False, True)
    assert read(alice.get("/clients/1?marked=nonsense&version=x")) == read(on_lines)


def test_another_form_has_a_course_of_its_own(cast: Cast, alice: Desk) -> None:
    answered(cast, 1)
    at = NOW - timedelta(days=3)
    waiting = cast.begin(measure="felt-understood", at=at)
    cast.send(waiting, at=at, understood="9.2")
    page = alice.get("/clients/1")
    assert course_texts(page.text)[:4] == ["10", "9", "8", "7"]
    assert "9, a cue to ask in wide use" in read(page)
    assert "37.2" in read(alice.get("/clients/1?measure=session-check"))


def test_an_answer_that_is_held_back_is_not_on_the_page(cast: Cast, alice: Desk, time: TimeMachineFixture) -> None:
    answered(cast, 1)
    waiting = cast.begin(place="telehealth")
    cast.send(waiting, None, **LOW, words="Not for this screen.")
    for path in ("/clients", "/clients/1"):
        said = read(alice.get(path))
        assert "31.4" not in said
        assert "Not for this screen." not in said
    time.shift(60)
    alice.post(f"/visits/{waiting.visit}/show")
    said = read(alice.get("/clients/1"))
    assert "31.4 today" in said
    assert "Not for this screen." in said
    assert "Seen at 14:49" in said


def test_their_words_come_newest_first_as_they_were_written(cast: Cast, alice: Desk) -> None:
    answered(cast, 1, words="<b>It went\na bit fast</b>", talk="next")
    answered(cast, 0, words="Today was better.", talk="no")
    page = alice.get("/clients/1")
    said = read(page)
    assert said.index("“Today was better.” No need to talk") < said.index("Wanted to talk the next time")
    assert "&lt;b&gt;It went" in page.text


def test_a_repair_stands_on_the_time_line_and_on_the_chart(cast: Cast, alice: Desk) -> None:
    waiting = answered(cast, 1, LOW)
    assert "Flagged Not looked at yet Not talked about yet" in read(alice.get("/clients/1"))
    recorded(cast, waiting, Outcome.TALKED, "Begin with the call.")
    page = alice.get("/clients/1")
    said = read(page)
    assert "Worth making time for: what we worked on, a low total." in said
    assert "Flagged Seen on 3 June Talked about it on 3 June Your note" in said
    assert "Begin with the call." in said
    assert circles(page.text, "talked") == 2  # on its point, and in the legend


@pytest.mark.parametrize(
    ("outcome", "became"), [(Outcome.NEXT, "For next time"), (Outcome.NOT_NEEDED, "No talk needed")]
)
def test_other_outcomes_have_no_ring(cast: Cast, alice: Desk, outcome: Outcome, became: str) -> None:
    waiting = answered(cast, 0, LOW)
    recorded(cast, waiting, outcome)
    page = alice.get("/clients/1")
    assert became in read(page)
    assert circles(page.text, "talked") == 0


def test_gaps_say_what_they_are(cast: Cast, alice: Desk) -> None:
    answered(cast, 4, USUAL)
    answered(cast, 3, {}, decline="yes")
    cast.begin(at=NOW - 2 * A_WEEK)
    pause(cast, ended=True)
    page = alice.get("/clients/1")
    said = read(page)
    assert "Check-ins paused from 3 June to 3 June." in said
    assert "20 May , the session Not answered." in said
    assert "13 May , the session Chose not to answer." in said
    assert "no total that time" in said


def test_codes_lead_to_the_clients_page(cast: Cast, alice: Desk) -> None:
    waiting = cast.begin()
    for path in ("/", f"/visits/{waiting.visit}", f"/visits/{waiting.visit}/live", "/clients"):
        assert '<a class="code" href="/clients/1">C-014</a>' in alice.get(path).text
    short = cast.begin("a")
    assert 'Waiting for <a class="code" href="/clients/2">a</a></h1>' in alice.get(f"/visits/{short.visit}").text
    alice.post(f"/visits/{waiting.visit}/withdraw")
    assert 'href="/clients/1"' in alice.get(f"/visits/{waiting.visit}").text


def test_a_goal_is_kept_in_their_words_and_sealed(cast: Cast, alice: Desk) -> None:
    answered(cast, 0)
    sent = {"kind": "own", "words": " To say it when I am tired. ", "within": "4", "unit": "visits"}
    assert alice.post("/clients/1/goals", sent).location == "/clients/1#goals"
    alice.post("/clients/1/goals", sent)
    said = read(alice.get("/clients/1"))
    assert said.count("“To say it when I am tired.”") == 1
    assert "By the fourth session from here: 4 still to come." in said
    assert b"tired" not in raw_bytes(cast)


REFUSED = (
    ({"kind": "own", "words": " "}, "Write the goal as the client says it."),
    ({"kind": "own", "words": "x" * 401}, "There is room for 400 characters."),
    ({"kind": "own", "words": "a\x00b"}, "One character in the goal cannot be kept."),
    ({"kind": "nonsense", "words": "a"}, "Choose one of the goals shown"),
    ({"kind": "", "words": "a"}, "Choose one of the goals shown"),
    ({"kind": "own", "words": "a", "within": "0", "unit": "weeks"}, "Give a whole number from 1 to 100"),
    ({"kind": "own", "words": "a", "within": "\u0663", "unit": "weeks"}, "Give a whole number from 1 to 100"),
    ({"kind": "own", "words": "a", "within": "4", "unit": "years"}, "Choose whether it is sessions or weeks."),
)


def test_a_goal_that_cannot_be_kept_says_why_and_keeps_what_was_typed(cast: Cast, alice: Desk) -> None:
    answered(cast, 0)
    for sent, problem in REFUSED:
        page = alice.post("/clients/1/goals", sent)
        assert page.status_code == 422
        assert problem in read(page)
        assert sent["words"].strip().replace("\x00", "") in read(page)
    assert rows(cast, "SELECT * FROM goals") == []


def test_templates_bring_their_words_and_deadlines(cast: Cast, alice: Desk) -> None:
    answered(cast, 0)
    for kind in ("own-priorities", "new-possibilities", "being-heard", "shared-inquiry"):
        alice.post("/clients/1/goals", {"kind": kind, "words": "", "within": ""})
    kept = rows(cast, "SELECT kind, within, unit FROM goals ORDER BY id")
    assert kept == [
        ("own-priorities", 3, "visits"),
        ("new-possibilities", 6, "weeks"),
        ("being-heard", 4, "visits"),
        ("shared-inquiry", 1, "visits"),
    ]
    said = read(alice.get("/clients/1"))
    assert "By the third session: 2 still to come." in said
    assert "By 15 July." in said
    assert "By the first session: that is now." in said


def test_a_goal_for_the_first_sessions_is_offered_while_they_are_to_come(cast: Cast, alice: Desk) -> None:
    first, third = "Our first talk felt like finding out together.", "I have made my own list"
    for weeks_ago, offered in ((0, (True, True)), (1, (False, True)), (2, (False, True)), (3, (False, False))):
        answered(cast, weeks_ago)
        said = read(alice.get("/clients/1"))
        assert (first in said, third in said) == offered


def test_a_deadline_that_has_gone_by_asks_and_does_not_scold(cast: Cast, alice: Desk, time: TimeMachineFixture) -> None:
    answered(cast, 0)
    alice.post("/clients/1/goals", {"kind": "feels-different"})
    for _ in range(3):
        time.shift(A_WEEK)
        cast.begin(at=clock.now())
    again = read(log_in(cast, cast.alice).get("/clients/1"))
    assert "The 2 sessions have gone by. Is it still the right thing to aim for?" in again


def test_a_goal_is_checked_off_together_or_let_go(cast: Cast, alice: Desk) -> None:
    answered(cast, 0)
    for kind in ("each-reflects", "another-account"):
        alice.post("/clients/1/goals", {"kind": kind})
    alice.post("/clients/1/goals/1/met")
    alice.post("/clients/1/goals/2/end")
    alice.post("/clients/1/goals/1/end")
    said = read(alice.get("/clients/1"))
    assert "Checked off together on 3 June." in said
    assert "Let go on 3 June." in said
    assert rows(cast, "SELECT met_by, ended_at IS NULL FROM goals ORDER BY id") == [("together", 1), ("", 0)]


def test_the_rule_checks_a_goal_off_with_the_answer_that_meets_it_once(cast: Cast, alice: Desk) -> None:
    understood(cast, 5, "9.0")
    alice.post("/clients/1/goals", {"kind": "felt-understood"})
    understood(cast, 4, "8.9")
    answered(cast, 3, {"topics": "9.0"})
    understood(cast, 2, "8.9")
    assert "1 of 3 so far. It takes four answers: not yet." in read(alice.get("/clients/1"))
    understood(cast, 1, "9.0")
    assert "2 of the last 4, not yet. The aim is 3 of 4." in read(alice.get("/clients/1"))
    understood(cast, 0, "9.0")
    understood(cast, 0, "9.0")
    met = rows(cast, "SELECT met_at, met_by FROM goals")
    assert len(met) == 1
    assert met[0][1] == "rule"
    assert "Checked off by the marks on" in read(alice.get("/clients/1"))


def test_being_heard_counts_only_what_comes_after_it_was_agreed(
    cast: Cast, alice: Desk, time: TimeMachineFixture
) -> None:
    for week in (4, 3, 2, 1):
        understood(cast, week, "9.5")
    alice.post("/clients/1/goals", {"kind": "being-heard"})
    time.shift(60)
    waiting = cast.begin(at=clock.now())
    cast.send(waiting, understood="9.5")
    assert "1 of 1 so far." in read(alice.get("/clients/1"))
    assert rows(cast, "SELECT met_at FROM goals") == [(None,)]


def test_declining_never_checks_a_goal_off(cast: Cast, alice: Desk) -> None:
    for week in (4, 3, 2, 1):
        understood(cast, week, "9.5")
    alice.post("/clients/1/goals", {"kind": "felt-understood"})
    assert "4 of the last 4. The aim is 3 of 4. The next answer checks it off" in read(alice.get("/clients/1"))
    answered(cast, 0, {}, decline="yes")
    assert rows(cast, "SELECT met_at FROM goals") == [(None,)]


def recorded(cast: Cast, waiting: Waiting, outcome: Outcome, note: str = "") -> None:
    """Alice keeps what became of it, now."""
    with cast.on_stage():
        record_repair(reading().get_one(Person, cast.alice), waiting.visit, outcome, note, NOW)


def pause(cast: Cast, *, ended: bool = False) -> None:
    """C-014 is not asked, from today on."""
    with cast.on_stage(), writing() as session:
        ends = NOW if ended else None
        session.add(Pause(practice_id=1, client_id=1, reason="other", begun_at=NOW, ended_at=ends))
