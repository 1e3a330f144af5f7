"""How long a form is, in words."""

from collections.abc import Sequence
from typing import Final

from kiosk import catalogue
from kiosk.domain.measures import Measure
from kiosk.web.languages import spoken
from kiosk.web.therapist.pages import Choice

NUMBERS: Final = "one two three four five six seven eight nine ten eleven twelve".split()
UNITS: Final = {
    "line": ("line", "lines"),
    "faces": ("row of faces", "rows of faces"),
    "choice": ("question", "questions"),
}


def length_of(measure: Measure) -> str:
    """Such as "four lines"."""
    count = len(measure.items)
    if not count:
        return "no questions"
    one, many = UNITS[measure.kind]
    return f"{NUMBERS[count - 1] if count <= len(NUMBERS) else count} {one if count == 1 else many}"


def name_of(measure: Measure) -> str:
    """Its name and how long it is, such as "Session check, four lines"."""
    return f"{measure.names[spoken()]}, {length_of(measure)}"


def forms(first: str = "", *, with_ages: bool = False) -> Sequence[Choice]:
    """Every form there is to choose from, the one that is usual here first; a child's says for which age, if asked."""
    ordered = sorted(catalogue.measures().values(), key=lambda measure: measure.id != first)
    return [Choice(measure.id, name_of(measure) + (_ages(measure) if with_ages else "")) for measure in ordered]


def _ages(measure: Measure) -> str:
    """Such as " (6 to 12 years)"; empty for a form that has no upper age."""
    youngest, oldest = measure.audience.from_age, measure.audience.to_age
    if oldest is None:
        return ""
    return f" (up to {oldest} years)" if youngest is None else f" ({youngest} to {oldest} years)"
