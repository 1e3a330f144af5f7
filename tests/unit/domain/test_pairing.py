"""Pairing codes, and what is made of each page that asks in the name of a tablet."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from kiosk.domain.pairing import (
    ALIVE_WITHIN,
    CODE_WORKS,
    RENEWED_EVERY,
    SILENT_AFTER,
    Credential,
    Evidence,
    PairingState,
    ShownCredential,
    TabletVerdict,
    code_works,
    hear,
    judge,
    shown_code,
    tidy_code,
)

NOW = datetime(2026, 6, 3, 14, 48, tzinfo=UTC)
A_SECOND = timedelta(seconds=1)
NEWEST, FORMER, EARLIER = (
    ShownCredential(9, Credential.CURRENT),
    ShownCredential(8, Credential.FORMER),
    ShownCredential(6, Credential.EARLIER),
)
IN_CHARGE = PairingState(
    in_charge="a", heard_at=NOW - A_SECOND, renewed_at=NOW - A_SECOND, came_with=3, began_at=3, issued=9
)
SILENT = replace(IN_CHARGE, heard_at=NOW - SILENT_AFTER)
CONTESTED = replace(IN_CHARGE, contender="b", contested_at=NOW - A_SECOND)
UNANSWERED = replace(CONTESTED, contested_at=NOW - ALIVE_WITHIN)
HEARD, HOLDS, ASKED = (replace(CONTESTED, evidence=one) for one in (Evidence.HEARD, Evidence.HOLDS, Evidence.ASKED))
LATER = ShownCredential(12, Credential.LATER)
SINCE_A_COPY = replace(IN_CHARGE, in_charge="copy", before="a", came_with=6, began_at=7)


@pytest.mark.parametrize("typed", ["K7P4QX", "k7p 4qx", " K7P-4QX ", "k7p\u00a04qx"])
def test_a_code_is_read_however_it_is_typed(typed: str) -> None:
    assert tidy_code(typed) == "K7P4QX"


def test_a_code_is_shown_in_two_groups() -> None:
    assert shown_code("K7P4QX") == "K7P 4QX"


def test_a_code_works_for_ten_minutes() -> None:
    assert code_works(NOW - CODE_WORKS, NOW)
    assert not code_works(NOW - CODE_WORKS - A_SECOND, NOW)


@pytest.mark.parametrize("page", ["a", "b", "c"])
@pytest.mark.parametrize("state", [IN_CHARGE, SILENT, CONTESTED, UNANSWERED, HEARD, HOLDS, ASKED, SINCE_A_COPY])
def test_after_a_restore_the_device_knows_more_than_the_server_and_goes_on(state: PairingState, page: str) -> None:
    outcome = hear(state, page, LATER, NOW)
    assert (outcome.verdict, outcome.renews) == (TabletVerdict.TAKES_OVER, True)
    assert outcome.state == PairingState(in_charge=page, heard_at=NOW, came_with=12, began_at=12, issued=12)


@pytest.mark.parametrize("shown", [NEWEST, FORMER, EARLIER])
@pytest.mark.parametrize(
    ("state", "page", "verdict"),
    [
        (PairingState(), "a", TabletVerdict.TAKES_OVER),
        (IN_CHARGE, "a", TabletVerdict.GOES_ON),
        (IN_CHARGE, "b", TabletVerdict.CONTENDS),
        (CONTESTED, "a", TabletVerdict.GOES_ON),
        (CONTESTED, "b", TabletVerdict.WAITS),
        (CONTESTED, "c", TabletVerdict.CONTENDS),
        (UNANSWERED, "b", TabletVerdict.TAKES_OVER),
        (SILENT, "b", TabletVerdict.TAKES_OVER),
        (replace(IN_CHARGE, heard_at=None), "b", TabletVerdict.TAKES_OVER),
    ],
)
def test_the_page_in_charge_stays_while_it_lives_and_a_late_device_follows_it(
    state: PairingState, page: str, verdict: TabletVerdict, shown: ShownCredential
) -> None:
    assert judge(state, page, shown, NOW) is verdict


@pytest.mark.parametrize(
    ("state", "shown", "verdict"),
    [
        (HEARD, NEWEST, TabletVerdict.BESIDE),
        (HOLDS, NEWEST, TabletVerdict.BESIDE),
        (ASKED, NEWEST, TabletVerdict.BESIDE),
        (HEARD, FORMER, TabletVerdict.WAITS),
        (HOLDS, FORMER, TabletVerdict.WAITS),
        (ASKED, FORMER, TabletVerdict.SHUT_OUT),
        (ASKED, EARLIER, TabletVerdict.SHUT_OUT),
        (replace(ASKED, heard_at=NOW - SILENT_AFTER), EARLIER, TabletVerdict.SHUT_OUT),
        (ASKED, ShownCredential(2, Credential.EARLIER), TabletVerdict.SHUT_OUT),
        (ASKED, ShownCredential(3, Credential.EARLIER), TabletVerdict.NEITHER),
    ],
)
def test_a_further_page_of_the_same_browser_has_the_new_credential_and_another_device_has_not(
    state: PairingState, shown: ShownCredential, verdict: TabletVerdict
) -> None:
    assert judge(state, "b", shown, NOW) is verdict


def test_a_page_that_a_copy_took_over_from_is_the_tablet_when_it_comes_back() -> None:
    back = hear(replace(SINCE_A_COPY, heard_at=NOW - SILENT_AFTER), "a", EARLIER, NOW)
    assert back.verdict is TabletVerdict.CONTENDS
    assert hear(back.state, "a", EARLIER, NOW).verdict is TabletVerdict.RETURNS


@pytest.mark.parametrize("page", ["a", "restarted"])
def test_a_credential_behind_which_the_device_in_charge_fell_back_proves_two_devices(page: str) -> None:
    forsaken = ShownCredential(7, Credential.EARLIER)
    back = hear(replace(SINCE_A_COPY, heard_at=NOW - SILENT_AFTER), page, forsaken, NOW)
    assert back.verdict is TabletVerdict.CONTENDS
    assert hear(back.state, page, forsaken, NOW).verdict is TabletVerdict.NEITHER


def test_two_devices_that_share_the_name_of_a_page_as_well_are_told_apart_by_what_they_forsook() -> None:
    back = hear(IN_CHARGE, "a", ShownCredential(5, Credential.EARLIER), NOW)
    assert back.verdict is TabletVerdict.GOES_ON
    assert judge(back.state, "a", ShownCredential(9, Credential.EARLIER), NOW) is TabletVerdict.NEITHER


def test_a_clock_that_was_set_back_keeps_nobody_waiting() -> None:
    assert judge(CONTESTED, "b", NEWEST, NOW - timedelta(hours=1)) is TabletVerdict.TAKES_OVER


@pytest.mark.parametrize(
    ("state", "page", "shown", "renews"),
    [
        (IN_CHARGE, "a", NEWEST, False),
        (IN_CHARGE, "a", FORMER, True),
        (replace(IN_CHARGE, renewed_at=NOW - RENEWED_EVERY), "a", NEWEST, True),
        (replace(IN_CHARGE, renewed_at=None), "a", NEWEST, True),
        (CONTESTED, "a", NEWEST, True),
        (HEARD, "a", NEWEST, False),
        (HEARD, "a", FORMER, True),
        (CONTESTED, "b", NEWEST, False),
        (HOLDS, "b", NEWEST, False),
        (UNANSWERED, "b", FORMER, True),
    ],
)
def test_the_credential_moves_on_by_the_minute_and_at_once_when_somebody_else_has_come(
    state: PairingState, page: str, shown: ShownCredential, *, renews: bool
) -> None:
    assert hear(state, page, shown, NOW).renews is renews
    assert not hear(state, page, shown, NOW, keeps_cookies=False).renews


def test_it_is_seen_that_the_page_in_charge_holds_what_it_was_given() -> None:
    given = hear(CONTESTED, "a", NEWEST, NOW)
    assert given.state.evidence is Evidence.HEARD
    assert hear(given.state, "a", FORMER, NOW).state.evidence is Evidence.HEARD
    assert hear(given.state, "a", NEWEST, NOW).state.evidence is Evidence.HOLDS


def test_a_further_page_is_asked_once_more_before_it_counts_as_another_device() -> None:
    """Its question may have been on its way when the newest credential came to its browser."""
    asked = hear(HOLDS, "b", FORMER, NOW).state
    assert asked.evidence is Evidence.ASKED
    assert hear(asked, "b", NEWEST, NOW).state.evidence is Evidence.HOLDS
