"""Check that a version may continue an earlier one: the same marks must mean the same on both."""

from collections.abc import Callable, Iterable, Sequence

from kiosk.catalogue.complaints import Complaints
from kiosk.catalogue.table import TOMLTable
from kiosk.domain.measures import Item, Measure, Scoring, Subscale

Earlier = Callable[[str, int], Measure | None]
"""Finds a version of a measure by its id and number; None where there is no such version."""


def read_continues(root: TOMLTable, version: int) -> int | None:
    """Read which earlier version this one continues, if any. `version` is 0 where it could not be read."""
    if not root.has("continues"):
        return None
    continued = root.whole("continues")
    if version and continued >= version:
        raise root.fault("continues", f"should be lower than version = {version}, or be left out.")
    return continued


def check_continued(root: TOMLTable, measure: Measure, earlier: Earlier, complaints: Complaints) -> None:
    """Compare with the version it continues: items, scales, weights and scoring. Words may differ, and do."""
    if measure.continues is None:
        return
    before = earlier(measure.id, measure.continues)
    if before is None:
        remedy = f'install that version of "{measure.id}" first, or take it out.'
        complaints.keep(root.fault("continues", remedy, f"is {measure.continues}, and there is no such version here"))
        return
    as_before = f"as in version {before.version}; or take continues = {before.version} out."
    if measure.part is not before.part:
        complaints.keep(root.fault("asked", f'should be "{before.part}", {as_before}', f"is {measure.part}"))
    complaints.after(None, _check_items, root, measure, before, as_before)
    if not complaints:
        for table, item, other in zip(root.tables("items"), measure.items, before.items, strict=True):
            complaints.after(None, _check_item, table, item, other, as_before)
        complaints.after(None, _check_scoring, root.table("score"), measure.scoring, before.scoring, as_before)


def _check_items(root: TOMLTable, measure: Measure, before: Measure, as_before: str) -> None:
    for table, item, other in zip(root.tables("items"), measure.items, before.items, strict=False):
        if item.id != other.id:
            raise table.fault("id", f'should be "{other.id}", {as_before}')
    here, there = len(measure.items), len(before.items)
    if here != there:
        raise root.fault("items", f"should be {there}, {as_before}", f"has {here}")


def _check_item(table: TOMLTable, item: Item, before: Item, as_before: str) -> None:
    if item.kind != before.kind:
        raise table.fault("kind", f'should be "{before.kind}", {as_before}')
    if _values(item) != _values(before):
        raise table.fault(
            "scale", f"should have the values {_listed(_values(before))}, {as_before}", "has other values"
        )
    if _faces(item) != _faces(before):
        raise table.fault("scale", f"should have the faces {_listed(_faces(before))}, {as_before}", "has other faces")
    if item.weight != before.weight:
        raise table.fault("weight", f"should be {float(before.weight):g}, {as_before}")


def _check_scoring(table: TOMLTable, scoring: Scoring, before: Scoring, as_before: str) -> None:
    if scoring.kind != before.kind:
        raise table.fault("kind", f'should be "{before.kind}", {as_before}')
    if scoring.missing != before.missing:
        raise table.fault("missing", f'should be "{before.missing}", {as_before}')
    if scoring.replaced_at_most != before.replaced_at_most:
        raise table.fault("replaced-at-most", f"should be {before.replaced_at_most}, {as_before}")
    if scoring.reversed_items != before.reversed_items:
        raise table.fault("reversed", f"should name {_listed(sorted(before.reversed_items))}, {as_before}")
    if _parts(scoring.subscales) != _parts(before.subscales):
        wanted = _listed(f"{part.id} ({_listed(part.items)})" for part in before.subscales)
        raise table.fault("subscales", f"should be {wanted}, {as_before}", "differ")


def _values(item: Item) -> Sequence[str]:
    return [option.text for option in item.options]


def _faces(item: Item) -> Sequence[str]:
    return [option.face for option in item.options]


def _parts(subscales: Iterable[Subscale]) -> Sequence[tuple[str, tuple[str, ...]]]:
    return [(part.id, part.items) for part in subscales]


def _listed(words: Iterable[str]) -> str:
    return ", ".join(words) or "none"
