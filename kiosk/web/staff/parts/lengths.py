"""Lengths of forms, in words."""

from collections.abc import Sequence

from flask_babel import gettext, ngettext

from kiosk import catalogue
from kiosk.domain.measures import Measure
from kiosk.domain.parts import Part
from kiosk.web.shared.languages import spoken
from kiosk.web.staff.parts.choices import Choice
from kiosk.web.staff.parts.numerals import within


def length_of(measure: Measure) -> str:
    """Such as "four lines"."""
    count = len(measure.items)
    if not count:
        return gettext("no questions")
    number = within(count)
    match measure.kind:
        case "line":
            return ngettext("%(count)s line", "%(count)s lines", count, count=number)
        case "faces":
            return ngettext("%(count)s row of faces", "%(count)s rows of faces", count, count=number)
        case "choice":
            return ngettext("%(count)s question", "%(count)s questions", count, count=number)


def name_of(measure: Measure) -> str:
    """Its name and how long it is, such as "Session check, four lines"."""
    return f"{measure.names[spoken()]}, {length_of(measure)}"


def forms(first: str = "", *, with_ages: bool = False, part: Part = Part.CLOSING) -> Sequence[Choice]:
    """Every form for that part of a session, the usual one here first; a child's says for which age, if asked."""
    here = [measure for measure in catalogue.measures().values() if measure.part is part]
    ordered = sorted(here, key=lambda measure: measure.id != first)
    return [Choice(measure.id, name_of(measure) + (_ages(measure) if with_ages else "")) for measure in ordered]


def _ages(measure: Measure) -> str:
    """Such as " (6 to 12 years)"; empty for a form that has no upper age."""
    youngest, oldest = measure.audience.from_age, measure.audience.to_age
    if oldest is None:
        return ""
    if youngest is None:
        return " " + gettext("(up to %(oldest)s years)", oldest=oldest)
    return " " + gettext("(%(youngest)s to %(oldest)s years)", youngest=youngest, oldest=oldest)
