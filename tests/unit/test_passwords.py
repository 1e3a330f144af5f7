"""Passwords: which are taken, and how they are kept."""

import pytest
from argon2 import PasswordHasher, extract_parameters
from argon2.exceptions import VerifyMismatchError

from kiosk.actions.accounts.passwords import NOBODY, fault_in, hash_password, is_password


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


COMMON = """
    passwordpassword 123456789012345 qwertyuiopasdfgh iloveyouiloveyou letmeinletmeinletmein administratoradministrator
    password123456789 Password1234567! qwerty123456789 welcome123456789 footballfootball sunshinesunshine
    1q2w3e4r5t6y7u8i abcdefghijklmnop abc123abc123abc123 trustno1trustno1 iloveyou1234567 changemechangeme
    superman12345678 P@ssw0rdP@ssw0rd passwordqwerty123 qwertyuiopqwertyuiop masterpassword123 shadowshadowshadow
    0123456789012345 asdfghjklasdfghjkl zxcvbnmzxcvbnmzxcvbnm michaelmichael1 jordan23jordan23 computercomputer
    therapisttherapist mypasswordispassword ihateyouiloveyou whateverwhatever summer2024summer2024 qazwsxedcrfvtgbyhn
    starwarsstarwars passw0rdpassw0rd beforeyougobeforeyougo correcthorsebatterystaple zyxwvutsrqponmlkj
""".split()


@pytest.mark.parametrize("password", COMMON)
def test_what_programs_try_first_is_not_taken(password: str) -> None:
    assert "one of the first" in str(fault_in(password))


@pytest.mark.parametrize(
    "password",
    [
        "eight loud lamps by the lake",
        "green chairs under water",
        "Lindenhof ist im Winter still",
        "my dog sleeps all afternoon",
        "wir essen gern Birnen im Garten",
    ],
)
def test_a_sentence_of_ones_own_is_taken(password: str) -> None:
    assert fault_in(password) is None


NAMES = ("Alice Winterfeld", "alice@lindenhof.example", "Praxis Am Lindenhof")


@pytest.mark.parametrize(
    "password", ["AliceWinterfeld1", "winterfeld of lindenhof", "Praxis Am Lindenhof!", "alice@lindenhof.example"]
)
def test_ones_own_names_are_not_taken(password: str) -> None:
    assert "must not be made of your name" in str(fault_in(password, NAMES))


def test_a_name_within_a_sentence_is_taken() -> None:
    assert fault_in("Alice paddles over the lake at dawn", NAMES) is None


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


def test_a_guess_at_nobodys_password_takes_as_long_as_one_at_somebodys() -> None:
    ours, nobodys = (extract_parameters(kept) for kept in (hash_password("seven quiet lamps by the river"), NOBODY))
    assert nobodys == ours
    with pytest.raises(VerifyMismatchError):  # and not that it is no hash, which is found out at once
        PasswordHasher().verify(NOBODY, "seven quiet lamps by the river")
