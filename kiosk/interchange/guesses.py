"""Guesses which column is what, by the headings: those of our own files, of the questions, and of what is usual."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from kiosk.domain.imports import Columns, ImportKind
from kiosk.domain.measures import Measure
from kiosk.domain.written_days import DayOrder
from kiosk.interchange.check_ins_table import ANSWER

CODE: Final = ("client", "code", "client code", "client id", "klient", "klientencode", "kürzel")
DAY: Final = ("sent", "day", "date", "session date", "tag", "datum", "begun")
TOTAL: Final = ("total", "sum", "summe", "gesamt")
LANGUAGE: Final = ("language", "sprache")


def guessed(
    kind: ImportKind,
    headings: Sequence[str],
    orders: Mapping[str, str],
    measure: Measure | None,
    before: Mapping[str, Any],
) -> Columns:
    """Give the columns chosen last time where this file has them, else those whose headings say what they are."""
    there = {heading.casefold(): heading for heading in headings}

    def find(names: Sequence[str], kept: str = "") -> str:
        if kept in headings:
            return kept
        return next((there[name.casefold()] for name in names if name.casefold() in there), "")

    kept = before if before.get("code") in headings else {}
    day = find(DAY, kept.get("day", "")) if kind is ImportKind.SCORES else ""
    items = kept.get("items", {}) if measure and kept.get("measure") == measure.id else {}
    return Columns(
        code=find(CODE, kept.get("code", "")),
        day=day,
        items={item.id: find(_names(measure, item.id), items.get(item.id, "")) for item in measure.items}
        if measure
        else {},
        total=find(TOTAL, kept.get("total", "")) if measure and measure.is_scored else "",
        language=find(LANGUAGE, kept.get("language", "")) if kind is ImportKind.CLIENTS else "",
        measure=measure.id if measure else "",
        version=measure.version if measure else 0,
        day_order=DayOrder(orders.get(day, DayOrder.YEAR_FIRST)),
    )


def _names(measure: Measure, item_id: str) -> Sequence[str]:
    item = measure.item(item_id)
    labels = [label for text in item.texts.values() for label in (text.label, text.question) if label]
    return [f"{ANSWER}{item_id}", item_id, *labels]
