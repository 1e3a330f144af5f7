"""The clients' pages: the list, one client's words, repairs and gaps, and nobody else's."""

import pytest
from flask.testing import FlaskClient
from time_machine import TimeMachineFixture

from kiosk.storage.tables import Client, Goal
from tests.support.practice import Cast
from tests.support.stored import every_column, stored
from tests.web.browsing import NOW, Desk, log_in, read
from tests.web.one_client import A_WEEK, LOW, USUAL, answered, pause
from tests.web.page_rules import parse


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
    page = read(alice.get(alice.client_path()))
    assert "Asked for help staying safe." in page
    assert "Chose not to answer" not in page


def test_a_check_in_is_one_tap_away(cast: Cast, alice: Desk) -> None:
    answered(cast, 1)
    page = parse(alice.get("/clients").text)
    form = next(form for form in page.all("form") if form.get("action") == "/visits")
    fields = {field.get("name", ""): field.get("value", "") for field in form.iter("input")}
    del fields["csrf_token"]
    assert fields == {"client": "C-014", "measure": "session-check", "where": "phone"}
    assert alice.post("/visits", fields).status_code == 303


def test_a_paused_client_is_not_offered_a_check_in(cast: Cast, alice: Desk) -> None:
    answered(cast, 1)
    pause(cast)
    for path in ("/clients", alice.client_path()):
        page = alice.get(path)
        assert "aused since 3 June." in read(page)
        assert 'action="/visits"' not in page.text


@pytest.mark.parametrize("name", ["bob", "carol"])
def test_a_colleagues_client_is_answered_like_none(cast: Cast, alice: Desk, name: str) -> None:
    answered(cast, 1)
    alice.post(f"{alice.client_path()}/goals", {"kind": "felt-understood"})
    other, before = log_in(cast, getattr(cast, name)), every_column(cast, Goal)
    goal, nobodys = alice.goal_path().rpartition("/")[2], "0" * 32
    for path in ("", "/goals", f"/goals/{goal}/met", f"/goals/{goal}/end", f"/goals/{goal}/take-back"):
        kind = {"kind": "felt-understood"}
        theirs, none = (
            other.post(f"{client}{path}", kind) if path else other.get(client)
            for client in (alice.client_path(), f"/clients/{nobodys}")
        )
        assert (theirs.status_code, none.status_code) == (404, 404)
        assert theirs.text == none.text
    assert every_column(cast, Goal) == before
    assert "C-014" not in read(other.get("/clients"))


def test_nobody_gets_in_without_a_login(cast: Cast, alice: Desk) -> None:
    answered(cast, 1)
    browser = cast.app.test_client()
    assert [browser.get(path).status_code for path in ("/clients", alice.client_path())] == [401, 401]


def test_a_new_client_has_no_course_yet(cast: Cast, alice: Desk) -> None:
    waiting = cast.begin()
    page = alice.get(alice.client_path())
    assert "No answers yet." in read(page)
    assert f'href="/visits/{waiting.visit}">Open the session' in page.text


def test_an_answer_that_is_held_back_is_not_on_the_page(cast: Cast, alice: Desk, time: TimeMachineFixture) -> None:
    answered(cast, 1)
    waiting = cast.begin(place="telehealth")
    cast.send(waiting, None, **LOW, words="Not for this screen.")
    for path in ("/clients", alice.client_path()):
        said = read(alice.get(path))
        assert "31.4" not in said
        assert "Not for this screen." not in said
    time.shift(60)
    alice.post(f"/check-ins/{waiting.check_in}/show")
    said = read(alice.get(alice.client_path()))
    assert "31.4 today" in said
    assert "Not for this screen." in said
    assert "Seen at 14:49" in said


def test_their_words_come_newest_first_as_they_were_written(cast: Cast, alice: Desk) -> None:
    answered(cast, 1, words="<b>It went\na bit fast</b>", talk="next")
    answered(cast, 0, words="Today was better.", talk="no")
    page = alice.get(alice.client_path())
    said = read(page)
    assert said.index("“Today was better.” No need to talk") < said.index("Wanted to talk the next time")
    assert "&lt;b&gt;It went" in page.text


def test_gaps_say_what_they_are(cast: Cast, alice: Desk) -> None:
    answered(cast, 4, USUAL)
    answered(cast, 3, {}, decline="yes")
    cast.begin(at=NOW - 2 * A_WEEK)
    pause(cast, ended=True)
    page = alice.get(alice.client_path())
    said = read(page)
    assert "Check-ins paused from 3 June to 3 June." in said
    assert "20 May , the session Not answered." in said
    assert "13 May , the session Chose not to answer." in said
    assert "no total that time" in said


def test_codes_lead_to_the_clients_page(cast: Cast, alice: Desk) -> None:
    waiting = cast.begin()
    for path in ("/", f"/visits/{waiting.visit}", f"/visits/{waiting.visit}/live", "/clients"):
        assert f'<a class="code" href="{alice.client_path()}">C-014</a>' in alice.get(path).text
    short = cast.begin("a")
    link = f'<a class="code" href="{alice.client_path(2)}">a</a>'
    assert f"Waiting for {link}</h1>" in alice.get(f"/visits/{short.visit}").text
    alice.post(f"/visits/{waiting.visit}/withdraw")
    assert f'href="{alice.client_path()}"' in alice.get(f"/visits/{waiting.visit}").text


def test_how_they_are_asked_is_saved_by_one_button(cast: Cast, alice: Desk) -> None:
    cast.begin()
    page = f"{alice.client_path()}/asking"
    chosen = {"preset": "couple", "language": "de", "text": "larger", "opening": "week-check", "phase": "working"}
    assert alice.post(page, chosen | {"opening": "no-such"}).status_code == 422
    kept = (Client.preset, Client.language, Client.larger_text, Client.opening_measure, Client.phase)
    assert stored(cast, *kept) == [("individual", "", False, "", "")]
    assert alice.post(page, chosen).status_code == 303
    assert stored(cast, *kept) == [("couple", "de", True, "week-check", "working")]
    assert [button.text for button in parse(alice.get(page).text).all("button") if button.text == "Save"] == ["Save"]


def test_what_is_read_together_has_nothing_to_manage(cast: Cast, alice: Desk) -> None:
    cast.begin()
    together, manage = (read(alice.get(alice.client_path() + page)) for page in ("", "/asking"))
    for words in ("Kind of work", "Pause the check-ins", "Their record"):
        assert words not in together
        assert words in manage
    assert "Lindenhof Practice. Printed on 3 June 2026." in together
