"""The client's form as it is shown: blank, honest about who sees it, and unchanged by being looked at."""

import re

import pytest
from flask.testing import FlaskClient
from time_machine import TimeMachineFixture

from tests.support.practice import Cast
from tests.support.stored import dump
from tests.web.browsing import answer, checked, lines, log_in, read
from tests.web.conftest import Stage
from tests.web.page_rules import parse

BOTS = (
    "WhatsApp/2.23",
    "facebookexternalhit/1.1",
    "Slackbot-LinkExpanding 1.0",
    "Mozilla/5.0 (compatible; bingbot/2.0)",
    "Barracuda Sentinel (EE)",
)


def test_no_mark_is_set_before_the_client_sets_it(cast: Cast, phone: FlaskClient) -> None:
    form = phone.get(cast.begin().path)
    radios = [each for each in parse(form.text).all("input") if each.get("type") == "radio"]
    assert len([each for each in radios if each.get("name", "").startswith("item-")]) == 4 * 12, "11 marks, and none"
    assert checked(form) == {}


def test_each_measure_asks_its_own_questions(cast: Cast, phone: FlaskClient) -> None:
    form = phone.get(cast.begin(measure="felt-understood").path)
    assert {each.get("name") for each in parse(form.text).all("input") if each.get("type") == "radio"} == {
        "item-understood",
        "talk",
    }


def test_in_the_room_the_form_says_who_sees_it_and_when(cast: Cast, phone: FlaskClient) -> None:
    said = read(phone.get(cast.begin(place="room").path))
    assert "Alice will see this right away, so you can talk about it before you go." in said


@pytest.mark.parametrize("held", [0, 1])
@pytest.mark.parametrize("place", ["room", "telehealth"])
def test_the_form_says_whether_the_answer_waits_to_be_opened(
    cast: Cast, phone: FlaskClient, place: str, held: int
) -> None:
    cast.settle(holds_room=held, holds_calls=held)
    said = read(phone.get(cast.begin(place=place).path))
    assert ("Alice can open this as soon as you send it." in said) is bool(held)
    assert ("Alice will see this" in said) is (not held)
    assert ("before you go." in said) is (place == "room")


def test_of_several_the_answer_waits_as_the_practice_has_set_it(cast: Cast, phone: FlaskClient) -> None:
    person, _ = cast.begin_together("C-1", "C-2")
    assert "Alice can open this as soon as you send it." in read(phone.get(person.path))
    cast.settle(holds_several=False)
    assert "Alice will see this right away" in read(phone.get(person.path))


def test_the_form_names_the_practice_and_its_crisis_line_and_not_the_client(cast: Cast, phone: FlaskClient) -> None:
    said = read(phone.get(cast.begin("C-014").path))
    assert "Lindenhof Practice" in said
    assert "0800 555 0134" in said
    assert "C-014" not in said


def test_the_tap_for_help_is_not_there_until_the_practice_wrote_what_it_leads_to(
    cast: Cast, phone: FlaskClient
) -> None:
    waiting = cast.begin()
    assert 'name="safety"' in phone.get(waiting.path).text
    cast.settle(crisis_text="", crisis_number="")
    assert 'name="safety"' not in phone.get(waiting.path).text


def test_strain_is_asked_only_where_the_practice_asks_it(cast: Cast, phone: FlaskClient) -> None:
    waiting, question = cast.begin(), "Did anything get in the way between us today?"
    assert question not in read(phone.get(waiting.path))
    cast.settle(asks_strain=True)
    assert question in read(phone.get(waiting.path))


def test_what_got_in_the_way_is_asked_only_where_the_practice_wants_to_know(cast: Cast, phone: FlaskClient) -> None:
    waiting, question = cast.begin(), "What got in the way?"
    cast.settle(asks_obstacle=True)
    assert question not in read(phone.get(waiting.path)), "without the first question there is no second"
    cast.settle(asks_strain=True, asks_obstacle=False)
    assert question not in read(phone.get(waiting.path))
    cast.settle(asks_obstacle=True)
    page = phone.get(waiting.path).text
    [*values] = [each.get("value") for each in parse(page).all("input") if each.get("name") == "obstacle"]
    assert values == ["pace", "said", "who-i-am", "else", "rather-not", ""]
    assert "cards" in re.findall('stylesheet" href="([^"]+)"', page)[0], "one sheet has all that it shows"


def test_on_a_call_and_of_a_couple_strain_is_asked_in_any_case(cast: Cast, phone: FlaskClient) -> None:
    couple, family = cast.begin_together("C-001", "C-002"), cast.begin_together("C-003", "C-004", kind="family")
    asked = (*couple, cast.begin(place="telehealth"))
    assert all("Did anything get in the way" in phone.get(waiting.path).text for waiting in asked)
    assert not any("Did anything get in the way" in phone.get(waiting.path).text for waiting in family)


def test_looking_changes_no_row_however_often_a_preview_looks(cast: Cast, phone: FlaskClient) -> None:
    waiting = cast.begin()
    before = dump(cast)
    for look in range(50):
        agent = {"User-Agent": BOTS[look % len(BOTS)]}
        assert phone.get(waiting.path, headers=agent).status_code == 200
        assert phone.head(waiting.path, headers=agent).status_code == 200
    assert dump(cast) == before


def test_looking_at_a_closed_link_changes_nothing_either(cast: Cast, phone: FlaskClient) -> None:
    waiting = cast.begin()
    cast.send(waiting, understood="4.0")
    before = dump(cast)
    for path in (waiting.path, "/c/AAAAAAAAAAAAAAAAAAAAAA", "/c/thanks", "/join"):
        phone.get(path)
        phone.head(path)
    assert dump(cast) == before


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_used_expired_withdrawn_and_unknown_links_look_the_same(
    cast: Cast, phone: FlaskClient, time: TimeMachineFixture, accept: str
) -> None:
    expired = cast.begin("C-001")
    time.shift(60 * 60 + 1)
    used, withdrawn = cast.begin("C-002"), cast.begin("C-003")
    answer(phone, used, lines())
    log_in(cast, cast.alice).post(f"/visits/{withdrawn.visit}/withdraw")
    paths = (used.path, expired.path, withdrawn.path, "/c/AAAAAAAAAAAAAAAAAAAAAA", "/c/never")
    looks = [cast.app.test_client().get(path, headers={"Accept": accept}) for path in paths]
    bodies = {look.text.replace(path, "") for look, path in zip(looks, paths, strict=True)}
    assert {look.status_code for look in looks} == {410}
    assert len(bodies) == 1
    assert len({frozenset(look.headers.items(lower=True)) for look in looks if accept == "text/html"}) <= 1


def test_a_closed_link_says_nothing_about_anybody(cast: Cast, phone: FlaskClient) -> None:
    waiting = cast.begin()
    cast.send(waiting, understood="4.0", words="My sister phoned")
    page = phone.get(waiting.path)
    for word in ("Alice", "Lindenhof", "C-014", "sister", "0800"):
        assert word not in page.text
    assert not page.headers.getlist("Set-Cookie")


def test_a_link_opens_the_form_for_an_hour_after_the_visit(
    cast: Cast, phone: FlaskClient, time: TimeMachineFixture
) -> None:
    waiting = cast.begin()
    time.shift(60 * 60)
    assert phone.get(waiting.path).status_code == 200
    time.shift(1)
    assert phone.get(waiting.path).status_code == 410


def test_the_form_sets_no_cookie(cast: Cast, phone: FlaskClient) -> None:
    assert not phone.get(cast.begin().path).headers.getlist("Set-Cookie")


def test_on_a_network_without_encryption_the_form_says_so(stage: Stage) -> None:
    cast = stage(host="127.0.0.2", insecure_lan="1")
    said = read(cast.app.test_client().get(cast.begin().path))
    assert "This connection is not encrypted." in said
