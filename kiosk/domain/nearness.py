"""Distances between a therapist's guesses and one client's marks over time: coming nearer, or not."""

from collections.abc import Sequence
from enum import StrEnum
from statistics import fmean

KNOWN_FROM = 5
"""Guesses with an answer from which there is something to say. Ours, after the fifth session."""
COMPARED = 2
"""Guesses at each end that are compared: one alone says little. Ours."""
CHANGED_FROM = 0.5
"""The least change of the mean distance, in points of a line from 0 to 10, that is called one. Ours."""


class Nearness(StrEnum):
    """The distance of the latest guesses beside that of the first ones."""

    NEARER = "nearer"
    SAME = "same"
    FARTHER = "farther"


def early(distances: Sequence[float]) -> float:
    """Give the mean distance of the first two guesses; `distances` has two or more, oldest first."""
    return fmean(distances[:COMPARED])


def lately(distances: Sequence[float]) -> float:
    """Give the mean distance of the latest two guesses."""
    return fmean(distances[-COMPARED:])


def nearness(distances: Sequence[float]) -> Nearness | None:
    """Compare the latest guesses with the first; None while there are fewer than five.

    `distances` are the mean distances of guess and mark at each check-in, in points of a line from 0 to 10, oldest
    first. Studies disagree on what coming nearer means (docs/clinical.md).
    """
    if len(distances) < KNOWN_FROM:
        return None
    came_nearer = early(distances) - lately(distances)
    if abs(came_nearer) < CHANGED_FROM:
        return Nearness.SAME
    return Nearness.NEARER if came_nearer > 0 else Nearness.FARTHER
