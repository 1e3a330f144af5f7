"""The practice's crisis line as a form of its shows it."""

from kiosk.domain.crisis import CrisisLine
from kiosk.storage.tables import Practice


def crisis_line(practice: Practice, language: str) -> CrisisLine:
    """In this language where the practice has written it so, else in its own. The number is the same in all."""
    own = practice.crisis_texts.get(language)
    text, written_in = (own, language) if own else (practice.crisis_text, practice.crisis_language)
    return CrisisLine(text, practice.crisis_number, written_in)
