"""A link as a QR code: its dark squares as one SVG path."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode

MOST_KEPT: Final = 200
"""Codes of links that are open at one time in one worker; each takes some 5 kB."""


@dataclass(frozen=True)
class Code:
    """`modules` is the side, without the quiet zone; `path` draws each run of dark squares as one rectangle."""

    modules: int
    path: str


@lru_cache(MOST_KEPT)
def qr_code(link: str) -> Code:
    """The code of a link, with 15 % of it free to be damaged (level M).

    Drawing it is the dearest part of the page that shows it, which is fetched anew with each event of its form.
    """
    code = QRCode(error_correction=ERROR_CORRECT_M, border=0)
    code.add_data(link)
    code.make(fit=True)
    rows = code.get_matrix()
    runs = (f"M{x} {y}h{length}v1h-{length}z" for y, row in enumerate(rows) for x, length in _runs(row))
    return Code(len(rows), "".join(runs))


def _runs(row: list[bool]) -> list[tuple[int, int]]:
    """Return start and length of each run of dark squares, in squares."""
    runs: list[tuple[int, int]] = []
    begin: int | None = None
    for x, dark in enumerate([*row, False]):
        if dark and begin is None:
            begin = x
        elif not dark and begin is not None:
            runs.append((begin, x - begin))
            begin = None
    return runs


def drawn(link: str) -> str:
    """Draw the QR code of a link as an SVG, with the quiet zone of four squares that scanners need."""
    code, quiet = qr_code(link), 4
    side = code.modules + 2 * quiet
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{-quiet} {-quiet} {side} {side}"'
        ' shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M-{quiet}-{quiet}h{side}v{side}h-{side}z"/><path d="{code.path}"/></svg>'
    )
