"""The practice's crisis line on a page that may be in another language."""

from dataclasses import dataclass
from typing import Final

from kiosk.core import settings
from kiosk.domain.crisis import CrisisLine
from kiosk.web.shared.languages import locale_of


@dataclass(frozen=True)
class CrisisView:
    """The sentence and the number, with the language and direction in which they are read."""

    text: str
    number: str
    language: str
    direction: str

    def __bool__(self) -> bool:
        return bool(self.text or self.number)


NO_CRISIS: Final = CrisisView("", "", "", "")


def crisis_view(line: CrisisLine) -> CrisisView:
    """The line as it was written, whatever the language of the page."""
    language = line.language or settings().language
    return CrisisView(line.text, line.number, language, locale_of(language).text_direction)
