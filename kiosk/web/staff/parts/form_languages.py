"""The languages in which a client can be asked, to choose from, and the words for the one that was."""

from collections.abc import Sequence

from kiosk.core import settings
from kiosk.domain.measures import Measure
from kiosk.domain.phrases import Phrase, phrase
from kiosk.queries import practice as queries
from kiosk.web.shared.browser_login import actor
from kiosk.web.shared.languages import languages, name_in_ours, said
from kiosk.web.staff.parts.choices import Choice


def usual_language() -> str:
    """In which a client is asked who has no language of their own."""
    return queries.usual_language(actor()) or settings().language


def as_usual() -> Phrase:
    """Name the choice for a client with no language of their own."""
    return phrase("As usual here: %(language)s", language=name_in_ours(usual_language()))


def form_languages(unsaid: Phrase) -> Sequence[Choice]:
    """First none, and what follows from that; then each in its own name, so that whoever speaks it finds it."""
    return [Choice("", said(unsaid)), *(Choice(tag, one.own_name) for tag, one in languages("client").items())]


def asked_in(language: str, wished: str, measure: Measure, length: str) -> Phrase:
    """Say how long the form is and in which language, and why it is not in the client's own."""
    named = name_in_ours(language)
    if wished and wished not in measure.languages:
        return phrase(
            "Check-in: %(length)s, in %(language)s. This form has no %(wished)s.",
            length=length,
            language=named,
            wished=name_in_ours(wished),
        )
    return phrase("Check-in: %(length)s, in %(language)s.", length=length, language=named)
