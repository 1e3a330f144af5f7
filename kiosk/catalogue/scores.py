"""Reading how a measure's file adds its marks up: the key of reversed items and subscales, and the bands."""

from collections.abc import Sequence
from typing import Literal

from kiosk.catalogue.items import name, read_words
from kiosk.catalogue.table import TOMLTable
from kiosk.domain.measures import TENTHS, Band, Item, Measure, Scoring, Subscale
from kiosk.domain.scoring import FEWEST_ITEMS_TO_ESTIMATE

Missing = Literal["none", "estimate", "mean-of-rest"]
KINDS: tuple[Literal["sum", "mean", "none"], ...] = ("sum", "mean", "none")
NOT_SCORED = "is of no use where nothing is scored"
MISSING: tuple[Missing, ...] = ("none", "estimate", "mean-of-rest")


def read_scoring(root: TOMLTable, items: Sequence[Item], languages: Sequence[str]) -> Scoring:
    """Read [score]. Items are named by their id or by their number on the form, from 1, as printed keys do."""
    table = root.table("score")
    kind = table.one_of("kind", KINDS)
    if kind == "none":
        _refuse_rest(table, items)
        table.close()
        return Scoring("none")
    missing = table.one_of("missing", MISSING)
    scoring = Scoring(
        kind=kind,
        missing=missing,
        replaced_at_most=_replaced(table, missing, len(items)),
        reversed_items=frozenset(_named(table, "reversed", items)) if table.has("reversed") else frozenset(),
        subscales=_subscales(table, items, languages) if table.has("subscales") else (),
    )
    _check_missing(table, missing, items)
    table.close()
    return scoring


def _refuse_rest(table: TOMLTable, items: Sequence[Item]) -> None:
    for key in ("missing", "reversed", "subscales", "replaced-at-most"):
        if table.has(key):
            raise table.fault(key, 'take it out, or write kind = "sum".', NOT_SCORED)
    if weighted := [item for item in items if item.weight != 1]:
        raise table.fault("kind", f'take the weight of "{weighted[0].id}" out, or write kind = "sum".')


def _replaced(table: TOMLTable, missing: Missing, count: int) -> int:
    if missing == "mean-of-rest":
        return table.whole("replaced-at-most", 1, max(1, count - 1))
    if table.has("replaced-at-most"):
        raise table.fault("replaced-at-most", 'take it out, or write missing = "mean-of-rest".')
    return 0


def _check_missing(table: TOMLTable, missing: Missing, items: Sequence[Item]) -> None:
    if missing == "estimate" and len(items) < FEWEST_ITEMS_TO_ESTIMATE:
        remedy = f'needs {FEWEST_ITEMS_TO_ESTIMATE} items or more; write missing = "none".'
        raise table.fault("missing", remedy)
    if missing != "none" and len({(item.lowest, item.highest) for item in items}) > 1:
        raise table.fault(
            "missing", 'needs items of one range, which can stand for each other; write missing = "none".'
        )


def _named(table: TOMLTable, key: str, items: Sequence[Item]) -> Sequence[str]:
    """The ids of the items that a list names."""
    ids = [item.id for item in items]
    found: list[str] = []
    for place, each in enumerate(table.list_of(key, "[1, 2]")):
        if type(each) is int and 1 <= each <= len(ids):
            item_id = ids[each - 1]
        elif isinstance(each, str) and each in ids:
            item_id = each
        else:
            remedy = f"should be the number of an item, 1 to {len(ids)}, or one of: {', '.join(ids)}."
            raise table.fault(key, remedy, place=place)
        if item_id in found:
            raise table.fault(key, "is there twice; name each item once.", place=place)
        found.append(item_id)
    return found


def _subscales(table: TOMLTable, items: Sequence[Item], languages: Sequence[str]) -> tuple[Subscale, ...]:
    parts: list[Subscale] = []
    for inner in table.tables("subscales"):
        part = Subscale(name(inner), read_words(inner, "names", languages), tuple(_named(inner, "items", items)))
        inner.close()
        for earlier in parts:
            _check_apart(inner, part, earlier)
        parts.append(part)
    placed = {item_id for part in parts for item_id in part.items}
    for number, item in enumerate(items, start=1):
        if item.id not in placed:
            remedy = f'name item {number}, "{item.id}", in one of them.'
            raise table.fault("subscales", remedy, f'have no place for "{item.id}"')
    return tuple(parts)


def _check_apart(table: TOMLTable, part: Subscale, earlier: Subscale) -> None:
    if part.id == earlier.id:
        raise table.fault("id", "is there twice; give each subscale its own id.")
    if both := sorted(set(earlier.items) & set(part.items)):
        raise table.fault("items", f'leave it to one of the two; "{earlier.id}" has it too.', f'has "{both[0]}"')


def read_bands(root: TOMLTable, measure: Measure) -> tuple[Band, ...]:
    """Read [[bands]]: the first begins at the lowest total, each ends where the next begins."""
    if not root.has("bands"):
        return ()
    if not measure.is_scored:
        raise root.fault("bands", 'take them out, or write kind = "sum".', NOT_SCORED)
    bands: list[Band] = []
    for table in root.tables("bands"):
        least = table.tenths("from", measure.maximum, measure.minimum)
        if not bands and least != measure.minimum:
            raise table.fault("from", f"should be {measure.minimum / TENTHS:.1f}, the lowest total, in the first band.")
        if bands and least <= bands[-1].least:
            raise table.fault("from", "should be more than in the band before.")
        bands.append(Band(least, read_words(table, "names", measure.languages)))
        table.close()
    return tuple(bands)
