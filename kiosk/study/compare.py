"""Comparing fairly: intervals, and a moved cutoff that gives as many false alarms."""

from math import sqrt

from kiosk.study.trial import LEVELS, QUIET, Cell, Study

Z = 1.959964


def wilson(hits: int, of: int) -> tuple[float, float]:
    """Give the 95 % interval of a share (Wilson 1927, J Am Stat Assoc 22:209); of nothing, all is possible."""
    if not of:
        return 0.0, 1.0
    share, weight = hits / of, Z**2 / of
    centre = (share + weight / 2) / (1 + weight)
    reach = Z * sqrt(share * (1 - share) / of + weight / (4 * of)) / (1 + weight)
    return max(0.0, centre - reach), min(1.0, centre + reach)


def hits_of_moved_cutoff(cell: Cell, false_alarms: float, fall: int) -> float:
    """Give the hits of "total < c" at the c that gives as many false alarms.

    Totals come in tenths, so between two cutoffs the hits are taken in proportion, as if tossing a coin for which of
    the two to use. Above the share of visits that have a total at all, a cutoff cannot alarm: then all totals count.
    """
    wanted, alarms, hits = false_alarms * cell.visits[QUIET], 0.0, 0.0
    for total in sorted({total for _, total in cell.totals}):
        quiet, fallen = cell.totals[QUIET, total], cell.totals[fall, total]
        if alarms + quiet > wanted:
            return (hits + fallen * (wanted - alarms) / quiet) / cell.visits[fall]
        alarms, hits = alarms + quiet, hits + fallen
    return hits / cell.visits[fall]


def lead_over_moved_cutoff(cell: Cell, name: str, fall: int) -> float:
    """Give the hits of a contender less those of the moved cutoff at equal false alarms."""
    return cell.rate(name, fall) - hits_of_moved_cutoff(cell, cell.rate(name, QUIET), fall)


def curve(cell: Cell, fall: int) -> list[tuple[float, float]]:
    """Give the false alarms and hits of "total < c" for every c."""
    points, alarms, hits = [(0.0, 0.0)], 0, 0
    for total in sorted({total for _, total in cell.totals}):
        alarms, hits = alarms + cell.totals[QUIET, total], hits + cell.totals[fall, total]
        points.append((alarms / cell.visits[QUIET], hits / cell.visits[fall]))
    return points


def by_level(study: Study, sd: float, name: str, fall: int) -> list[tuple[Cell, float]]:
    """Give for each level its cell, and a contender's lead over a cutoff moved for clients of that level alone."""
    cells = [study.cells[sd, level] for level in LEVELS]
    return [(cell, lead_over_moved_cutoff(cell, name, fall)) for cell in cells]
