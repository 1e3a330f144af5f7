"""Pairing codes, and which of two pages that hold a tablet's credential is the tablet."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from kiosk.domain.pairing import (
    ALIVE_WITHIN,
    CODE_WORKS,
    RENEWED_EVERY,
    SILENT_AFTER,
    Credential,
    Standing,
    Verdict,
    code_works,
    judge,
    moves_on,
    shown_code,
    tidy_code,
)

NOW = datetime(2026, 6, 3, 14, 48, tzinfo=UTC)
A_SECOND = timedelta(seconds=1)
IN_CHARGE = Standing(in_charge="a", heard_at=NOW - A_SECOND, renewed_at=NOW - A_SECOND)
CONTESTED = replace(IN_CHARGE, contender="b", contested_at=NOW - A_SECOND)
OVERDUE = replace(CONTESTED, contested_at=NOW - ALIVE_WITHIN)
MET = replace(CONTESTED, met=True)


@pytest.mark.parametrize("typed", ["K7P4QX", "k7p 4qx", " K7P-4QX ", "k7p\u00a04qx"])
def test_a_code_is_read_however_it_is_typed(typed: str) -> None:
    assert tidy_code(typed) == "K7P4QX"


def test_a_code_is_shown_in_two_groups() -> None:
    assert shown_code("K7P4QX") == "K7P 4QX"


def test_a_code_works_for_ten_minutes() -> None:
    assert code_works(NOW - CODE_WORKS, NOW)
    assert not code_works(NOW - CODE_WORKS - A_SECOND, NOW)


@pytest.mark.parametrize("credential", [Credential.CURRENT, Credential.FORMER])
@pytest.mark.parametrize(
    ("standing", "page", "verdict"),
    [
        (Standing(), "a", Verdict.TAKES_OVER),
        (IN_CHARGE, "a", Verdict.GOES_ON),
        (IN_CHARGE, "b", Verdict.CONTENDS),
        (CONTESTED, "a", Verdict.GOES_ON),
        (CONTESTED, "b", Verdict.WAITS),
        (CONTESTED, "c", Verdict.CONTENDS),
        (OVERDUE, "b", Verdict.TAKES_OVER),
        (replace(IN_CHARGE, heard_at=NOW - SILENT_AFTER), "b", Verdict.TAKES_OVER),
        (replace(IN_CHARGE, heard_at=None), "b", Verdict.TAKES_OVER),
    ],
)
def test_the_page_in_charge_stays_while_it_lives(
    standing: Standing, page: str, verdict: Verdict, credential: Credential
) -> None:
    assert judge(standing, page, credential, NOW) is verdict


def test_a_further_page_of_the_same_browser_gets_the_new_credential_with_it() -> None:
    assert judge(MET, "b", Credential.CURRENT, NOW) is Verdict.BESIDE


def test_another_device_does_not_get_it_and_is_shut_out() -> None:
    assert judge(MET, "b", Credential.FORMER, NOW) is Verdict.SHUT_OUT


@pytest.mark.parametrize("page", ["a", "b"])
def test_a_credential_of_long_ago_is_shut_out_whoever_shows_it(page: str) -> None:
    assert judge(IN_CHARGE, page, Credential.SPENT, NOW) is Verdict.SHUT_OUT


def test_a_clock_that_was_set_back_keeps_nobody_waiting() -> None:
    earlier = NOW - timedelta(hours=1)
    assert judge(CONTESTED, "b", Credential.CURRENT, earlier) is Verdict.TAKES_OVER


@pytest.mark.parametrize(
    ("standing", "verdict", "credential", "expected"),
    [
        (IN_CHARGE, Verdict.GOES_ON, Credential.CURRENT, False),
        (IN_CHARGE, Verdict.GOES_ON, Credential.FORMER, True),
        (replace(IN_CHARGE, renewed_at=NOW - RENEWED_EVERY), Verdict.GOES_ON, Credential.CURRENT, True),
        (replace(IN_CHARGE, renewed_at=None), Verdict.GOES_ON, Credential.CURRENT, True),
        (CONTESTED, Verdict.GOES_ON, Credential.CURRENT, True),
        (MET, Verdict.GOES_ON, Credential.CURRENT, False),
        (CONTESTED, Verdict.WAITS, Credential.CURRENT, False),
        (MET, Verdict.BESIDE, Credential.CURRENT, False),
        (OVERDUE, Verdict.TAKES_OVER, Credential.FORMER, True),
    ],
)
def test_the_credential_moves_on_by_the_minute_and_at_once_when_somebody_else_has_come(
    standing: Standing, verdict: Verdict, credential: Credential, *, expected: bool
) -> None:
    assert moves_on(standing, verdict, credential, NOW) is expected
