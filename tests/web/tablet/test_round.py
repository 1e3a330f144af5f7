"""A tablet that goes round: one form after the other, and between two of them nothing of anybody."""

import re
from collections.abc import Mapping

import pytest
from flask.testing import FlaskClient

from kiosk.storage.tables import CheckIn, Response
from tests.support.practice import Cast, Waiting
from tests.support.stored import count, dump, stored
from tests.web.browsing import JSON, Desk, answer, hidden, leads_to, lines, read
from tests.web.several import WELL
from tests.web.tablets import Device, id_of, name_of

MARKS = re.compile(r"<i( class=\"to-come\")?></i>")
FACES = {"item-heard": "5", "marked": "choices"}


def begin(cast: Cast, desk: Desk, *, measures: Mapping[str, str] | None = None) -> tuple[Waiting, ...]:
    """A family of three, sent to the tablet."""
    people = cast.begin_together("C-001", "C-002", "C-003", kind="family", measures=measures)
    send(cast, desk, people[0])
    return people


def send(cast: Cast, desk: Desk, person: Waiting) -> None:
    path = f"/check-ins/{person.check_in}/tablet"
    assert desk.post(path, {"tablet": id_of(cast)}).status_code == 303


def send_what_is_shown(tablet: Device, fields: Mapping[str, str] | None = None) -> str:
    """As the script does; gives where it goes next."""
    page = tablet.look()
    address = re.search(r'<form id="form" method="post" action="([^"]+)"', page.text)
    assert address, page.text
    data = {"key": hidden(page, "key"), "marked": "line"} | dict(fields or lines(**WELL))
    reply = tablet.client.post(address[1], data=data, headers=JSON).json
    assert reply is not None
    return str(reply["next"])


def next_person(tablet: Device) -> None:
    turn = hidden(tablet.look(), "key")
    assert tablet.client.post("/tablet/next", data={"key": turn}).location == "/tablet"


def marks(tablet: Device) -> str:
    """The marks on the line: x for each who has answered, o for each to come."""
    return "".join("o" if mark else "x" for mark in MARKS.findall(tablet.look().text))


def test_whose_turn_it_is_is_said_in_their_own_language_too(cast: Cast, alice: Desk, tablet: Device) -> None:
    cast.begin("C-002", language="fr")
    begin(cast, alice)
    tablet.client.get(send_what_is_shown(tablet))
    assert "Next is Maple · Érable" in read(tablet.look())


def test_each_gets_their_own_form_and_passes_it_on(cast: Cast, alice: Desk, tablet: Device) -> None:
    begin(cast, alice)
    for answered, (word, following) in enumerate((("River", "Lantern"), ("Lantern", "Maple")), start=1):
        assert word in read(tablet.look())
        after = tablet.client.get(send_what_is_shown(tablet))
        assert after.location == "/tablet"
        between = read(tablet.look())
        assert "Thank you. Please pass the tablet on." in between
        assert "What you sent has reached Alice. Nobody else here can see it." in between
        assert f"Next is {following}" in between
        assert marks(tablet) == "x" * answered + "o" * (3 - answered)
        next_person(tablet)
    assert "Maple" in read(tablet.look())
    thanks = tablet.client.get(send_what_is_shown(tablet))
    assert "You can hand the tablet back." in read(thanks)
    assert name_of(tablet.look()).startswith("idle-")
    assert stored(cast, CheckIn.state) == ["sent"] * 3


def test_nobody_is_told_whether_the_one_before_answered_or_declined(cast: Cast, alice: Desk, tablet: Device) -> None:
    begin(cast, alice)
    send_what_is_shown(tablet, {"decline": "yes"})
    declined = tablet.look().text
    begin(cast, alice)
    send_what_is_shown(tablet)
    answered = tablet.look().text
    apart = re.compile(r'data-screen="[^"]*"|name="key" value="[^"]*"|<span class="cue-word[^<]*</span>')
    assert apart.sub("", declined) == apart.sub("", answered)


@pytest.mark.parametrize("fields", [{"decline": "yes"}, {"safety": "yes"} | lines(**WELL)])
def test_the_last_one_is_thanked_alike_whatever_they_sent(
    cast: Cast, alice: Desk, tablet: Device, fields: dict[str, str]
) -> None:
    thanks = []
    for last in (lines(**WELL), fields):
        begin(cast, alice)
        for _ in range(2):
            send_what_is_shown(tablet)
            next_person(tablet)
        thanks.append(read(tablet.client.get(send_what_is_shown(tablet, last))))
    words = re.compile(r"\b(River|Lantern|Maple|Harbour|Orchard)\b")
    assert "What you sent has reached Alice. Nobody else here can see it. You can hand the tablet back." in thanks[0]
    assert words.sub("", thanks[0]) == words.sub("", thanks[1])


def test_a_child_gets_the_childs_form(cast: Cast, alice: Desk, tablet: Device) -> None:
    begin(cast, alice, measures={"C-002": "child-check"})
    send_what_is_shown(tablet)
    next_person(tablet)
    assert tablet.look().text.count('class="face"') > 0


def test_a_second_tap_on_the_button_does_nothing(cast: Cast, alice: Desk, tablet: Device) -> None:
    begin(cast, alice)
    send_what_is_shown(tablet)
    turn = hidden(tablet.look(), "key")
    for _ in range(2):
        tablet.client.post("/tablet/next", data={"key": turn})
    form = name_of(tablet.look())
    assert form.startswith("form-")
    for given in ("", "x", "0", turn):
        tablet.client.post("/tablet/next", data={"key": given})
        assert name_of(tablet.look()) == form


def test_who_is_not_here_is_passed_over(cast: Cast, alice: Desk, tablet: Device) -> None:
    people = begin(cast, alice)
    send_what_is_shown(tablet)
    before = tablet.asked()
    alice.post(f"/check-ins/{people[1].check_in}/withdraw")
    assert tablet.asked() != before
    assert "Next is Maple" in read(tablet.look())
    assert marks(tablet) == "xo"
    next_person(tablet)
    send_what_is_shown(tablet)
    assert tablet.asked().startswith("idle-")


def test_who_answers_on_their_own_phone_is_not_asked_on_the_tablet(
    cast: Cast, alice: Desk, tablet: Device, phone: FlaskClient
) -> None:
    people = begin(cast, alice)
    send_what_is_shown(tablet)
    answer(phone, people[1], lines(**WELL))
    assert "Next is Maple" in read(tablet.look())
    assert marks(tablet) == "xxo"


def test_not_me_passes_it_on_and_comes_round_again(cast: Cast, alice: Desk, tablet: Device) -> None:
    people = begin(cast, alice)
    key = hidden(tablet.look(), "key")
    left = tablet.client.post(f"{people[0].path}/not-me?on=tablet", data={"key": key})
    assert tablet.client.get(left.location).location == "/tablet"
    between = read(tablet.look())
    assert "That's all right. Please pass the tablet on. Nothing was kept. Next is Lantern" in between
    for _ in range(2):
        next_person(tablet)
        send_what_is_shown(tablet)
    assert "Next is River" in read(tablet.look())
    next_person(tablet)
    assert "River" in read(tablet.look())


def test_not_me_of_the_only_one_left_offers_the_same_form_again(cast: Cast, alice: Desk, tablet: Device) -> None:
    people = begin(cast, alice)
    for person in people[1:]:
        cast.send(person, None, **WELL)
    tablet.client.post(f"{people[0].path}/not-me?on=tablet", data={"key": hidden(tablet.look(), "key")})
    assert "Next is River" in read(tablet.look())


def test_not_me_of_a_single_person_takes_the_form_off_the_tablet(cast: Cast, alice: Desk, tablet: Device) -> None:
    waiting = cast.begin()
    alice.post(f"/check-ins/{waiting.check_in}/tablet", {"tablet": id_of(cast)})
    page = tablet.look()
    assert "This is not me" in page.text
    left = tablet.client.post(f"{waiting.path}/not-me?on=tablet", data={"key": hidden(page, "key")})
    assert leads_to(left) == "/tablet/after/not-me"
    assert "That's all right. Nothing was kept." in read(tablet.client.get(left.location))
    assert name_of(tablet.look()).startswith("idle-")
    assert "Somebody said: this is not me." in read(alice.get(f"/visits/{waiting.visit}"))
    alice.post(f"/check-ins/{waiting.check_in}/tablet", {"tablet": id_of(cast)})
    assert "How was today?" in read(tablet.look())


def test_a_form_that_was_left_leaves_the_tablet(cast: Cast, alice: Desk, tablet: Device) -> None:
    waiting = cast.begin()
    alice.post(f"/check-ins/{waiting.check_in}/tablet", {"tablet": id_of(cast)})
    page = tablet.look()
    assert 'data-idle="90"' in page.text
    tablet.client.post(f"{waiting.path}/unfinished", data={"key": hidden(page, "key")})
    assert tablet.asked().startswith("idle-")
    told = alice.get(f"/visits/{waiting.visit}")
    assert "C-014 has not finished" in read(told)
    assert f'action="/check-ins/{waiting.check_in}/tablet"' in told.text


def test_a_form_that_was_left_among_several_is_passed_on_and_asked_again_at_the_end(
    cast: Cast, alice: Desk, tablet: Device
) -> None:
    people = begin(cast, alice)
    tablet.client.post(f"{people[0].path}/unfinished", data={"key": hidden(tablet.look(), "key")})
    assert "The last form has cleared itself." in read(tablet.look())
    for word in ("Lantern", "Maple", "River"):
        assert f"Next is {word}" in read(tablet.look())
        next_person(tablet)
        send_what_is_shown(tablet)
    assert tablet.asked().startswith("idle-")


def test_a_reply_that_was_lost_on_the_way_round_is_asked_for_again_and_gets_the_same(
    cast: Cast, alice: Desk, tablet: Device
) -> None:
    people = begin(cast, alice)
    data = {"key": hidden(tablet.look(), "key"), "marked": "line"} | lines(**WELL)
    replies = [tablet.client.post(f"{people[0].path}?on=tablet", data=data, headers=JSON).json for _ in range(2)]
    assert replies[0] == replies[1]
    assert str((replies[0] or {})["next"]).startswith("/tablet/after/thanks?")
    assert "Next is Lantern" in read(tablet.look())
    assert count(cast, Response) == 1


def test_nobody_but_the_tablet_takes_the_next_turn(cast: Cast, alice: Desk, tablet: Device, phone: FlaskClient) -> None:
    begin(cast, alice)
    send_what_is_shown(tablet)
    turn, before = hidden(tablet.look(), "key"), dump(cast)
    assert phone.post("/tablet/next", data={"key": turn}).status_code == 401
    assert (
        tablet.client.post("/tablet/next", data={"key": turn}, headers={"Sec-Fetch-Site": "cross-site"}).status_code
        == 403
    )
    assert dump(cast) == before


def test_between_two_people_nothing_of_the_first_is_on_the_page(cast: Cast, alice: Desk, tablet: Device) -> None:
    begin(cast, alice)
    send_what_is_shown(tablet, lines(**WELL) | {"words": "the yellow door"})
    page = tablet.look()
    without_key = page.text.replace(hidden(page, "key"), "")
    for trace in ("yellow", "River", "9.4", "36.8"):
        assert trace not in without_key
    assert page.headers["Cache-Control"] == "no-store"


def test_the_visit_says_who_has_the_tablet_and_how_to_hand_it_over(cast: Cast, alice: Desk, tablet: Device) -> None:
    people = begin(cast, alice)
    visit = f"/visits/{people[0].visit}"
    page = read(alice.get(visit))
    assert "Room 2 shows this form River" in page
    assert "The tablet goes round" in page
    send_what_is_shown(tablet)
    assert "Room 2 goes on to the next person Lantern" in read(alice.get(visit))
    alice.post(f"/check-ins/{people[1].check_in}/tablet/back")
    assert tablet.asked().startswith("idle-")


def test_a_script_that_hands_on_is_told_where_to_go(cast: Cast, alice: Desk, tablet: Device) -> None:
    people = begin(cast, alice)
    key = {"key": hidden(tablet.look(), "key")}
    handed_back = tablet.client.post(f"{people[0].path}/not-me?on=tablet", data=key, headers=JSON)
    assert leads_to(handed_back) == "/tablet/after/not-me"
    turn = {"key": hidden(tablet.look(), "key")}
    assert tablet.client.post("/tablet/next", data=turn, headers=JSON).json == {"next": "/tablet"}
    assert "Lantern" in read(tablet.look())
