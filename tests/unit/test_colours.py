"""The colours keep their contrast: text for clients 7 to 1, what is touched and drawn 3 to 1, in light and dark."""

import json
import re
from itertools import product

import pytest

from kiosk.assets import folder

TOKEN = re.compile(r"--([a-z0-9-]+): (#[0-9a-f]{3,6});")
THEME_COLOUR = re.compile(r'name="theme-color" content="(#\w+)"')
TEXT = (
    *product(("ink", "ink-2"), ("paper", "card", "sunk", "spruce-soft", "lamp-soft")),
    *product(("spruce",), ("paper", "card", "spruce-soft", "lamp-soft")),
    *product(("lamp-ink",), ("paper", "card", "lamp-soft")),
    ("on-spruce", "spruce"),
    ("on-spruce", "spruce-pressed"),
    ("paper", "ink"),
)
CONTROLS = (
    *product(("edge", "lamp"), ("paper", "card", "sunk", "lamp-soft")),
    *product(("track",), ("paper", "card")),
    *product(("bar",), ("paper", "card", "sunk")),
)


def tokens(scheme: str) -> dict[str, str]:
    light, dark, *_ = (folder("static") / "css" / "tokens.css").read_text("utf-8").split("@media")
    return dict(TOKEN.findall(light)) | (dict(TOKEN.findall(dark)) if scheme == "dark" else {})


def test_what_a_browser_draws_around_a_page_is_the_colour_of_the_paper() -> None:
    manifest = json.loads((folder("static") / "tablet.webmanifest").read_text("utf-8"))
    around = THEME_COLOUR.findall((folder("templates") / "layouts" / "base.html").read_text("utf-8"))
    paper, dark = (tokens(scheme)["paper"] for scheme in ("light", "dark"))
    assert [colour.lower() for colour in around] == [paper, dark]
    assert [manifest[part].lower() for part in ("background_color", "theme_color")] == [paper] * 2


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_black_on_white_has_the_contrast_it_is_known_to_have() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXT)
def test_text_stands_out_seven_to_one(scheme: str, text: str, ground: str) -> None:
    known = tokens(scheme)
    assert contrast(known[text], known[ground]) >= 7


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("control", "ground"), CONTROLS)
def test_controls_and_drawings_stand_out_three_to_one(scheme: str, control: str, ground: str) -> None:
    known = tokens(scheme)
    assert contrast(known[control], known[ground]) >= 3
