"""The QR code: its path draws the very squares, and a reader reads the very link."""

import re

import pytest
import zxingcpp
from PIL import Image, ImageDraw

from kiosk.qr import qr_code

LINKS = (
    "https://go.example.org/c/AAAAAAAAAAAAAAAAAAAAAA",
    "http://192.0.2.7:8000/c/-_-_-_-_-_-_-_-_-_-_-_",
    "HTTP://A",
)
RUN = re.compile(r"M(\d+) (\d+)h(\d+)v1h-(\d+)z")


def drawn(link: str, scale: int = 4, quiet: int = 4) -> Image.Image:
    """Draw the code as a browser does."""
    code = qr_code(link)
    side = (code.modules + 2 * quiet) * scale
    picture = Image.new("L", (side, side), 255)
    pen = ImageDraw.Draw(picture)
    for x, y, length, back in (tuple(map(int, run)) for run in RUN.findall(code.path)):
        assert length == back
        left, top = (x + quiet) * scale, (y + quiet) * scale
        pen.rectangle((left, top, left + length * scale - 1, top + scale - 1), fill=0)
    return picture


@pytest.mark.parametrize("link", LINKS)
def test_a_reader_reads_the_link(link: str) -> None:
    assert [found.text for found in zxingcpp.read_barcodes(drawn(link))] == [link]


@pytest.mark.parametrize("link", LINKS)
def test_the_path_is_runs_and_nothing_else_and_stays_inside(link: str) -> None:
    code = qr_code(link)
    assert RUN.sub("", code.path) == ""
    assert all(int(x) + int(length) <= code.modules for x, _, length, _ in RUN.findall(code.path))


def test_the_path_is_short_enough_for_a_page_that_is_swapped_often() -> None:
    assert len(qr_code(LINKS[0]).path) < 6_000
