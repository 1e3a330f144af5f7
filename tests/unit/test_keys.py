"""Values made from the server key: the same each time, different for each thing, and nobody else's."""

import pytest
from cryptography.fernet import InvalidToken

from kiosk.keys import SHORT_ALPHABET, Keys, Unopened, hash_of

HERE, ELSEWHERE = Keys(b"k" * 32), Keys(b"K" * 32)


def test_a_link_has_128_bits_and_can_be_shown_again() -> None:
    token = HERE.link_token("7", 1)
    assert len(token) == 22
    assert token == Keys(b"k" * 32).link_token("7", 1)


def test_links_differ_by_check_in_version_and_server() -> None:
    tokens = {HERE.link_token("7", 1), HERE.link_token("7", 2), HERE.link_token("71", 1), ELSEWHERE.link_token("7", 1)}
    assert len(tokens) == 4


def test_numbers_side_by_side_are_not_mixed_up() -> None:
    assert HERE.link_token("1", 11) != HERE.link_token("11", 1)
    assert HERE.short_code("1", 11) != HERE.short_code("11", 1)


def test_short_codes_have_no_vowels_and_one_letter_at_most_of_each_pair_that_looks_alike() -> None:
    codes = [HERE.short_code(f"{number}", 1) for number in range(300)]
    assert {len(code) for code in codes} == {8}
    assert set("".join(codes)) == set(SHORT_ALPHABET)
    assert not set(SHORT_ALPHABET) & set("AEIOU015S8B")
    assert len({"2", "Z"} & set(SHORT_ALPHABET)) == 1


def test_short_codes_hardly_ever_meet() -> None:
    assert len({HERE.short_code(f"{number}", 1) for number in range(5_000)}) == 5_000


def test_what_is_kept_of_a_short_code_is_nothing_to_somebody_without_the_key() -> None:
    assert HERE.short_code_hash("KX4M729T") != ELSEWHERE.short_code_hash("KX4M729T")
    assert len(HERE.short_code_hash("KX4M729T")) == 32


def test_a_signed_message_comes_back_for_its_own_purpose_only() -> None:
    signed = HERE.sign("form", {"c": 7})
    assert HERE.signed("form", signed) == {"c": 7}
    assert HERE.signed("done", signed) is None
    assert ELSEWHERE.signed("form", signed) is None


@pytest.mark.parametrize("text", ["", ".", "e30.", "x.y.z", "\x00", "\xe9" * 10])
def test_what_was_not_signed_here_is_nothing(text: str) -> None:
    assert HERE.signed("form", text) is None


def test_a_signed_list_is_no_message() -> None:
    assert HERE.signed("form", HERE.sign("form", [1, 2])) is None  # type: ignore[arg-type]


def test_sealed_words_open_with_the_same_key_and_no_other() -> None:
    sealed = HERE.sealer.encrypt(b"the yellow door")
    assert b"yellow" not in sealed
    assert Keys(b"k" * 32).sealer.decrypt(sealed) == b"the yellow door"
    with pytest.raises(InvalidToken):
        ELSEWHERE.sealer.decrypt(sealed)


def test_no_two_uses_share_a_key() -> None:
    made = [HERE.cookie_secret, HERE.short_code_hash(""), hash_of("")]
    assert len(set(made)) == 3
    assert HERE.cookie_secret != ELSEWHERE.cookie_secret


def test_what_is_sealed_opens_with_its_key_for_its_purpose_and_in_its_place_alone() -> None:
    sealed = HERE.seal("words", "goals.words", b"the yellow door")
    assert HERE.open("words", "goals.words", sealed) == b"the yellow door"
    assert b"yellow" not in sealed
    assert HERE.seal("words", "goals.words", b"the yellow door") != sealed
    for keys, purpose, about, value in (
        (ELSEWHERE, "words", "goals.words", sealed),
        (HERE, "codes", "goals.words", sealed),
        (HERE, "words", "repairs.note", sealed),
        (HERE, "words", "goals.words", sealed[:-1]),
        (HERE, "words", "goals.words", b""),
    ):
        with pytest.raises(Unopened):
            keys.open(purpose, about, value)
