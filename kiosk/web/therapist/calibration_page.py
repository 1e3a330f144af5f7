"""One's own guesses beside the marks, in words and as a strip of dots."""

from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.actions.calibration import SAID_FROM, Calibration, Line

WIDTH, HEIGHT, EDGE = 640, 96, 12
STACK = 11
"""So far equal dots stand above each other, as long as there is room for all of them."""
CLOSE = 0.05
"""Nearer to each other than this, of all that is possible, is no difference worth a word."""
MARKED = {"line": "", "faces": ", with faces", "choice": ""}
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
class CalibrationPage:
    """All lines that were guessed and marked."""

    summary: str
    strips: Sequence[Strip]
    in_the_way: str
    zero_x: float = WIDTH / 2
    width: int = WIDTH
    height: int = HEIGHT


def calibration_page(seen: Calibration) -> CalibrationPage:
    """The page."""
    return CalibrationPage(_summary(seen.guesses), [_strip(line) for line in seen.lines], _in_the_way(seen))


def _summary(guesses: int) -> str:
    if not guesses:
        return "There is no guess with an answer yet. Make one on the next session's page, before the answer is in."
    return f"Your last {guesses} guesses with an answer." if guesses > 1 else "One guess with an answer so far."


def _in_the_way(seen: Calibration) -> str:
    if not seen.thought_clear:
        return ""
    times = "once" if seen.thought_clear == 1 else f"{seen.thought_clear} times"
    often = {0: "never", 1: "once"}.get(seen.not_noticed, f"{seen.not_noticed} times")
    return f"You guessed {times} that nothing got in the way; they said {often} that something did."


def _strip(line: Line) -> Strip:
    return Strip(
        label=f"{line.label}{MARKED[line.kind]}",
        words=words_for(line),
        dots=dots(line.differences, line.reach),
        mean_x=None if line.mean is None else place(line.mean, line.reach),
        figures=[signed(by) for by in line.differences],
    )


def words_for(line: Line) -> str:
    """The mean difference and the spread, as a sentence about the guesses and not about anybody."""
    if line.mean is None or line.spread is None:
        count = len(line.differences)
        return f"{count} so far: from {SAID_FROM} on there are words for it."
    if abs(line.mean) < CLOSE * line.reach:
        lean = "On average your guess is about where they mark"
    else:
        lean = f"On average you guess {abs(line.mean):.1f} {'higher' if line.mean > 0 else 'lower'} than they mark"
    return f"{lean}, and single guesses spread by {line.spread:.1f} around that."


def signed(by: float) -> str:
    """With its sign, as a printed page has it."""
    return "0.0" if by == 0 else f"{'+' if by > 0 else chr(0x2212)}{abs(by):.1f}"


def place(by: float, reach: float) -> float:
    """Where a difference stands along the strip; equal guess and mark in the middle."""
    return round(WIDTH / 2 + by * (WIDTH / 2 - EDGE) / reach, 1)


def dots(differences: Sequence[float], reach: float) -> Sequence[Dot]:
    """A dot for each, equal ones stacked from the base line, closer together the more there are."""
    highest = max((differences.count(by) for by in differences), default=1)
    step = min(STACK, (HEIGHT - 2 * EDGE) / max(highest - 1, 1))
    return [
        Dot(place(by, reach), round(HEIGHT - EDGE - step * differences[:number].count(by), 1))
        for number, by in enumerate(differences)
    ]
