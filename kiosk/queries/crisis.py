"""The practice's crisis line, as its forms show it."""

from kiosk.domain.crisis import CrisisLine, CrisisTexts
from kiosk.queries.readable import part
from kiosk.storage import people
from kiosk.storage.db import reading
from kiosk.storage.tables import Practice


def crisis_texts(practice: Practice) -> CrisisTexts:
    """Read the line in all its languages."""
    own = CrisisLine(practice.crisis_text, practice.crisis_number, practice.crisis_language)
    return part(lambda: CrisisTexts(own, practice.crisis_texts), CrisisTexts(part(lambda: own, CrisisLine())))


def crisis_of(practice: int | None, language: str) -> CrisisLine:
    """Read the line for a page without a form: of this practice or, where none is given, of the server's only one."""
    found = people.practice_by_id(reading(), practice) if practice else people.sole_practice(reading())
    return crisis_texts(found).line(language) if found else CrisisLine()
