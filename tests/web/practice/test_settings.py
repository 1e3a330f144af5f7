"""The settings: what every form says, the numbers that rules speak from, and the forms there are."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from kiosk import catalogue
from kiosk.domain.actors import Role
from kiosk.queries.thresholds import THRESHOLDS, defaults
from kiosk.storage.tables import Practice
from tests.support.practice import Cast
from tests.support.stored import change, every_column, stored
from tests.web.browsing import NOW, Desk, answer, lines, log_in, read
from tests.web.page_rules import parse, words

PAGES = ("/settings", "/settings/results", "/settings/cues", "/settings/languages", "/settings/forms")
PRACTICE = {
    "name": "Lindenhof Practice",
    "crisis_text": "If you need help right now:",
    "crisis_number": "0800 555 0134",
    "time_zone": "UTC",
}
LOW = {"understood": "8.5", "topics": "9.4", "approach": "9.2", "overall": "9.3"}


def own(cast: Cast) -> dict[str, float]:
    return dict(stored(cast, Practice.thresholds, where=Practice.name == "Lindenhof Practice")[0])


def fields(**changed: str) -> dict[str, str]:
    """The cues' form as its page has it, with some numbers changed; a dot in a name is written as two underscores."""
    shown = {name: f"{number:.1f}" for name, number in defaults().items()}
    return shown | {name.replace("__", "."): number for name, number in changed.items()}


def test_settings_belong_to_the_administrator(cast: Cast, alice: Desk, phone: FlaskClient) -> None:
    cast.give(cast.bob, Role.THERAPIST, Role.SUPERVISOR)
    bob = log_in(cast, cast.bob)
    for path in PAGES:
        assert [desk.get(path).status_code for desk in (alice, bob, phone)] == [200, 403, 401]
    assert "Settings belong to the administrator." in read(bob.get("/settings"))
    assert 'href="/settings"' not in bob.get("/").text


@pytest.mark.parametrize(
    ("role", "first", "entries"),
    [
        (Role.THERAPIST, None, {"/", "/clients"}),
        (Role.SUPERVISOR, "/account", set()),
        (Role.ADMINISTRATOR, "/settings", {"/settings"}),
    ],
)
def test_everybody_begins_at_a_page_of_their_roles_and_finds_no_entry_of_another(
    cast: Cast, role: Role, first: str | None, entries: set[str]
) -> None:
    cast.give(cast.bob, role)
    bob = log_in(cast, cast.bob)
    assert bob.get("/").location == first
    links = {link.get("href") for link in parse(bob.get("/account").text).all("a") if link.get("class") != "logo"}
    assert links & {"/", "/clients", "/settings"} == entries


def test_an_administrator_who_is_no_therapist_is_told_whom_to_ask(cast: Cast) -> None:
    cast.give(cast.bob, Role.ADMINISTRATOR)
    refused = log_in(cast, cast.bob).get("/clients")
    assert refused.status_code == 403
    assert "Check-ins belong to therapists. You do not have that role. An administrator can give it to you." in read(
        refused
    )


def test_nobody_else_changes_them(cast: Cast) -> None:
    before = every_column(cast, Practice)
    sent = fields(line_low__word_below="8.0") | PRACTICE | {"name": "line_low.word_below"}
    bob, paths = log_in(cast, cast.bob), ("/settings", "/settings/results", "/settings/cues", "/settings/cues/back")
    tried = [bob.post(path, sent) for path in paths]
    assert {refused.status_code for refused in tried} == {403}
    assert every_column(cast, Practice) == before


def test_the_practice_is_kept_and_every_form_says_it(cast: Cast, alice: Desk, phone: FlaskClient) -> None:
    new = {"name": " Am  Park ", "crisis_text": "Day and night:", "crisis_number": "112", "time_zone": "Europe/Vienna"}
    kept = alice.post("/settings", new | {"ask_strain": "yes"})
    assert "Saved. Every form that is opened from now on has it." in read(alice.get(kept.location))
    form = read(phone.get(cast.begin().path))
    assert all(said in form for said in ("Am Park", "Day and night:", "112", "get in the way"))


def test_a_practice_asks_what_got_in_the_way(cast: Cast, alice: Desk, phone: FlaskClient) -> None:
    waiting = cast.begin(place="telehealth")
    for fields, asked in (({"ask_obstacle": "yes"}, True), ({}, False)):
        alice.post("/settings", PRACTICE | fields)
        assert ("What got in the way?" in read(phone.get(waiting.path))) is asked
        assert ("checked" in alice.get("/settings").text.partition('name="ask_obstacle"')[2][:30]) is asked


def test_a_practice_begins_with_buttons(cast: Cast, alice: Desk, phone: FlaskClient) -> None:
    waiting = cast.begin()
    assert "data-first" not in phone.get(waiting.path).text
    alice.post("/settings", PRACTICE | {"buttons_first": "yes"})
    assert "data-first" in phone.get(waiting.path).text
    alice.post("/settings", PRACTICE)
    assert "data-first" not in phone.get(waiting.path).text


def test_another_practice_keeps_its_own(cast: Cast, alice: Desk) -> None:
    alice.post("/settings", PRACTICE | {"name": "Am Park", "crisis_text": ""} | {"crisis_number": ""})
    assert stored(cast, Practice.name, Practice.crisis_text) == [
        ("Am Park", ""),
        ("Elsewhere", "If you need help right now:"),
    ]


def test_the_tap_for_help_comes_and_goes_with_the_text_and_the_page_says_so(
    cast: Cast, alice: Desk, phone: FlaskClient
) -> None:
    waiting = cast.begin()
    assert "Clients can then also tap “I need help staying safe”" in read(alice.get("/settings"))
    assert "I need help staying safe" in read(phone.get(waiting.path))
    alice.post("/settings", PRACTICE | {"crisis_text": "", "crisis_number": ""})
    assert "that exists only once you have written whom they can turn to" in read(alice.get("/settings"))
    assert "I need help staying safe" not in read(phone.get(waiting.path))


def test_what_cannot_be_kept_is_said_and_nothing_is_changed(cast: Cast, alice: Desk) -> None:
    before = every_column(cast, Practice)
    for field, typed, said in (
        ("name", " ", "Give the practice a name: clients see it on the form."),
        ("name", "x" * 81, "Use 80 characters at most."),
        ("crisis_text", "x" * 301, "Use 300 characters at most."),
        ("crisis_number", "1" * 41, "Use 40 characters at most."),
        ("time_zone", "Middle/Earth", "Choose a time zone from the list, such as Europe/Vienna."),
        ("time_zone", "../../etc/passwd", "Choose a time zone from the list, such as Europe/Vienna."),
        ("time_zone", "", "Choose a time zone from the list, such as Europe/Vienna."),
    ):
        refused = alice.post("/settings", PRACTICE | {field: typed})
        assert (refused.status_code, said in read(refused)) == (422, True), typed
    assert every_column(cast, Practice) == before


def test_a_number_alone_is_not_enough(alice: Desk) -> None:
    refused = alice.post("/settings", PRACTICE | {"crisis_text": ""})
    assert "a number alone does not say whom one reaches" in read(refused)
    assert 'value="0800 555 0134"' in refused.text


def test_the_day_begins_by_the_zone_of_the_settings(cast: Cast, alice: Desk) -> None:
    cast.begin()
    alice.post("/settings", PRACTICE | {"time_zone": "Pacific/Kiritimati"})
    day = read(alice.get("/"))
    assert "Thursday 4 June" in day
    assert "04:48" in day


def test_every_threshold_stands_there_with_its_default_and_where_it_comes_from(alice: Desk) -> None:
    page = parse(alice.get("/settings/cues").text)
    for name, number in defaults().items():
        box, hint = page.by_id(name), page.by_id(f"{name}-hint")
        assert box is not None
        assert hint is not None
        assert box.get("value") == f"{number:.1f}"
        assert words(hint).startswith(f"Default {number:.1f}. ")
        assert ("Our own choice" in words(hint)) is (THRESHOLDS[name] == "ours")


def test_the_defaults_are_those_of_the_four_lines() -> None:
    assert list(defaults().values()) == [9, 7, 5, 36, 30, 1, 1.2, 1.4, 2.8, 2, 2.3, 1.5, 36, 9, 6, 8, 3, 5, 36, 6]


def test_only_what_differs_from_the_default_is_kept(cast: Cast, alice: Desk) -> None:
    kept = alice.post("/settings/cues", fields(line_low__word_below="8,5", drop__arrow_from=" 5 "))
    assert own(cast) == {"line_low.word_below": 8.5, "drop.arrow_from": 5.0}
    page = read(alice.get(kept.location))
    assert "Saved. It applies from the next answer on" in page
    assert page.count("All back to the defaults") == 1


def test_a_threshold_of_the_practice_decides_what_is_found(cast: Cast, alice: Desk, phone: FlaskClient) -> None:
    answer(phone, before := cast.begin("C-001"), lines(**LOW))
    alice.post("/settings/cues", fields(line_low__word_below="8.5"))
    answer(phone, after := cast.begin("C-002"), lines(**LOW))
    assert "Worth a word" in read(alice.get(f"/visits/{before.visit}"))
    assert "No concern in today" in read(alice.get(f"/visits/{after.visit}"))


def test_what_was_found_before_stays_as_it_was_found(cast: Cast, alice: Desk, phone: FlaskClient) -> None:
    answer(phone, waiting := cast.begin(), lines(**LOW))
    before = read(alice.get(f"/visits/{waiting.visit}"))
    alice.post("/settings/cues", fields(line_low__word_below="8.0"))
    assert read(alice.get(f"/visits/{waiting.visit}")) == before


def test_a_colleague_elsewhere_has_the_defaults(cast: Cast, alice: Desk) -> None:
    alice.post("/settings/cues", fields(total_low__ask_below="34"))
    assert stored(cast, Practice.thresholds, where=Practice.name == "Elsewhere") == [{}]


def test_a_number_that_cannot_be_is_refused_with_a_sentence(cast: Cast, alice: Desk) -> None:
    for name, typed, said in (
        ("line_low.word_below", "high", "Type a number, such as 7.0."),
        ("line_low.word_below", "nan", "Type a number, such as 7.0."),
        ("line_low.word_below", "-inf", "Type a number, such as 7.0."),
        ("line_low.word_below", "1e9", "Choose from 0.1 to 10."),
        ("line_low.word_below", "10.1", "Choose from 0.1 to 10."),
        ("line_low.word_below", "0", "Choose from 0.1 to 10."),
        ("line_low.word_below", "-9", "Choose from 0.1 to 10."),
        ("total_low.ask_below", "40.1", "Choose from 0.1 to 40."),
        ("below_expected.word_from_sds", "4.1", "Choose from 0.1 to 4."),
        ("drop.arrow_from", "4.05", "Use one decimal at most."),
        ("line_low.ask_below", "9.0", "Choose less than 9.0: the levels must stay in order."),
        ("line_low.time_at_most", "7.5", "Choose less than 7.0: the levels must stay in order."),
        ("total_low.time_below", "36", "Choose less than 36.0: the levels must stay in order."),
        ("below_expected.ask_from_sds", "2.8", "Choose less than 2.8: the levels must stay in order."),
        ("below_expected.ask_from_sds", "1.2", "Choose less than 1.2: the levels must stay in order."),
    ):
        refused = alice.post("/settings/cues", fields() | {name: typed})
        assert (refused.status_code, said in read(refused)) == (422, True), typed
        assert f'value="{typed}"' in refused.text
    assert own(cast) == {}


def test_an_empty_number_is_the_default(cast: Cast, alice: Desk) -> None:
    alice.post("/settings/cues", fields(line_low__word_below="8.5"))
    alice.post("/settings/cues", fields(line_low__word_below=""))
    assert own(cast) == {}


def test_one_goes_back_to_its_default_and_the_others_stay(cast: Cast, alice: Desk) -> None:
    alice.post("/settings/cues", fields(line_low__word_below="8.5", drop__arrow_from="5"))
    back = alice.post("/settings/cues/back", {"name": "drop.arrow_from"})
    assert own(cast) == {"line_low.word_below": 8.5}
    assert "Back to the default" in read(alice.get(back.location))


def test_all_go_back_together(cast: Cast, alice: Desk) -> None:
    alice.post("/settings/cues", fields(line_low__word_below="8.5", drop__arrow_from="5"))
    alice.post("/settings/cues/back", {"name": "all"})
    assert own(cast) == {}


def test_one_does_not_go_back_past_another_that_was_moved(cast: Cast, alice: Desk) -> None:
    alice.post("/settings/cues", fields(line_low__ask_below="4", line_low__time_at_most="3"))
    refused = alice.post("/settings/cues/back", {"name": "line_low.time_at_most"})
    assert (refused.status_code, "Choose less than 4.0" in read(refused)) == (422, True)
    assert own(cast)["line_low.time_at_most"] == 3.0


def test_a_threshold_there_is_not_goes_nowhere(cast: Cast, alice: Desk) -> None:
    assert alice.post("/settings/cues/back", {"name": "line_low.anything"}).status_code == 422
    alice.post("/settings/cues", fields() | {"line_low.anything": "3"})
    assert own(cast) == {}


@pytest.mark.parametrize(
    "broken", [{"line_low.word_below": 99}, {"line_low.ask_below": 9.5}, {"drop.arrow_from": "many"}]
)
def test_a_broken_threshold_never_costs_a_client_the_answer(
    cast: Cast, alice: Desk, phone: FlaskClient, broken: dict[str, object]
) -> None:
    change(cast, Practice, thresholds=broken)
    answer(phone, waiting := cast.begin(), lines(**LOW))
    assert "Worth a word" in read(alice.get(f"/visits/{waiting.visit}"))
    assert alice.get("/settings/cues").status_code == 200


@pytest.mark.parametrize("wrong", [{"below_expected.word_from_sds": 1.5}, {"total_low.ask_below": 30.0}])
def test_a_threshold_that_could_not_be_set_today_takes_no_other_along(
    cast: Cast, alice: Desk, phone: FlaskClient, wrong: dict[str, float]
) -> None:
    change(cast, Practice, thresholds=wrong | {"line_low.word_below": 8.0})
    answer(phone, waiting := cast.begin(), lines(understood="8.5", topics="9.5", approach="9.5", overall="9.5"))
    page = read(alice.get(f"/visits/{waiting.visit}"))
    assert ("37.0 of 40" in page, "Worth a word" in page) == (True, False)


def test_a_measure_with_a_number_of_its_own_keeps_it(cast: Cast, alice: Desk, phone: FlaskClient) -> None:
    alice.post("/settings/cues", fields(below_expected__fall_from="9", line_low__word_below="8"))
    for weeks in (3, 2, 1):
        at = NOW - timedelta(weeks=weeks)
        cast.send(cast.begin("C-001", measure="felt-understood", at=at), at, understood="9.6")
    answer(phone, waiting := cast.begin("C-001", measure="felt-understood"), lines(understood="7.0"))
    assert "usually about 9.6 for this person" in read(alice.get(f"/visits/{waiting.visit}"))


def test_every_form_stands_there_with_source_licence_and_whose_words_it_is(alice: Desk) -> None:
    page = read(alice.get("/settings/forms"))
    for measure in catalogue.measures().values():
        assert all(said.rstrip(".") in page for said in (measure.names["en"], measure.source, measure.licence))
        assert measure.note.rstrip(".") in page
    assert "Our own wording, not validated." in page


def test_the_top_bar_says_where_one_is(alice: Desk) -> None:
    for path in PAGES:
        here = [words(link) for link in parse(alice.get(path).text).all("a") if link.get("aria-current") == "page"]
        assert "Settings" in here
