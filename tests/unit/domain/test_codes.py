"""The look of a code: what a reader could take for one another."""

import pytest

from kiosk.domain.codes import look_of

WIDE = "A-01".translate({ord(sign): chr(ord(sign) + 0xFEE0) for sign in "A-01"})
"""Every sign in its full width."""


@pytest.mark.parametrize("code", ["a01", "A 01", "A.01", "A_01", "AO1", "A-O1", "a-0l", "A0I", WIDE])
def test_codes_that_look_alike_have_one_look(code: str) -> None:
    assert look_of(code) == look_of("A-01")


@pytest.mark.parametrize("code", ["A-02", "B-01", "A-011", "A-1", "A", "Ä-01"])
def test_other_codes_have_another(code: str) -> None:
    assert look_of(code) != look_of("A-01")
