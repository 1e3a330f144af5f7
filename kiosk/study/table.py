"""The study as tables of plain text, which are good Markdown too."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from kiosk.study.compare import FROM_SECOND, FROM_THIRD, Estimate, lead_over, lead_over_strongest, wilson
from kiosk.study.contenders import CONTENDERS, KNOWING, RIVALS, WHOLE, WORD, WORD_TODAY
from kiosk.study.model import LEVELS
from kiosk.study.trial import FIRST, HIGHEST, LATER, POPULATIONS, QUIET, RUPTURES, SDS, SECOND, THIRD, Cell, Kind, Study

DROP = 5
"""The rupture that the comparisons are shown for."""
MAIN_SD = 1.5
VISIT_NAMES = {FIRST: "1", SECOND: "2", THIRD: "3", LATER: "4 and later"}


def table(study: Study) -> str:
    """Give all of it."""
    return "\n".join(_lines(study))


def _lines(study: Study) -> Iterator[str]:
    kinds = {kind for kind, _ in study.cells}
    yield f"Seed {study.seed}, {study.clients} invented clients of each of {len(kinds)} kinds."
    for heading, part in PARTS:
        yield f"\n### {heading}\n"
        yield from part(study)


def not_tuned(kind: Kind) -> bool:
    """Say whether the rules were chosen without looking at this kind."""
    return not kind.shape.tuned


def by_shape(study: Study) -> Iterator[str]:
    """Give a row for each shape and population."""
    heads = ["shape", "population", "false alarms", "hits", "less the best strong rival", "less one that knows"]
    shapes = list(dict.fromkeys(kind.shape for kind, _ in study.cells))
    rows = []
    for shape in shapes:
        for population in POPULATIONS:
            wanted = Kind(shape, population, MAIN_SD)
            batches = study.batches(lambda kind, wanted=wanted: kind == wanted)  # type: ignore[misc]
            cell = Cell.together(batches)
            name = f"{shape.name}{' (tuned on)' if shape.tuned else ''}"
            leads = lead_over_strongest(batches, DROP), lead_over(batches, KNOWING, DROP)
            rows.append([name, population, *_pair(cell, FROM_THIRD), *map(_difference, leads)])
    yield from _grid(heads, rows)


def _by_visit(study: Study) -> Iterator[str]:
    heads = ["SD", "visit", *(f"{each}: false alarms / hits" for each in POPULATIONS)]
    rows = []
    for sd in SDS:
        cells = [_of(study, population, sd) for population in POPULATIONS]
        for visit, name in VISIT_NAMES.items():
            rows.append([f"{sd:g}", name, *(" / ".join(_pair(cell, (visit,))) for cell in cells)])
    yield from _grid(heads, rows)


def _of(study: Study, population: str, sd: float) -> Cell:
    return study.pooled(lambda kind: not_tuned(kind) and kind.population == population and kind.sd == sd)


def _pooled(study: Study) -> Iterator[str]:
    batches = study.batches(not_tuned)
    cell = Cell.together(batches)
    alarms, *hits = (_share(cell, WHOLE, FROM_THIRD, fall) for fall in (QUIET, *RUPTURES))
    yield f"False alarms {alarms};"
    yield f"hits at a drop of 3, 5 and 8: {', '.join(hits)}.\n"
    heads = ["the set less, at equal false alarms", *(f"a drop of {fall}" for fall in RUPTURES)]
    rows = [[rival, *(_difference(lead_over(batches, rival, fall)) for fall in RUPTURES)] for rival in RIVALS]
    yield from _grid(heads, rows)
    yield ""
    verdicts = Counter(lead.verdict for lead in _of_each_kind(study))
    said = ", ".join(f"{verdict} {verdicts[verdict]}" for verdict in ("ahead", "undecided", "behind"))
    yield f"Against the best strong rival in each of {sum(verdicts.values())} kinds not tuned on, a drop of 5: {said}."


def _of_each_kind(study: Study) -> Iterator[Estimate]:
    for each in dict.fromkeys(kind for kind, _ in study.cells if not_tuned(kind)):
        yield lead_over_strongest(study.batches(lambda kind, each=each: kind == each), DROP)  # type: ignore[misc]


def _burden(study: Study) -> Iterator[str]:
    heads = ["SD", "severity", *(f"usually {level}" for level in LEVELS), f"{HIGHEST} and more"]
    rows = []
    for sd in SDS:
        cell = study.pooled(lambda kind, sd=sd: not_tuned(kind) and kind.sd == sd)  # type: ignore[misc]
        for name, severity in ((WORD, "1 and more"), (WORD_TODAY, "1 and more, today"), (WHOLE, "2 and more")):
            rows.append([f"{sd:g}", severity, *(_burdened(cell, name, level) for level in (*LEVELS, HIGHEST))])
    yield from _grid(heads, rows)


def _burdened(cell: Cell, name: str, level: int) -> str:
    of = cell.burden["visits", level]
    return f"{cell.burden[name, level] / of:.3f}" if of else "-"


def _each_rule(study: Study) -> Iterator[str]:
    cell = study.pooled(lambda kind: not_tuned(kind) and kind.sd == MAIN_SD)
    heads = ["spoke on", "quiet visits", *(f"a drop of {fall}" for fall in RUPTURES)]
    rows = [[name, *(_share(cell, name, FROM_SECOND, fall) for fall in (QUIET, *RUPTURES))] for name in CONTENDERS]
    yield from _grid(heads, rows)


PARTS: Sequence[tuple[str, Callable[[Study], Iterator[str]]]] = (
    (f"By shape and population, from the third visit on: within-client SD {MAIN_SD}, a drop of {DROP}", by_shape),
    (f"By visit: shapes not tuned on, a drop of {DROP}", _by_visit),
    ("Pooled over all SDs, populations and shapes not tuned on, from the third visit on", _pooled),
    ("How often the therapist of a quiet client is prompted, from the second visit on", _burden),
    (f"Each rule alone, from the second visit on: shapes not tuned on, within-client SD {MAIN_SD}", _each_rule),
)


def _pair(cell: Cell, visits: Sequence[int]) -> tuple[str, str]:
    return _share(cell, WHOLE, visits, QUIET), _share(cell, WHOLE, visits, DROP)


def _share(cell: Cell, name: str, visits: Sequence[int], fall: int) -> str:
    spoke, of = cell.share(name, visits, fall)
    low, high = wilson(spoke, of)
    return f"{spoke / of if of else 0:.3f} ({low:.3f} to {high:.3f})"


def _difference(lead: Estimate) -> str:
    return f"{lead.value:+.3f} ({lead.value - lead.reach:+.3f} to {lead.value + lead.reach:+.3f})"


def _grid(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(heads, *rows, strict=True)]
    yield _row(heads, widths)
    yield "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    for row in rows:
        yield _row(row, widths)


def _row(values: Sequence[str], widths: Sequence[int]) -> str:
    return "| " + " | ".join(value.ljust(width) for value, width in zip(values, widths, strict=True)) + " |"
