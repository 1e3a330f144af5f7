"""Small numbers in words, as a sentence has them: at its beginning, or within."""

from typing import Final

from flask_babel import ngettext

from kiosk.domain.phrases import phrase
from kiosk.web.shared.languages import figure, said

AT_THE_BEGINNING: Final = (
    phrase("One"),
    phrase("Two"),
    phrase("Three"),
    phrase("Four"),
    phrase("Five"),
    phrase("Six"),
    phrase("Seven"),
    phrase("Eight"),
    phrase("Nine"),
    phrase("Ten"),
    phrase("Eleven"),
    phrase("Twelve"),
)
WITHIN: Final = (
    phrase("one"),
    phrase("two"),
    phrase("three"),
    phrase("four"),
    phrase("five"),
    phrase("six"),
    phrase("seven"),
    phrase("eight"),
    phrase("nine"),
    phrase("ten"),
    phrase("eleven"),
    phrase("twelve"),
)


def counted(number: int) -> str:
    """Such as *Three*; what is more than twelve, in figures."""
    return said(AT_THE_BEGINNING[number - 1]) if 0 < number <= len(AT_THE_BEGINNING) else figure(number)


def within(number: int) -> str:
    """Such as *three*."""
    return said(WITHIN[number - 1]) if 0 < number <= len(WITHIN) else figure(number)


def times(number: int) -> str:
    """Such as *once* or *3 times*."""
    return ngettext("once", "%(count)s times", number, count=figure(number))
