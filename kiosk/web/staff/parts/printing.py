"""Our own words as a printed page has them."""

from kiosk.domain.phrases import Phrase
from kiosk.web.shared.languages import said


def as_printed(words: Phrase | str) -> str:
    """In the language of the page, with the apostrophe of a printed one; the client's own words are never touched."""
    return said(words).replace("'", "\N{RIGHT SINGLE QUOTATION MARK}")
