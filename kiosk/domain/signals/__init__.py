"""Signals: the reasons to talk that rules find in a check-in and its history."""

from kiosk.domain.signals.finding import find
from kiosk.domain.signals.guesses import Guess
from kiosk.domain.signals.order import ASKS, DIFFERENT, GRAVEST, ORDER, Signal, in_leading_order
from kiosk.domain.signals.said import SAFETY
from kiosk.domain.signals.together import Filled, find_together

__all__ = [
    "ASKS",
    "DIFFERENT",
    "GRAVEST",
    "ORDER",
    "SAFETY",
    "Filled",
    "Guess",
    "Signal",
    "find",
    "find_together",
    "in_leading_order",
]
