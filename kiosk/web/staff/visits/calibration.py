"""One's own guesses beside the marks, in words and as a strip of dots."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from flask_babel import gettext, ngettext

from kiosk.domain.phrases import Phrase, phrase
from kiosk.domain.public_ids import PublicId
from kiosk.queries.calibration import SAID_FROM, Calibration, LineDifferences, WithClient
from kiosk.web.shared.languages import figure, said
from kiosk.web.staff.parts.near import near_words
from kiosk.web.staff.parts.numerals import times

WIDTH, HEIGHT, EDGE = 400, 84, 10
STACK = 9
"""The distance in pixels between equal dots, one above the other, as long as there is room for all of them."""
CLOSE = 0.05
"""Nearer to each other than this, of all that is possible, is no difference worth a word."""
WITH_FACES: Final = phrase("%(line)s, with faces")
"""The same question may stand on a line for one and be faces for another; the two are never one picture."""


@dataclass(frozen=True)
class Dot:
    """One difference, in the drawing's units; equal ones stand above each other."""

    x: float
    y: float


@dataclass(frozen=True)
class Strip:
    """One line: what the dots say, and the dots."""

    label: str
    words: str
    dots: Sequence[Dot]
    mean_x: float | None
    figures: Sequence[str]
    """The same differences as text, the latest first."""


@dataclass(frozen=True)
class NearnessLine:
    """One client, and in a sentence whether guesses and marks come nearer to each other."""

    client: PublicId
    code: str
    words: str
    figures: Sequence[str]
    """The distances as text, the first one first."""


@dataclass(frozen=True)
class CalibrationPage:
    """All lines that were guessed and marked."""

    summary: str
    strips: Sequence[Strip]
    in_the_way: str
    clients: Sequence[NearnessLine] = ()
    zero_x: float = WIDTH / 2
    width: int = WIDTH
    height: int = HEIGHT


def calibration_page(seen: Calibration) -> CalibrationPage:
    """The page."""
    strips, clients = [_strip(line) for line in seen.lines], [_with_client(each) for each in seen.clients]
    return CalibrationPage(_summary(seen.guesses), strips, _in_the_way(seen), clients)


def _with_client(each: WithClient) -> NearnessLine:
    return NearnessLine(
        each.client, each.code, near_words(each.distances), [figure(distance) for distance in each.distances]
    )


def _summary(guesses: int) -> str:
    if not guesses:
        return gettext(
            "There is no guess with an answer yet. Make one on the next session's page, before the answer is in."
        )
    return ngettext("One guess with an answer so far.", "Your last %(num)s guesses with an answer.", guesses)


def _in_the_way(seen: Calibration) -> str:
    if not seen.thought_clear:
        return ""
    return gettext(
        "You guessed %(times)s that nothing got in the way; they said %(often)s that something did.",
        times=times(seen.thought_clear),
        often=times(seen.not_noticed) if seen.not_noticed else gettext("never"),
    )


def _strip(line: LineDifferences) -> Strip:
    return Strip(
        label=said(WITH_FACES.filled(line=line.label)) if line.kind == "faces" else line.label,
        words=words_for(line),
        dots=dots(line.differences, line.reach),
        mean_x=None if line.mean is None else place(line.mean, line.reach),
        figures=[signed(by) for by in line.differences],
    )


def words_for(line: LineDifferences) -> str:
    """The mean difference and the spread, as a sentence about the guesses and not about anybody."""
    if line.mean is None or line.spread is None:
        return gettext(
            "%(count)s so far. From %(least)s on, it is put into words.", count=len(line.differences), least=SAID_FROM
        )
    return said(_lean(line.mean, line.reach).filled(by=abs(line.mean), spread=line.spread))


def _lean(mean: float, reach: float) -> Phrase:
    if abs(mean) < CLOSE * reach:
        return phrase(
            "On average your guess is about where they mark, and single guesses spread by %(spread)s around that."
        )
    if mean > 0:
        return phrase(
            "On average you guess %(by)s higher than they mark, and single guesses spread by %(spread)s around that."
        )
    return phrase(
        "On average you guess %(by)s lower than they mark, and single guesses spread by %(spread)s around that."
    )


def signed(by: float) -> str:
    """With its sign, as a printed page has it."""
    sign = "" if by == 0 else "+" if by > 0 else "\N{MINUS SIGN}"
    return sign + figure(abs(float(by)))


def place(by: float, reach: float) -> float:
    """Return a difference's position along the strip; equal guess and mark in the middle."""
    return round(WIDTH / 2 + by * (WIDTH / 2 - EDGE) / reach, 1)


def dots(differences: Sequence[float], reach: float) -> Sequence[Dot]:
    """A dot for each, equal ones stacked from the base line, closer together the more there are."""
    highest = max((differences.count(by) for by in differences), default=1)
    step = min(STACK, (HEIGHT - 2 * EDGE) / max(highest - 1, 1))
    return [
        Dot(place(by, reach), round(HEIGHT - EDGE - step * differences[:number].count(by), 1))
        for number, by in enumerate(differences)
    ]
