"""A screen and a hand before it: scenes are written with these words once, and run in every engine."""

from io import BytesIO

from PIL import Image

from tests.browser.client import OVERHANG, PATIENCE_S
from tests.browser.engines.driver import Driver
from tests.support.servers import wait_until

NAMED = """
  const words = (one) => one.innerText.replace(/\\s+/g, " ").trim();
  const isSeen = (one) => one.checkVisibility?.({ visibilityProperty: true }) ?? one.getClientRects().length > 0;
  const [asked] = [...document.querySelectorAll("a, button, label, summary")].filter(
    (one) => words(one) === given[0] && isSeen(one) && !one.classList.contains("unseen"));
"""
PLACE = """
  if (!asked) return null;
  asked.scrollIntoView({ block: "nearest" });
  const box = asked.getBoundingClientRect();
  const middle = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  const stands = document.readyState === "complete" && document.fonts.status === "loaded" && asked.contains(middle);
  return stands ? [box.x, box.y, box.width, box.height] : null;
"""
"""Once it lies where it will stay, and nothing lies over it."""
ONE = "const asked = document.querySelector(given[0]);"
SEEN = "return document.body.innerText"
WITHIN = "return document.documentElement.scrollWidth <= innerWidth"

Box = tuple[float, float, float, float]


class Screen:
    """One window as a person sees and uses it. Whatever comes by itself is waited for."""

    def __init__(self, driver: Driver) -> None:
        self.driver = driver
        self.run, self.resize, self.type = driver.run, driver.resize, driver.type

    def open(self, url: str) -> None:
        self.driver.open(url)

    def open_form(self, url: str) -> None:
        """A form, once its script has it: who presses before that gets what there is without JavaScript."""
        self.open(url)
        self.until("document.querySelector('#form').dataset.way")

    def until(self, expression: str, *given: object) -> None:
        """Wait until this is true of the page. While one page makes way for another, nothing is true of it."""
        wait_until(
            lambda: self._holds(expression, *given),
            lambda: f"{expression} {given}, but there is: {self.run(SEEN)}",
            PATIENCE_S,
        )

    def _holds(self, expression: str, *given: object) -> bool:
        try:
            return bool(self.run(f"return Boolean(document.body && ({expression}))", *given))
        except Exception:  # noqa: BLE001 -- each engine says in its own way that the page is not there now
            return False

    def reads(self, text: str) -> None:
        """This is to be read on the screen, now or soon."""
        self.until("document.body.innerText.includes(given[0])", text)

    def is_at(self, path: str) -> None:
        self.until("location.pathname === given[0]", path)

    def press(self, name: str) -> None:
        """The link or button of this name."""
        self._press(self._place(NAMED, name))

    def press_part(self, selector: str) -> None:
        """The part of the page that has no name of its own."""
        self._press(self.box(selector))

    def _press(self, box: Box) -> None:
        across, down, width, height = box
        self.driver.press(across + width / 2, down + height / 2)

    def box(self, selector: str) -> Box:
        """The box of this part of the page now, brought into view."""
        return self._place(ONE, selector)

    def _place(self, find: str, what: str) -> Box:
        self.until(f"(() => {{ {find} {PLACE} }})()", what)
        across, down, width, height = self.run(find + PLACE, what)
        return across, down, width, height

    def mark(self, item: str, value: float) -> None:
        across, down, width, height = self.box(f"#item-{item} .line")
        track = width - 2 * OVERHANG
        self.driver.press(across + OVERHANG + track * value / 10, down + height / 2)

    def value(self, item: str) -> float | None:
        """The value that would be sent for this item; None when nothing is marked."""
        sent = self.run("return new FormData(document.querySelector('#form')).get(given[0])", f"item-{item}")
        return float(sent) if sent else None

    def back(self) -> None:
        self.driver.back()
        self.until("document.readyState === 'complete'")

    def is_within(self) -> bool:
        """True if nothing of the page lies beside the window."""
        return bool(self.run(WITHIN))

    def picture(self) -> Image.Image:
        return Image.open(BytesIO(self.driver.picture())).convert("RGB")

    def content(self) -> str:
        """All that the page holds, seen or not."""
        return str(self.run("return document.documentElement.outerHTML"))
