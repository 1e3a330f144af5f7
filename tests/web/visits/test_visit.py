"""A visit that waits: the way to the form, and every state it can be in."""

import re
from datetime import timedelta

import pytest
from time_machine import TimeMachineFixture

from kiosk.domain.actors import ByToken, Scope
from kiosk.domain.public_ids import PublicId
from kiosk.queries.visit import see_check_in
from kiosk.storage.tables import Response
from tests.support.practice import WELL, Cast
from tests.support.stored import count, dump
from tests.web.browsing import NOW, Desk, lines, log_in, read
from tests.web.conftest import Stage
from tests.web.page_rules import parse, words


def state_of(desk: Desk, visit: PublicId) -> str:
    live = parse(desk.get(f"/visits/{visit}/live").text, fragment=True).by_id("live")
    assert live is not None
    return live.get("data-state", "")


def test_who_may_read_results_and_not_ask_is_given_no_way_to_a_form(cast: Cast) -> None:
    waiting, alice = cast.begin(), cast.actor(cast.alice)
    program = ByToken(1, cast.alice, alice.practice_id, frozenset({Scope.READ_RESULTS}))
    with cast.on_stage():
        found = [see_check_in(actor, waiting.check_in, NOW) for actor in (alice, program)]
    assert [seen.check_in.id for seen in found if seen] == [waiting.check_in, waiting.check_in]
    assert [seen.link is None for seen in found if seen] == [False, True]


def test_the_way_to_the_form_is_code_link_and_short_code(reachable: Cast) -> None:
    waiting = reachable.begin()
    page = log_in(reachable, reachable.alice).get(f"/visits/{waiting.visit}")
    link = f"https://go.example.org{waiting.path}"
    assert f'data-link="{link}"' in page.text
    assert '<svg class="qr"' in page.text
    assert "Scan, or type this at go.example.org/join" in read(page)


def test_full_screen_shows_the_code_and_nobody_s_name(reachable: Cast) -> None:
    waiting = reachable.begin("C-014")
    page = log_in(reachable, reachable.alice).get(f"/check-ins/{waiting.check_in}/code")
    body = next(parse(page.text).all("body"))
    assert '<svg class="qr"' in page.text
    assert "C-014" not in words(body)
    assert "Alice" not in words(body)


def test_after_a_reload_the_link_and_the_short_code_are_the_same(reachable: Cast) -> None:
    waiting, alice = reachable.begin(), log_in(reachable, reachable.alice)
    pages = [alice.get(f"/visits/{waiting.visit}").text for _ in range(2)]
    links, codes = ([set(re.findall(way, page)) for page in pages] for way in (r"/c/[\w-]{22}", r">([A-Z2-9-]{9})<"))
    assert links[0] == links[1] == {waiting.path}
    assert codes[0] == codes[1]
    assert len(codes[0]) == 1


def test_a_server_for_this_machine_alone_shows_no_code_and_says_why(cast: Cast, alice: Desk) -> None:
    waiting = cast.begin()
    for path in (f"/visits/{waiting.visit}", f"/visits/{waiting.visit}/live"):
        page = alice.get(path)
        assert '<svg class="qr"' not in page.text
        assert "A phone cannot open this yet, because the server only answers this computer." in read(page)
    assert '<svg class="qr"' not in alice.get(f"/check-ins/{waiting.check_in}/code").text


def test_a_demo_on_this_machine_alone_says_what_to_do(stage: Stage) -> None:
    cast = stage(demo="1")
    assert "make demo LAN=1" in read(log_in(cast, cast.alice).get(f"/visits/{cast.begin().visit}"))


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "localhost"},
        {"X-Forwarded-Host": "evil.example"},
        {"X-Forwarded-Server": "evil.example", "X-Forwarded-Port": "1", "X-Forwarded-Prefix": "/evil"},
        {"Forwarded": "host=evil.example;proto=http", "X-Host": "evil.example", "X-Original-URL": "/evil"},
    ],
)
@pytest.mark.parametrize("proxies", ["0", "1"])
def test_no_header_moves_the_address_of_the_form(stage: Stage, headers: dict[str, str], proxies: str) -> None:
    cast = stage(public_url="https://go.example.org", trusted_proxies=proxies)
    waiting, alice = cast.begin(), log_in(cast, cast.alice)
    plain = alice.get(f"/visits/{waiting.visit}").text
    forged = alice.get(f"/visits/{waiting.visit}", headers=headers).text
    drawn = re.compile(r'<path d="M[^"]+z" fill="#1E2925"/>')
    assert drawn.findall(forged) == drawn.findall(plain) != []
    assert "evil" not in forged
    assert f"https://go.example.org{waiting.path}" in forged


def test_a_visit_goes_through_every_state(cast: Cast, alice: Desk) -> None:
    waiting = cast.begin()
    seen = [state_of(alice, waiting.visit)]
    for told in ("opened", "answering"):
        alice.client.post(f"{waiting.path}/seen", data={"state": told})
        seen.append(state_of(alice, waiting.visit))
    cast.send(waiting, None, **WELL)
    seen.append(state_of(alice, waiting.visit))
    assert seen == ["waiting", "opened", "answering", "sent"]


def test_a_declined_an_expired_and_a_withdrawn_visit_say_so(cast: Cast, alice: Desk, time: TimeMachineFixture) -> None:
    declined, expired, withdrawn = (cast.begin(code) for code in ("C-001", "C-002", "C-003"))
    cast.send(declined, decline="yes")
    alice.post(f"/visits/{withdrawn.visit}/withdraw")
    time.shift(timedelta(hours=2, seconds=1))
    alice = log_in(cast, cast.alice)
    assert "C-001 chose not to answer" in read(alice.get(f"/visits/{declined.visit}"))
    assert "C-002 has not answered" in read(alice.get(f"/visits/{expired.visit}"))
    assert "Its link no longer works." in read(alice.get(f"/visits/{withdrawn.visit}"))
    assert [state_of(alice, each.visit) for each in (declined, expired, withdrawn)] == [
        "declined",
        "expired",
        "withdrawn",
    ]


def test_withdrawing_asks_first_while_the_form_is_being_answered(cast: Cast, alice: Desk) -> None:
    waiting, phone = cast.begin(), cast.app.test_client()
    address = f'/check-ins/{waiting.check_in}/withdraw"'
    asks = "A form is being answered now. It ends at once, and nothing of it is kept."
    for state, is_asked in (("opened", False), ("answering", True)):
        phone.post(f"{waiting.path}/seen", data={"state": state})
        page = alice.get(f"/visits/{waiting.visit}")
        folded = [each for each in parse(page.text).all("details") if each.get("id") == "withdraw-asks"]
        assert [asks in words(each) for each in folded] == [True] * is_asked
        assert page.text.count(address) == 1
        assert "A new code ends the old one at once" in read(page)


def test_of_several_ending_the_form_that_is_being_answered_asks_first(cast: Cast, alice: Desk) -> None:
    answering, waiting = cast.begin_together("C-001", "C-002")
    cast.app.test_client().post(f"{answering.path}/seen", data={"state": "answering"})
    page = parse(alice.get(f"/visits/{answering.visit}").text)
    folded = [each.get("id") for each in page.all("details") if (each.get("id") or "").endswith("-asks")]
    assert folded == [f"not-here-{answering.check_in}-asks", "withdraw-all-asks", "close-asks"]
    assert page.by_id(f"not-here-{waiting.check_in}") is not None


def test_a_form_that_was_opened_in_time_is_said_to_be_open_while_it_can_be_sent(
    cast: Cast, time: TimeMachineFixture
) -> None:
    cast.settle(time_zone="Asia/Tokyo")
    waiting = cast.begin()
    cast.app.test_client().post(f"{waiting.path}/seen", data={"state": "opened"})
    for hours, said in ((2, True), (20, True), (22, False)):
        time.move_to(NOW + timedelta(hours=hours))
        alice = log_in(cast, cast.alice)
        page, day = read(alice.get(f"/visits/{waiting.visit}")), read(alice.get("/"))
        assert ("can still be sent until" in page) == said
        assert ("can still be sent until" in day) == said
        assert ("can still be sent until" in read(alice.get("/clients"))) == said
        assert ("A new code ends the form that is open" in page) == said
        assert ("has not answered" in page) != said
        assert ("Not answered" in day + read(alice.get("/clients"))) != said
    time.move_to(NOW + timedelta(hours=19))
    cast.send(waiting, NOW + timedelta(hours=19), **WELL)


def test_a_form_that_is_open_says_when_it_was_opened_and_until_when_it_can_be_sent(
    cast: Cast, time: TimeMachineFixture
) -> None:
    cast.settle(time_zone="America/New_York")
    waiting = cast.begin()
    cast.app.test_client().post(f"{waiting.path}/seen", data={"state": "opened"})
    time.shift(timedelta(hours=2))
    page = read(log_in(cast, cast.alice).get(f"/visits/{waiting.visit}"))
    assert "Opened at 10:48, can still be sent until tomorrow, 07:48 at the latest." in page


def test_a_form_that_was_loaded_as_the_link_ran_out_is_open_while_it_can_be_sent(
    cast: Cast, time: TimeMachineFixture
) -> None:
    cast.settle(time_zone="Asia/Tokyo")
    waiting = cast.begin()
    cast.app.test_client().post(f"{waiting.path}/seen", data={"state": "opened"})
    loaded, late = NOW + timedelta(minutes=59), NOW + timedelta(hours=20, minutes=58)
    key = cast.key(waiting, at=loaded)
    time.move_to(late)
    said = "Opened yesterday at 23:48, can still be sent until 20:48 at the latest."
    page = log_in(cast, cast.alice).get(f"/visits/{waiting.visit}")
    assert said in read(page)
    assert "has not answered" not in read(page)
    form = {"key": key, "marked": "line"} | lines(**WELL)
    assert cast.app.test_client().post(waiting.path, data=form).status_code == 303
    assert "C-014 has answered" in read(log_in(cast, cast.alice).get(f"/visits/{waiting.visit}"))


def test_wherever_no_answer_is_told_so_is_a_form_without_a_script_that_can_still_be_sent(
    cast: Cast, time: TimeMachineFixture
) -> None:
    cast.settle(time_zone="America/New_York")
    waiting = cast.begin()
    for hours, can_be_sent in ((2, True), (20, True), (22, False)):
        time.move_to(NOW + timedelta(hours=hours))
        alice = log_in(cast, cast.alice)
        for row in (read(alice.get("/")), read(alice.get("/clients"))):
            assert "Not answered" in row
            assert ("Could still be sent until" in row) == can_be_sent
        page = read(alice.get(f"/visits/{waiting.visit}"))
        assert ("A form that is still open somewhere can be sent until" in page) == can_be_sent
        assert ("A new code ends a form that is still open somewhere" in page) == can_be_sent
        assert "New code" in page


def test_of_several_a_form_without_a_script_that_can_still_be_sent_is_told_of_as_well(
    cast: Cast, time: TimeMachineFixture
) -> None:
    cast.settle(time_zone="America/New_York")
    first, _ = cast.begin_together("C-001", "C-002")
    time.shift(timedelta(hours=2))
    alice = log_in(cast, cast.alice)
    assert "Not answered. Could still be sent until tomorrow, 07:48." in read(alice.get("/"))
    page = read(alice.get(f"/visits/{first.visit}"))
    assert page.count("Not answered. A form that is still open somewhere can be sent until tomorrow, 07:48.") == 2
    assert page.count("A new code ends a form that is still open somewhere") == 2
    alice.post(f"/visits/{first.visit}/close")
    for place in ("/", f"/visits/{first.visit}", "/clients"):
        after = read(alice.get(place))
        assert "still open somewhere" not in after
        assert "Could still be sent" not in after


def test_the_code_on_a_shared_screen_says_what_a_new_one_ends(cast: Cast, alice: Desk) -> None:
    page = read(alice.get(f"/check-ins/{cast.begin().check_in}/code"))
    assert "A new code ends the old one at once, and any form it opened on a phone." in page


def test_of_several_a_form_that_is_open_has_its_times_and_no_offer_ends_it_without_saying_so(
    cast: Cast, time: TimeMachineFixture
) -> None:
    cast.settle(time_zone="America/New_York")
    opened, _ = cast.begin_together("C-001", "C-002")
    cast.app.test_client().post(f"{opened.path}/seen", data={"state": "opened"})
    ends_one = "A new code ends the form that is open, and what is marked on it is lost."
    for hours, is_open in ((2, True), (20, True), (22, False)):
        time.move_to(NOW + timedelta(hours=hours))
        alice = log_in(cast, cast.alice)
        page, day = read(alice.get(f"/visits/{opened.visit}")), read(alice.get("/"))
        assert ("Opened at 10:48, can still be sent until tomorrow, 07:48 at the latest." in page) == (hours == 2)
        assert page.count("can still be sent until") == page.count(ends_one) == is_open
        assert ("Nobody has answered yet" in page) or not is_open
        if hours == 2:
            assert "Nobody has answered yet. A form is open, and can still be sent until tomorrow, 07:48" in day
        assert ("Not answered." in day) <= (not is_open)


def test_closing_a_session_of_several_says_that_it_ends_the_form_that_is_open(
    cast: Cast, time: TimeMachineFixture
) -> None:
    opened, other = cast.begin_together("C-001", "C-002")
    cast.app.test_client().post(f"{opened.path}/seen", data={"state": "opened"})
    cast.send(other, None, **WELL)
    time.shift(timedelta(hours=2))
    alice = log_in(cast, cast.alice)
    page = alice.get(f"/visits/{opened.visit}")
    assert "Closing ends every form that is still open, and what is marked on it is lost." in read(page)
    day = read(alice.get("/"))
    assert "1 of 2 has answered. A form is open, and can still be sent until tomorrow, 11:48 at the latest." in day
    alice.post(f"/visits/{opened.visit}/close")
    assert "can still be sent" not in read(alice.get("/"))


def test_nobody_writes_down_that_a_link_ran_out(cast: Cast, time: TimeMachineFixture) -> None:
    waiting = cast.begin()
    time.shift(timedelta(hours=3))
    alice = log_in(cast, cast.alice)
    before = dump(cast)
    assert state_of(alice, waiting.visit) == "expired"
    assert dump(cast) == before


def test_withdrawing_after_the_answer_leaves_the_answer(cast: Cast, alice: Desk) -> None:
    waiting = cast.begin()
    cast.send(waiting, None, **WELL)
    assert alice.post(f"/visits/{waiting.visit}/withdraw").status_code == 303
    assert state_of(alice, waiting.visit) == "sent"
    assert count(cast, Response) == 1


def test_the_fragment_is_the_page_s_own_part(cast: Cast, alice: Desk) -> None:
    waiting = cast.begin()
    page, fragment = (parse(alice.get(f"/visits/{waiting.visit}{part}").text, fragment=True) for part in ("", "/live"))
    whole, part = page.by_id("live"), fragment.by_id("live")
    assert whole is not None
    assert part is not None
    assert words(whole) == words(part)
    assert fragment.by_id("connection") is None


def test_looking_at_a_visit_changes_nothing(cast: Cast, alice: Desk) -> None:
    waiting, sent = cast.begin("C-001"), cast.begin("C-002", place="telehealth")
    cast.send(sent, None, **WELL)
    before = dump(cast)
    for one in (waiting, sent):
        visit, check_in = f"/visits/{one.visit}", f"/check-ins/{one.check_in}"
        for path in (visit, f"{visit}/live", f"{check_in}/live", f"{check_in}/code"):
            assert alice.get(path).status_code == 200
    assert dump(cast) == before
