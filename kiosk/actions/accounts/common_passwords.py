"""Passwords that would be tried first: common ones, and those put together from a few of them.

The list beside this module is that of zxcvbn; its licence stands at its head.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Final

MOST_PIECES: Final = 4
"""A password of so many common pieces is guessed by programs that put them together."""
SHORTEST: Final = 4
LEAST_OWN: Final = 8
"""Characters that a password must have beside the names of its owner and their practice."""
OURS: Final = ("beforeyougo", "administrator", "therapist", "therapy", "supervisor", "correcthorsebatterystaple")
LETTERS: Final = str.maketrans("@430!1$57", "aaeoiisst")
"""Signs that stand for letters in passwords such as *P@ssw0rd*."""


def is_common(password: str) -> bool:
    """Return whether a password is one that many have, one thing again and again, or a few common ones in a row."""
    text = "".join(sign for sign in password.casefold() if sign.isalnum() or sign in "@$!")
    return _is_repeated(text) or any(_pieces(each) <= MOST_PIECES for each in {text, text.translate(LETTERS)})


def is_own(password: str, names: Iterable[str]) -> bool:
    """Return whether little of a password is left without these names: a person's, their email, their practice's."""
    left = password.casefold()
    parts = (part for name in names for part in re.split(r"[\W_]+", name.casefold()))
    for part in sorted(parts, key=len, reverse=True):
        if len(part) >= SHORTEST:
            left = left.replace(part, "")
    return len(re.sub(r"[\W\d_]+", "", left)) < LEAST_OWN and left != password.casefold()


def _is_repeated(text: str) -> bool:
    """Return whether it is one short thing at least twice."""
    return any(len(text) % length == 0 and text == text[:length] * (len(text) // length) for length in range(1, 11))


def _pieces(text: str) -> int:
    """Count the common pieces that a text falls into, at the fewest; every other character is a piece of its own."""
    known = _known()
    longest = max(map(len, known))
    fewest = [0]
    for end in range(1, len(text) + 1):
        starts = range(max(0, end - longest), end - SHORTEST + 1)
        here = [fewest[start] + 1 for start in starts if text[start:end] in known or _is_run(text[start:end])]
        fewest.append(min([fewest[-1] + 1, *here]))
    return fewest[-1]


def _is_run(text: str) -> bool:
    """Return whether it is all figures, or letters in the order of the alphabet, forwards or backwards."""
    if text.isdigit():
        return True
    steps = {ord(after) - ord(before) for before, after in pairwise(text)}
    return len(steps) == 1 and steps <= {-1, 0, 1}


@cache
def _known() -> frozenset[str]:
    return frozenset((*OURS, *_lines()))


def _lines() -> Sequence[str]:
    text = (files(__package__) / "common_passwords.txt").read_text("utf-8")
    return [line for line in text.splitlines() if not line.startswith("#")]
