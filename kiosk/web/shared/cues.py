"""A form's cue as a screen shows it: the same word must stand on both screens, whatever language each is read in."""

from dataclasses import dataclass

from kiosk.core import settings
from kiosk.domain.cues import Colour, Cue
from kiosk.web.shared.languages import isolated, languages, said


@dataclass(frozen=True)
class CueView:
    """`word` is in the language of the page; `words` adds the one that the other screen begins with, if it differs."""

    word: str
    words: str
    colour: Colour


def cue_view(cue: Cue, elsewhere: str) -> CueView:
    """The cue on this page; `elsewhere` is the language of the other screen, empty for the server's own."""
    other = languages().get(elsewhere or settings().language)
    here = said(cue.word)
    both = dict.fromkeys((here, other.translations.gettext(cue.word.text) if other else here))
    return CueView(here, " · ".join(map(isolated, both)), cue.colour)
