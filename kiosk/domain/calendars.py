"""A therapist's own calendar: how codes are found in its titles, what is kept of an entry, and how often it is read."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

EVERY: Final = timedelta(minutes=5)
"""Time from one reading to the next."""
LONGEST_PAUSE: Final = timedelta(hours=1)
FAILS_AFTER: Final = 3
"""Readings in a row that were not possible, after which the day says so: one alone means little."""
AHEAD: Final = timedelta(days=14)
"""The days to come of which sessions are kept; the next reading brings more."""
AHEAD_OF_FILE: Final = timedelta(days=92)
"""The same for a file, which is read once."""
KEPT: Final = timedelta(days=14)
"""The days that are over of which expected sessions are kept."""
LOOKED_AT: Final = 20
"""Next entries on which a pattern is tried."""
LONGEST_TITLE: Final = 200
LONGEST_PATTERN: Final = 40
MOST_WILDCARDS: Final = 3
DEFAULT_PATTERN: Final = "C-#"
ANY_RUN: Final = "*"
WILDCARDS: Final = {"#": r"[0-9]{1,12}", "@": r"[^\W\d_]{1,12}", ANY_RUN: r"\w(?:[\w.-]{0,22}\w)?"}
"""`#` for digits, `@` for letters, `*` for both with dots and hyphens between them."""
SEVERAL: Final = " + "
"""Between the codes of a session of several people: no code has that sign."""
MOST_TOGETHER: Final = 12
CANCELLED: Final = ("canceled:", "cancelled:", "abgesagt:", "annulé :", "cancelado:")
"""Beginnings of titles by which Outlook says that an entry was called off, where it says it in no other way."""


class Trouble(StrEnum):
    """The reasons why a calendar that was received could not be read; others are `outgoing.Fault` or a status."""

    NO_CALENDAR = "no-calendar"
    """It is something else, such as a web page."""
    LARGE = "large"
    """More than is ever taken in, or entries without end."""
    LONG = "long"
    """Its recurring entries take too long to work out."""
    GONE = "gone"
    """The uploaded file is there no more."""
    BROKEN = "broken"
    """A fault of the program, which its log tells of."""


@dataclass(frozen=True)
class CalendarEntry:
    """One entry with a time of the day, on the practice's clock."""

    day: date
    minute: int
    """From midnight."""
    title: str


def pause_after(failures: int) -> timedelta:
    """Time to the next reading after so many failures in a row (from 0): five minutes, doubled up to an hour."""
    return min(EVERY * (1 << min(failures, 10)), LONGEST_PAUSE)


def is_cancelled(title: str) -> bool:
    """Return whether the title says that the entry was called off."""
    return title.casefold().lstrip().startswith(CANCELLED)


def compiled(pattern: str) -> re.Pattern[str] | None:
    """Make a pattern ready to be looked for; None where it is none.

    All but the wildcards stands for itself, in capitals or not. What is in brackets is the code, else all of it is. Few
    wildcards, none beside one that takes the same signs: so no title takes long.
    """
    pattern = " ".join(pattern.split())
    signs = re.findall(r"[#@*]", pattern)
    if not 0 < len(pattern) <= LONGEST_PATTERN or not 0 < len(signs) <= MOST_WILDCARDS or signs.count(ANY_RUN) > 1:
        return None
    brackets = re.sub(r"[^()]", "", pattern)
    if re.search(r"([#@])[()]?\1|[#@*][()]?\*|\*[()]?[#@]", pattern) or brackets not in {"", "()"} or "()" in pattern:
        return None
    return re.compile(rf"(?<!\w){''.join(map(_part, pattern))}(?!\w)", re.IGNORECASE)


def _part(sign: str) -> str:
    if sign in "()":
        return "(?P<code>" if sign == "(" else ")"
    return WILDCARDS.get(sign) or (r"\s+" if sign == " " else re.escape(sign))


def codes_in(title: str, find: re.Pattern[str]) -> Iterator[str]:
    """The codes that a title names, each once, in its order."""
    found = (match.groupdict().get("code") or match[0] for match in find.finditer(title[:LONGEST_TITLE]))
    yield from dict.fromkeys(" ".join(code.split()) for code in found)


def session_codes(codes: Sequence[str]) -> str:
    """Name the session of several people whose codes stand in one title: the same whatever their order."""
    return SEVERAL.join(sorted(set(codes), key=lambda code: (code.casefold(), code)))


def codes_of_session(name: str) -> list[str]:
    """Give the codes of such a session; of any other, its one code."""
    return name.split(SEVERAL)


def suggested(codes: Sequence[str]) -> str:
    """The pattern that most of these codes have in common, with digits anywhere."""
    shapes = Counter(re.sub(r"[0-9]+", "#", code) for code in codes)
    return next((shape for shape, _ in shapes.most_common() if compiled(shape) and "#" in shape), DEFAULT_PATTERN)
