"""Pictures of a page, compared by contrast and not by colour."""

from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO

from PIL import Image
from playwright.sync_api import FloatRect, Page

from tests.browser.access import light_up, steps

LIGHTS = ("light", "dark", "forced")
CONTRAST = 3
"""The least contrast between focused and not focused, or chosen and not chosen (WCAG 1.4.11, 2.4.13)."""
AROUND_PX = 8
RING_PX = 2
ROUNDED = 0.8
"""The part of a rectangle's ring that is left when its corners are rounded."""

Pixel = tuple[int, int, int]
Box = Sequence[float]


def luminance(pixel: Pixel) -> float:
    """Relative luminance as WCAG defines it."""
    parts = [part / 255 for part in pixel]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Pixel, other: Pixel) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def picture(page: Page, box: Box) -> Image.Image:
    """This part of the window with a little around it, one pixel for one of CSS."""
    size = page.viewport_size
    assert size is not None
    left, top = max(0, int(box[0]) - AROUND_PX), max(0, int(box[1]) - AROUND_PX)
    right, bottom = min(size["width"], int(box[2]) + AROUND_PX), min(size["height"], int(box[3]) + AROUND_PX)
    clip: FloatRect = {"x": left, "y": top, "width": right - left, "height": bottom - top}
    return Image.open(BytesIO(page.screenshot(clip=clip, scale="css"))).convert("RGB")


def strong_changes(one: Image.Image, other: Image.Image) -> int:
    """The number of pixels that differ so much that nobody needs colours to see it."""
    return sum(contrast(*pair) >= CONTRAST for pair in _differing(one, other))


def _differing(one: Image.Image, other: Image.Image) -> Iterator[tuple[Pixel, Pixel]]:
    left, right = one.tobytes(), other.tobytes()
    for at in range(0, len(left), 3):
        if left[at : at + 3] != right[at : at + 3]:
            yield (left[at], left[at + 1], left[at + 2]), (right[at], right[at + 1], right[at + 2])


def faint_focus(page: Page, known: set[str]) -> list[str]:
    """Stops of the Tab key whose focus could be overlooked in some light; each kind of stop is looked at once."""
    found = []
    for stop in steps(page):
        if stop["kind"] in known:
            continue
        known.add(stop["kind"])
        focused = in_each_light(page, stop["box"])
        page.evaluate("document.activeElement.blur()")
        left = in_each_light(page, stop["box"], reversed(LIGHTS))
        found += [f"{light}: {stop['words']}" for light in LIGHTS if not _is_ring(focused[light], left[light])]
    return found


def in_each_light(page: Page, box: Box, lights: Iterable[str] = LIGHTS) -> dict[str, Image.Image]:
    """Pictures of this part of the window, one in each light, in this order; the last light stays on."""
    found = {}
    for light in lights:
        light_up(page, light)
        found[light] = picture(page, box)
    return found


def _is_ring(focused: Image.Image, left: Image.Image) -> bool:
    """True if as many pixels change as a line of two pixels all around has."""
    width, height = focused.width - 2 * AROUND_PX, focused.height - 2 * AROUND_PX
    return strong_changes(focused, left) >= ROUNDED * RING_PX * 2 * (width + height)
