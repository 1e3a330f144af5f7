"""Patterns that find codes in titles."""

import time

import pytest

from kiosk.domain.calendars import EVERY, LONGEST_PAUSE, codes_in, compiled, pause_after, suggested


@pytest.mark.parametrize(
    ("pattern", "title", "codes"),
    [
        ("C-#", "C-014", ["C-014"]),
        ("C-#", "c-014 and C-15, C-014", ["c-014", "C-15", "C-014"]),
        ("C-#", "ABC-014, C-014b, C-x", []),
        ("@#", "Room AB12", ["AB12"]),
        ("Session (*)", "session  C-014", ["C-014"]),
        ("[(*)]", "Gespräch [Möwe.7] lang", ["Möwe.7"]),
        ("(*) Appointment", "K-9 Appointment", ["K-9"]),
        ("*", "C-014", ["C-014"]),
        ("#.#", "14.2x 14.3", ["14.3"]),
        ("C-#", "", []),
    ],
)
def test_the_codes_that_a_title_names(pattern: str, title: str, codes: list[str]) -> None:
    find = compiled(pattern)
    assert find
    assert list(codes_in(title, find)) == codes


@pytest.mark.parametrize(
    "pattern", ["", "C-014", "##", "*x*", "C-(#", "()#", ")#(", "((#))", "#(#)", "#-@-#-@", f"{'x' * 50}#"]
)
def test_what_is_no_pattern(pattern: str) -> None:
    assert compiled(pattern) is None


def test_no_title_takes_long() -> None:
    begun = time.process_time()
    for title in ("a.a-" * 50, "1-" * 100, "a" * 200, "1a" * 100):
        for pattern in ("*x#x@", "#-#-#", "@-*", "(*) #-@"):
            find = compiled(pattern)
            assert find
            list(codes_in(title, find))
    assert time.process_time() - begun < 1


def test_the_pattern_that_most_codes_have_in_common() -> None:
    assert suggested(["C-014", "C-2", "Anna", "K7"]) == "C-#"
    assert suggested([]) == suggested(["Anna", "12x34x56x78x9"]) == "C-#"


def test_the_pause_grows_up_to_an_hour() -> None:
    assert [pause_after(failures) for failures in (0, 1, 50)] == [EVERY, 2 * EVERY, LONGEST_PAUSE]
