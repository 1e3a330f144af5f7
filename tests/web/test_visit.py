"""A visit that waits: the way to the form, and every state it can be in."""

import re
from datetime import timedelta

import pytest
from time_machine import TimeMachineFixture

from tests.support.practice import WELL, Cast
from tests.web.browsing import Desk, dump, log_in, read, rows
from tests.web.conftest import Stage
from tests.web.page_rules import parse, words


def state_of(desk: Desk, visit: int) -> str:
    live = parse(desk.get(f"/visits/{visit}/live").text, fragment=True).by_id("live")
    assert live is not None
    return live.get("data-state", "")


def test_the_way_to_the_form_is_code_link_and_short_code(reachable: Cast) -> None:
    waiting = reachable.begin()
    page = log_in(reachable, reachable.alice).get(f"/visits/{waiting.visit}")
    link = f"https://go.example.org{waiting.path}"
    assert f'data-link="{link}"' in page.text
    assert '<svg class="qr"' in page.text
    assert "Scan, or type this at go.example.org/join" in read(page)


def test_full_screen_shows_the_code_and_nobody_s_name(reachable: Cast) -> None:
    waiting = reachable.begin("C-014")
    page = log_in(reachable, reachable.alice).get(f"/visits/{waiting.visit}/code")
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
        assert "A phone cannot open this yet, because the server answers this machine alone." in read(page)
    assert '<svg class="qr"' not in alice.get(f"/visits/{waiting.visit}/code").text


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
    assert "Its link opens nothing any more." in read(alice.get(f"/visits/{withdrawn.visit}"))
    assert [state_of(alice, each.visit) for each in (declined, expired, withdrawn)] == [
        "declined",
        "expired",
        "withdrawn",
    ]


def test_withdrawing_asks_first_while_the_form_is_being_answered(cast: Cast, alice: Desk) -> None:
    waiting, phone, address = cast.begin(), cast.app.test_client(), '/visits/1/withdraw"'
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
    assert rows(cast, "SELECT count(*) FROM responses") == [(1,)]


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
    for visit in (waiting.visit, sent.visit):
        for part in ("", "/live", "/code"):
            assert alice.get(f"/visits/{visit}{part}").status_code == 200
    assert dump(cast) == before


def test_a_number_too_long_for_the_database_is_no_visit(alice: Desk) -> None:
    assert alice.get("/visits/99999999999999999999").status_code == 404
