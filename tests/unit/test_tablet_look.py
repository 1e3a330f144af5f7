"""The looks of the tablet where it differs from a phone: a fixed theme has the same colours, and the app its icons."""

import json
import re

import pytest
from PIL import Image

from kiosk.assets import folder, static_files

TOKENS = (folder("static") / "css" / "tokens.css").read_text("utf-8")
TABLET = (folder("static") / "css" / "tablet.css").read_text("utf-8")
DARK = "@media screen and (prefers-color-scheme: dark)"
FIXED = re.compile(r"--(?:s-|voice|plain|radius|appear|travel|fade)")


def colours(sheet: str, selector: str) -> dict[str, str]:
    """Each token of the first block after the selector that has to do with light and dark."""
    block = sheet[sheet.index(selector) :]
    block = block[block.index(":root {") if selector == DARK else 0 :].partition("{")[2].partition("}")[0]
    pairs = re.findall(r"(--[\w-]+): ([^;]+);", block)
    return {name: value for name, value in pairs if not FIXED.match(name)}


@pytest.mark.parametrize(("theme", "selector"), [("light", ":root"), ("dark", DARK)])
def test_a_fixed_theme_has_the_colours_of_the_one_that_follows_the_device(theme: str, selector: str) -> None:
    expected = colours(TOKENS, selector)
    assert len(expected) > 15
    assert colours(TABLET, f'[data-theme="{theme}"]') == expected


def test_the_installed_tablet_begins_at_its_own_screen_and_fills_the_display() -> None:
    manifest = static_files()["tablet.webmanifest"]
    content = json.loads(manifest.content)
    assert manifest.content_type == "application/manifest+json"
    assert (content["start_url"], content["display"]) == ("/tablet", "fullscreen")


def test_each_icon_is_there_in_the_size_it_says() -> None:
    content = json.loads(static_files()["tablet.webmanifest"].content)
    sizes = set()
    for icon in content["icons"]:
        with Image.open(folder("static") / icon["src"].removeprefix("/static/")) as drawn:
            assert icon["sizes"] == f"{drawn.width}x{drawn.height}"
            sizes.add((drawn.width, icon.get("purpose", "any")))
    assert sizes == {(192, "any"), (512, "any"), (512, "maskable")}
