"""Signals: the reasons to talk that rules find in a check-in and its history."""

from kiosk.domain.signals.finding import find
from kiosk.domain.signals.order import ORDER, Signal, in_leading_order

__all__ = ["ORDER", "Signal", "find", "in_leading_order"]
