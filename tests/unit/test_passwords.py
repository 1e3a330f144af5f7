"""Which passwords are taken, and how they are kept."""

import pytest

from kiosk.actions.accounts.passwords import fault_in, hash_password, is_password


@pytest.mark.parametrize(
    "password",
    [
        "fifteen letters",
        "seven quiet lamps by the river",
        "     spaces   count      too",
        "\u043f\u044f\u0442\u043d\u0430\u0434\u0446\u0430\u0442\u044c \u0431\u0443\u043a\u0432",
        "a" * 990 + "bcdefghijk",
    ],
)
def test_long_ones_are_taken_in_every_script(password: str) -> None:
    assert fault_in(password) is None


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("", "15 characters or more"),
        ("fourteen chars", "15 characters or more"),
        ("a" * 995 + "bcdefg", "1000 characters at most"),
        ("correct horse battery staple", "one of the first"),
        ("Password Password", "one of the first"),
        ("abababababababab", "one of the first"),
        ("1234 1234 1234 1234"[:4] * 5, "one of the first"),
    ],
)
def test_short_endless_and_well_known_ones_are_not(password: str, sentence: str) -> None:
    assert sentence in str(fault_in(password))


def test_a_kept_password_is_known_again_and_no_other_is() -> None:
    kept = hash_password("seven quiet lamps by the river")
    assert is_password("seven quiet lamps by the river", kept)
    assert not is_password("seven quiet lamps by the rive", kept)


@pytest.mark.parametrize("kept", ["", "x", "$argon2id$v=19$m=1,t=1,p=1$c2FsdA$aGFzaA"])
def test_what_is_no_hash_of_ours_lets_nobody_in(kept: str) -> None:
    assert not is_password("", kept)
    assert not is_password("seven quiet lamps by the river", kept)


def test_the_same_password_is_kept_differently_each_time() -> None:
    assert len({hash_password("seven quiet lamps by the river") for _ in range(2)}) == 2
