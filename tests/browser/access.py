"""Rules of access that every page keeps, each as a list of what breaks it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal, TypedDict

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

PROBES = Path(__file__).with_name("probes.js").read_text(encoding="utf-8")
AXE = Axe()
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
OFF_BY_DEFAULT = {
    rule: {"enabled": True} for rule in ("target-size", "label-content-name-mismatch", "css-orientation-lock")
}
ENHANCED = {"color-contrast-enhanced": {"enabled": True}}
SIZES = [(320, 568), (320, 256), (360, 640), (390, 844), (768, 1024), (1024, 768), (1280, 1024)]
"""320 by 256 is what is left of a window of 1280 by 1024 at 400 %, or above a keyboard on the screen."""
UNFIT = ("sideways", "cut", "torn", "overlapping")
"""A page that goes sideways; text that is cut off, torn apart within a word, or lies on other text."""
STOPS_AT_MOST = 120


class Focus(TypedDict):
    """The place of the focus; see `focus` among the probes."""

    at: int
    stop: int
    isCovered: bool
    kind: str
    words: str
    box: tuple[float, float, float, float]


def probe(page: Page, name: str, argument: object = None) -> Any:  # noqa: ANN401 -- what the probe gives
    page.wait_for_load_state()
    return page.evaluate(f"argument => ({PROBES}).{name}(argument)", argument)


def broken(page: Page, rules: Mapping[str, object]) -> list[str]:
    """The rules of axe that are broken, by what. Its script is given to a page once: reading it costs half a check."""
    page.wait_for_load_state()
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.axe_script)
    run = "options => axe.run(options).then(({ violations }) => violations)"
    return [
        f"{rule['id']}: {node['html'][:160]} ({node['failureSummary']})"
        for rule in page.evaluate(run, {"resultTypes": ["violations"], **rules})
        for node in rule["nodes"]
    ]


def broken_in_every_light(page: Page, **more: object) -> list[str]:
    """All rules as the page stands, and those about colour once more in the dark and in colours of the system."""
    found = broken(page, {"runOnly": {"type": "tag", "values": TAGS}, "rules": OFF_BY_DEFAULT | more})
    of_colour = {"runOnly": {"type": "rule", "values": ["color-contrast", *more]}}
    for light in ("dark", "forced"):
        with lit(page, light):
            found += [f"{light}: {each}" for each in broken(page, of_colour)]
    return found


@contextmanager
def lit(page: Page, light: str) -> Iterator[None]:
    """The page in the dark, or in the few colours of a system for weak eyes, for as long as the block runs."""
    light_up(page, light)
    yield
    light_up(page, "light")


def light_up(page: Page, light: str) -> None:
    """Show the page in this light from here on."""
    scheme: Literal["light", "dark"] = "dark" if light == "dark" else "light"
    page.emulate_media(color_scheme=scheme, forced_colors="active" if light == "forced" else "none")


@contextmanager
def sized(page: Page, *size: int) -> Iterator[None]:
    """The page in a window of this width and height, for as long as the block runs."""
    before = page.viewport_size
    assert before is not None
    page.set_viewport_size({"width": size[0], "height": size[1]})
    yield
    page.set_viewport_size(before)


@contextmanager
def typed(page: Page, **wishes: object) -> Iterator[None]:
    """The page in larger or looser type, for as long as the block runs."""
    probe(page, "setType", wishes)
    yield
    probe(page, "setType")


def does_not_fit(page: Page, sizes: Iterable[tuple[int, int]] = SIZES, faults: Sequence[str] = UNFIT) -> list[str]:
    """The windows of these in which the page has such a fault."""
    found, before = [], page.viewport_size
    assert before is not None
    for width, height in sizes:
        page.set_viewport_size({"width": width, "height": height})
        found += [f"{(width, height)}: {fault}" for fault in probe(page, "unfit", faults)]
    page.set_viewport_size(before)
    return found


def breaks_in_large_or_loose_type(page: Page) -> list[str]:
    """Text of twice the size, and text with room around every letter and word: nothing cut, nothing on top."""
    found = []
    for wishes in ({"size": "200%"}, {"loose": True}):
        with typed(page, **wishes):
            found += [f"{wishes}: {fault}" for fault in probe(page, "unfit", UNFIT)]
    return found


def moves_unasked(page: Page) -> list[str]:
    """Motion in spite of the wish for none, motion without end, and what could make a sound by itself."""
    endless, restless = probe(page, "moving", True), probe(page, "restless")  # noqa: FBT003 -- an argument of the probe
    page.emulate_media(reduced_motion="reduce")
    moving = probe(page, "moving", False)  # noqa: FBT003 -- the same
    page.emulate_media(reduced_motion="no-preference")
    counted = {"endless": endless, "restless": restless, "moving": moving}
    return [f"{name}: {count}" for name, count in counted.items() if count]


def steps(page: Page) -> Iterator[Focus]:
    """Tab through the page from its beginning: every stop of the way, while the focus is there."""
    probe(page, "toTheTop")
    first = None
    for _ in range(STOPS_AT_MOST):
        page.keyboard.press("Tab")
        focus: Focus | None = probe(page, "focus")
        if focus is None or focus["at"] == first:
            return
        first = focus["at"] if first is None else first
        yield focus


def goes_astray(page: Page) -> list[str]:
    """Stops of the Tab key that lie under something, come out of order, or are never reached."""
    stops = list(steps(page))
    places = [stop["at"] for stop in stops]
    found = [f"covered: {stop['words']}" for stop in stops if stop["isCovered"]]
    found += [f"out of order: {stops[at]['words']}" for at in range(1, len(stops)) if places[at] < places[at - 1]]
    missed = set(range(probe(page, "countStops"))) - {stop["stop"] for stop in stops}
    return found + [f"never reached: {probe(page, 'stop', number)}" for number in sorted(missed)]
