"""The study as tables of plain text, which are good Markdown too."""

from collections.abc import Iterator, Sequence

from kiosk.study.compare import by_level, hits_of_moved_cutoff, wilson
from kiosk.study.contenders import CONTENDERS, TODAY, WHOLE
from kiosk.study.trial import LEVELS, QUIET, RUPTURES, SDS, Cell, Study

DROP = 5
"""The rupture that the comparisons are shown for."""


def table(study: Study) -> str:
    """Give all of it."""
    return "\n".join(_lines(study))


def _lines(study: Study) -> Iterator[str]:
    kinds = len(study.cells)
    yield f"Seed {study.seed}, {study.clients} invented clients of each of {kinds} kinds, from the fourth visit on."
    for sd in SDS:
        cell = study.pooled(sd)
        quiet, fallen = f"{cell.visits[QUIET]:,} quiet visits", f"{cell.visits[DROP]:,} with each rupture"
        yield f"\nWithin-client SD {sd:g}: {quiet}, {fallen}\n"
        yield from _grid(
            ["spoke on", "quiet visits", *(f"a drop of {fall}" for fall in RUPTURES)],
            [[name, *(_share(cell, name, fall) for fall in (QUIET, *RUPTURES))] for name in CONTENDERS],
        )
    yield f"\nHits at a drop of {DROP}, against one cutoff for everybody that gives as many false alarms\n"
    heads = ["within-client SD", "set", "false alarms", "hits", "hits of the moved cutoff"]
    yield from _grid(heads, [_equal(study.pooled(sd), name, sd) for sd in SDS for name in (WHOLE, TODAY)])
    for name in (TODAY, WHOLE):
        yield f'\n"{name}" by usual level: false alarms / hits at a drop of {DROP} / those hits less the hits'
        yield "of a cutoff that knows the level, at equal false alarms\n"
        heads = ["SD", *(f"usually {level}" for level in LEVELS)]
        yield from _grid(heads, [_levels(study, sd, name) for sd in SDS])


def _share(cell: Cell, name: str, fall: int) -> str:
    low, high = wilson(cell.spoke[name, fall], cell.visits[fall])
    return f"{_short(cell.rate(name, fall))} ({_short(low)} to {_short(high)})"


def _equal(cell: Cell, name: str, sd: float) -> list[str]:
    alarms = cell.rate(name, QUIET)
    moved = hits_of_moved_cutoff(cell, alarms, DROP)
    return [f"{sd:g}", name, _short(alarms), _short(cell.rate(name, DROP)), _short(moved)]


def _levels(study: Study, sd: float, name: str) -> list[str]:
    return [
        f"{sd:g}",
        *(
            f"{cell.rate(name, QUIET):.2f} / {cell.rate(name, DROP):.2f} / {lead:+.3f}"
            for cell, lead in by_level(study, sd, name, DROP)
        ),
    ]


def _short(share: float) -> str:
    return f"{share:.3f}"


def _grid(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(heads, *rows, strict=True)]
    yield _row(heads, widths)
    yield "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    for row in rows:
        yield _row(row, widths)


def _row(values: Sequence[str], widths: Sequence[int]) -> str:
    return "| " + " | ".join(value.ljust(width) for value, width in zip(values, widths, strict=True)) + " |"
