"""A link as a QR code: its dark squares as one SVG path."""

from dataclasses import dataclass

from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode


@dataclass(frozen=True)
class Code:
    """`modules` is the side, without the quiet zone; `path` draws each run of dark squares as one rectangle."""

    modules: int
    path: str


def qr_code(link: str) -> Code:
    """The code of a link, with 15 % of it free to be damaged (level M)."""
    code = QRCode(error_correction=ERROR_CORRECT_M, border=0)
    code.add_data(link)
    code.make(fit=True)
    rows = code.get_matrix()
    runs = (f"M{x} {y}h{length}v1h-{length}z" for y, row in enumerate(rows) for x, length in _runs(row))
    return Code(len(rows), "".join(runs))


def _runs(row: list[bool]) -> list[tuple[int, int]]:
    """Where each run of dark squares begins, and how long it is."""
    runs: list[tuple[int, int]] = []
    begin: int | None = None
    for x, dark in enumerate([*row, False]):
        if dark and begin is None:
            begin = x
        elif not dark and begin is not None:
            runs.append((begin, x - begin))
            begin = None
    return runs
