"""A therapist who can no longer log in: new links close kindly, an open form is stored, the practice hears of it."""

import pytest
from flask.testing import FlaskClient

from kiosk.actions.accounts.manage_people import enable_person
from kiosk.domain.actors import CommandLine, Role
from kiosk.keys import keys
from kiosk.storage.tables import Event, Response
from tests.support.practice import Cast
from tests.support.stored import count
from tests.web.browsing import JSON, NOW, Desk, answer, hidden, lines, log_in, read
from tests.web.page_rules import parse
from tests.web.several import begin
from tests.web.tablets import id_of, paired

NUMBER = "0800 555 0134"
SENTINEL = "only for Alice: the yellow door"
SPEAK = "Please speak to the practice."
NOTICE = "An answer came for a therapist who can no longer log in."
HELP = "A client asked for help, and their therapist can no longer log in."
LIST = "/settings/without-therapist"

pytestmark = pytest.mark.usefixtures("second_administrator")


def test_a_link_that_is_opened_from_then_on_closes_kindly(cast: Cast, phone: FlaskClient) -> None:
    waiting = cast.begin(language="es")
    cast.disable(cast.alice)
    page = phone.get(waiting.path)
    assert (page.status_code, '<html lang="es"' in page.text) == (410, True)
    assert NUMBER in page.text
    assert parse(page.text).by_id("form") is None
    assert [name for name in ("Alice", "Lindenhof", "C-014") if name in page.text] == []


def test_a_short_code_leads_there_too(cast: Cast, phone: FlaskClient) -> None:
    waiting = cast.begin()
    with cast.on_stage():
        code = keys().short_code(waiting.check_in, 1)
    cast.disable(cast.alice)
    assert SPEAK in read(phone.post("/join", data={"code": code}, follow_redirects=True))


@pytest.mark.parametrize("fields", [lines(), {"decline": "yes"}, {"safety": "yes"} | lines()])
def test_a_form_that_is_open_is_stored_and_thanks_name_the_practice(cast: Cast, fields: dict[str, str]) -> None:
    waiting, phone = cast.begin(), cast.app.test_client(use_cookies=False)
    form = {"key": hidden(phone.get(waiting.path), "key"), "marked": "line"} | fields
    cast.disable(cast.alice)
    reply = phone.post(waiting.path, data=form, headers=JSON).get_json()
    for said in (read(phone.get(reply["next"])), " ".join(reply["arrived"]["lines"]).replace("\u2019", "'")):
        if "decline" in fields:
            assert "The practice knows you'd rather not answer today." in said
        else:
            assert "The practice has your answer." in said
        assert ("Your request for help has reached the practice." in said) == ("safety" in fields)
        assert "Alice" not in said
    assert count(cast, Response) == 1


def test_shown_once_more_it_no_longer_promises_the_therapist(cast: Cast, phone: FlaskClient) -> None:
    waiting = cast.begin()
    key = hidden(phone.get(waiting.path), "key")
    cast.disable(cast.alice)
    again = phone.post(waiting.path, data={"key": key, "marked": "line"})
    assert again.status_code == 422
    assert "The practice gets this. Your therapist can no longer see it." in read(again)
    assert "Alice will see this" not in read(again)
    assert "Your therapist sees this right away" not in read(again)
    assert "The practice is told of this. Your therapist can no longer see it." in read(again)


@pytest.mark.parametrize(("fields", "notice"), [(lines(), NOTICE), ({"safety": "yes"} | lines(), HELP)])
def test_administrators_get_a_notice_and_a_list_without_content(
    cast: Cast, bob: Desk, fields: dict[str, str], notice: str
) -> None:
    waiting, phone = cast.begin(), cast.app.test_client()
    form = {"key": hidden(phone.get(waiting.path), "key"), "marked": "line", "words": SENTINEL} | fields
    cast.disable(cast.alice)
    assert notice not in read(bob.get("/"))
    told = count(cast, Event, Event.person_id == cast.bob)
    phone.post(waiting.path, data=form)
    assert count(cast, Event, Event.person_id == cast.bob) == told + 1
    day, listed = bob.get("/"), bob.get(LIST)
    assert notice in read(day)
    assert "C-014" not in day.text
    assert "C-014" in read(listed)
    assert "1 answer has come since, at 14:48." in read(listed)
    assert ("Asked for help staying safe." in read(listed)) == ("safety" in fields)
    for page in (day, listed):
        assert SENTINEL not in page.text
        assert "9.4" not in page.text


def test_somebody_who_is_an_administrator_alone_gets_the_notice_on_their_first_page(cast: Cast, bob: Desk) -> None:
    cast.give(cast.bob, Role.ADMINISTRATOR)
    waiting, phone = cast.begin(), cast.app.test_client()
    form = {"key": hidden(phone.get(waiting.path), "key"), "marked": "line", "safety": "yes"} | lines()
    cast.disable(cast.alice)
    phone.post(waiting.path, data=form)
    assert HELP in read(bob.get(str(bob.get("/").location)))
    bob.post(f"{LIST}/seen", {"news": hidden(bob.get(LIST), "news")})
    assert HELP not in read(bob.get("/settings"))


def test_help_that_comes_late_reaches_them_as_well(cast: Cast, bob: Desk, phone: FlaskClient) -> None:
    waiting = cast.begin()
    form = {"key": hidden(phone.get(waiting.path), "key"), "marked": "line"} | lines()
    cast.disable(cast.alice)
    phone.post(waiting.path, data=form)
    phone.post(waiting.path, data=form | {"safety": "yes"})
    assert HELP in read(bob.get("/"))
    assert count(cast, Event, Event.person_id == cast.bob) == 2


def test_the_notice_is_put_away_until_something_else_comes_and_the_list_stays(cast: Cast, bob: Desk) -> None:
    first, second = cast.begin("C-001"), cast.begin("C-002")
    phone = cast.app.test_client()
    forms = [{"key": hidden(phone.get(one.path), "key"), "marked": "line"} | lines() for one in (first, second)]
    cast.disable(cast.alice)
    phone.post(first.path, data=forms[0])
    seen = hidden(bob.get(LIST), "news")
    bob.post(f"{LIST}/seen", {"news": "something else"})
    assert NOTICE in read(bob.get("/"))
    bob.post(f"{LIST}/seen", {"news": seen})
    assert NOTICE not in read(bob.get("/"))
    assert "C-001" in read(bob.get(LIST))
    assert "I know about it" not in read(bob.get(LIST))
    phone.post(first.path, data=forms[0] | {"safety": "yes"})
    assert HELP in read(bob.get("/"))
    bob.post(f"{LIST}/seen", {"news": hidden(bob.get(LIST), "news")})
    assert HELP not in read(bob.get("/"))
    phone.post(second.path, data=forms[1])
    bob.post(f"{LIST}/seen", {"news": seen})
    assert HELP in read(bob.get("/")), "what came since was not seen"


def test_nobody_of_another_practice_and_nobody_who_does_not_administer_sees_them(cast: Cast, bob: Desk) -> None:
    answer(cast.app.test_client(), cast.begin(), lines())
    cast.disable(cast.alice)
    carol = log_in(cast, cast.carol)
    assert "C-014" in read(bob.get(LIST))
    assert "C-014" not in read(carol.get(LIST))
    cast.give(cast.bob, Role.THERAPIST)
    assert bob.get(LIST).status_code == 403
    assert NOTICE not in read(bob.get("/"))


def test_of_several_the_tablet_stops_going_round(cast: Cast, alice: Desk, bob: Desk) -> None:
    tablet = paired(cast, by=cast.bob)
    couple = begin(alice, cast, "C-001", "C-002")
    alice.post(f"{couple.path}/tablet", {"tablet": id_of(cast)})
    alice.post(f"{couple.own(0)}/tablet", {"tablet": id_of(cast)})
    key = hidden(tablet.look(), "key")
    cast.disable(cast.alice)
    reply = tablet.client.post(
        f"{couple.people[0].path}?on=tablet", data={"key": key, "marked": "line"} | lines(), headers=JSON
    )
    said = read(tablet.client.get(reply.get_json()["next"]))
    assert "What you sent has reached the practice. Nobody else here can see it. You can hand the tablet back." in said
    assert tablet.asked().startswith("idle")
    assert NOTICE in read(bob.get("/"))


def test_a_form_that_stands_on_a_tablet_stays_there_and_one_that_is_loaded_closes_kindly(
    cast: Cast, alice: Desk
) -> None:
    tablet = paired(cast, by=cast.bob)
    waiting = cast.begin()
    alice.post(f"/check-ins/{waiting.check_in}/tablet", {"tablet": id_of(cast)})
    shown = tablet.asked()
    assert hidden(tablet.look(), "key")
    cast.disable(cast.alice)
    assert tablet.asked() == shown
    assert SPEAK in read(tablet.look())


def test_somebody_who_is_let_back_in_sees_it_all_and_the_list_is_empty(
    cast: Cast, bob: Desk, phone: FlaskClient
) -> None:
    waiting = cast.begin()
    form = {"key": hidden(phone.get(waiting.path), "key"), "marked": "line"} | lines()
    cast.disable(cast.alice)
    phone.post(waiting.path, data=form)
    with cast.on_stage():
        enable_person(CommandLine(), "alice@example.org", NOW)
    assert "Every client has a therapist who can log in." in read(bob.get(LIST))
    assert NOTICE not in read(bob.get("/"))
    assert "C-014" in read(log_in(cast, cast.alice).get("/"))
    assert phone.get(cast.begin("C-002").path).status_code == 200
