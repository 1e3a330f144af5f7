"""The practice's month: counts for all together, no therapist's row, and no figure of fewer than five clients."""

from datetime import timedelta

import pytest

from tests.support.practice import WELL, Cast
from tests.web.browsing import NOW, Desk, read
from tests.web.several import BADLY


def month_of(cast: Cast, clients: int) -> None:
    """Let so many clients of Alice's answer, one of them badly, and one more decline."""
    at = NOW - timedelta(days=1)
    for number in range(clients):
        waiting = cast.begin(f"C-{number}", at=at - timedelta(seconds=40))
        cast.send(waiting, at, **(BADLY if number == 0 else WELL))
    cast.send(cast.begin("C-99", at=at), at, decline="yes")


def test_a_month_of_few_clients_says_so_instead_of_figures(cast: Cast, alice: Desk) -> None:
    month_of(cast, 3)
    said = read(alice.get("/month"))
    assert "Sessions held fewer than five clients Sessions with a check-in fewer than five clients" in said
    assert "Half take less than fewer than five clients" in said


def test_a_month_counts_all_together_and_keeps_small_cells_back(cast: Cast, alice: Desk) -> None:
    month_of(cast, 6)
    page = alice.get("/month")
    said = read(page)
    assert "June 2026" in said
    assert "Sessions held 7 Sessions with a check-in 7" in said
    assert "People asked 7" in said
    assert "Answered fewer than five clients Declined fewer than five clients" in said
    assert "Flagged fewer than five clients" in said
    assert "Session check 7" in said
    assert [word for word in ("Bob", "C-0", "C-99") if word in page.text] == []


def test_another_month_has_figures_of_its_own(cast: Cast, alice: Desk) -> None:
    month_of(cast, 6)
    assert "Sessions held fewer than five clients" in read(alice.get("/month?month=2026-05"))


@pytest.mark.parametrize("month", ["2026", "2026-13", "2027-01", "0001-01", "x-y", "2026-1"])
def test_what_is_no_month_is_no_page(alice: Desk, month: str) -> None:
    assert alice.get(f"/month?month={month}").status_code == 404


def test_only_whoever_looks_after_the_practice_sees_it(bob: Desk) -> None:
    assert bob.get("/month").status_code == 403
