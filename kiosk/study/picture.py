"""The study as a picture: hits against false alarms, one panel for each within-client spread."""

from collections.abc import Iterator

from kiosk.study.compare import FROM_THIRD, curve
from kiosk.study.contenders import FIXED, MEDIAN, MOVED, WHOLE
from kiosk.study.table import DROP, not_tuned
from kiosk.study.trial import QUIET, SDS, Cell, Study

PANEL, GAP, LEFT, TOP = 190, 46, 52, 58
WIDTH, HEIGHT = LEFT + 2 * PANEL + GAP + 24, TOP + 2 * PANEL + GAP + 44
# Its own paper, so that it reads the same on a light page and on a dark one.
PAPER, INK, QUIET_INK, LINE = "#fbfaf7", "#22262b", "#5c636b", "#d9d5cc"
OURS, THEIRS = "#0b6b5d", "#a8480f"
SHAPES = {"total < 36": "square", "any line < 9": "diamond"}
DRAWN = SDS[:4]


def picture(study: Study) -> str:
    """Draw it as SVG."""
    return "\n".join(_parts(study)) + "\n"


def _parts(study: Study) -> Iterator[str]:
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-labelledby="study-title" font-family="system-ui, sans-serif" font-size="11" fill="{INK}">'
    )
    yield f'<title id="study-title">Hits at a drop of {DROP} points against false alarms, by within-client SD</title>'
    yield f'<rect width="{WIDTH}" height="{HEIGHT}" rx="8" fill="{PAPER}"/>'
    yield f'<text x="{LEFT}" y="24" font-size="13">Hits at a drop of {DROP} points, against false alarms</text>'
    yield from _legend()
    for place, sd in enumerate(DRAWN):
        x, y = LEFT + (place % 2) * (PANEL + GAP), TOP + (place // 2) * (PANEL + GAP)
        yield f'<g transform="translate({x} {y})">'
        yield from _panel(study.pooled(lambda kind, sd=sd: not_tuned(kind) and kind.sd == sd), sd)  # type: ignore[misc]
        yield "</g>"
    caption = "Across: false alarms. Up: hits. Dashed: total < c for every c. Dotted: own median less c."
    yield f'<text x="{LEFT}" y="{HEIGHT - 12}" fill="{QUIET_INK}">{_escaped(caption)}</text>'
    yield "</svg>"


def _legend() -> Iterator[str]:
    names = [(WHOLE, "circle", OURS), *((name, SHAPES[name], THEIRS) for name in FIXED)]
    for place, (name, shape, colour) in enumerate(names):
        x = LEFT + 6 + place * 104
        yield _mark(shape, x, 40, colour)
        yield f'<text x="{x + 9}" y="44">{_escaped(name)}</text>'


def _panel(cell: Cell, sd: float) -> Iterator[str]:
    for tick in (0, 0.25, 0.5, 0.75, 1):
        at = round(tick * PANEL, 1)
        yield f'<path d="M0 {PANEL - at}H{PANEL}M{at} 0V{PANEL}" stroke="{LINE}"/>'
        if tick in {0, 0.5, 1}:
            yield f'<text x="-6" y="{PANEL - at + 4}" text-anchor="end" fill="{QUIET_INK}">{tick:g}</text>'
            yield f'<text x="{at}" y="{PANEL + 15}" text-anchor="middle" fill="{QUIET_INK}">{tick:g}</text>'
    for rival, dashes in ((MOVED, "4 3"), (MEDIAN, "1 3")):
        steps = "L".join(f"{x * PANEL:.1f} {(1 - y) * PANEL:.1f}" for x, y in curve(cell, rival, DROP)[::4])
        yield f'<path d="M{steps}" fill="none" stroke="{THEIRS}" stroke-width="1.5" stroke-dasharray="{dashes}"/>'
    for name in FIXED:
        yield _mark(SHAPES[name], *_place(cell, name), THEIRS)
    yield _mark("circle", *_place(cell, WHOLE), OURS)
    yield f'<text x="{PANEL - 6}" y="{PANEL - 8}" text-anchor="end">within-client SD {sd:g}</text>'


def _place(cell: Cell, name: str) -> tuple[float, float]:
    return cell.rate(name, FROM_THIRD, QUIET) * PANEL, (1 - cell.rate(name, FROM_THIRD, DROP)) * PANEL


def _mark(shape: str, x: float, y: float, colour: str) -> str:
    outlines = {
        "circle": "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0z",
        "square": "M-4-4h8v8h-8z",
        "diamond": "M0-6L6 0L0 6L-6 0z",
    }
    return f'<path transform="translate({x:.1f} {y:.1f})" d="{outlines[shape]}" fill="{colour}"/>'


def _escaped(text: str) -> str:
    return text.replace("<", "&lt;").replace(">", "&gt;")
