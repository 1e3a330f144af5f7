"""The privacy notice: a template for practices, and how what is so fills the gaps of their own text."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kiosk.domain.phrases import Phrase, in_turn, phrase, phrases

GAPS: Final = ("who", "how-long", "where", "contact")
"""Gaps that every notice has: they are filled from what is so, so that none can say less than the truth."""
OPTIONAL_GAPS: Final = ("practice",)
GAP: Final = re.compile(r"\{([^{}\s]*)\}")

TEMPLATE: Final[Sequence[tuple[Phrase, Phrase]]] = (
    (
        phrase("What it is for"),
        phrase("So that you and your therapist can talk about how the session was. You never have to answer."),
    ),
    (
        phrase("What is kept"),
        phrase(
            "A code that your therapist chose for you, and no name. The day and the time. What you mark, and the words "
            "you add. What your therapist notes about it."
        ),
    ),
    # For translators: keep {who} as it is: it becomes whole sentences that say who sees it. So do {where}, {how-long}
    # and {contact}.
    (phrase("Who sees it"), phrase("{who}")),
    (phrase("Where it is kept"), phrase("{where} Your own device keeps nothing of it.")),
    (phrase("How long"), phrase("{how-long}")),
    (
        phrase("Your rights"),
        phrase(
            "You can ask what is kept about you, and have a copy. You can have it corrected or deleted. You can stop "
            "at any time, and it is never held against you. You can complain to the data protection authority."
        ),
    ),
    (phrase("Whom to ask"), phrase("{contact}")),
)
"""Headings and texts, in simple words; a practice's lawyer may want others, and it can write its own."""
OWN_COMPUTER: Final = phrase("On the practice’s own computer.")  # noqa: RUF001 -- as printed
HOSTED: Final = phrase("On a computer that %(host)s runs for the practice.")
UNTIL_DELETED: Final = phrase("Until the practice deletes it.")
YEARS: Final = phrases(
    "For %(count)s year after your last contact. Then the practice looks each year, and deletes what it no longer "
    "needs.",
    "For %(count)s years after your last contact. Then the practice looks each year, and deletes what it no longer "
    "needs.",
    count=0,
)
WORDS_YEARS: Final = phrases(
    "The words you added: for %(count)s year.", "The words you added: for %(count)s years.", count=0
)
LAW_YEARS: Final = phrases(
    "The law asks to keep it for %(count)s year.", "The law asks to keep it for %(count)s years.", count=0
)
ONCE_LEFT: Final = phrase(
    "If your therapist leaves, the practice can see what you marked. It sees your words only if you ask for a copy."
)
"""For who sees it: an administrator can take the record of a client whose therapist can no longer log in."""
ASK: Final = phrase("Ask your therapist, or the practice: %(contact)s.")


@dataclass(frozen=True)
class Section:
    """One part of a notice as it is shown; a practice's own text may have parts without a heading."""

    heading: str
    text: str


def kept_for(years: int, words_years: int, law_years: int) -> Phrase:
    """Say for how many years after the last contact answers are kept, and their words; 0 years where nothing is set."""
    first = YEARS.filled(count=years) if years else UNTIL_DELETED
    words = [WORDS_YEARS.filled(count=words_years)] if words_years and words_years != years else []
    law = [LAW_YEARS.filled(count=law_years)] if law_years else []
    return in_turn(first, *words, *law)


def written(sections: Sequence[tuple[str, str]]) -> str:
    """Give a notice as it is typed: a heading, its text below it, and an empty line between two parts."""
    return "\n\n".join(f"{heading}\n{text}" for heading, text in sections)


def sections_of(text: str, facts: Mapping[str, str]) -> Sequence[Section]:
    """Read a notice as it is typed, its gaps filled with what is so: the first line of each part is its heading."""
    parts = (part.split("\n", 1) for part in re.split(r"\n\s*\n", text.strip()))
    return [
        Section(filled(lines[0], facts), filled(lines[1], facts))
        if len(lines) > 1
        else Section("", filled(lines[0], facts))
        for lines in parts
    ]


def filled(text: str, facts: Mapping[str, str]) -> str:
    """Fill the gaps of a text. A gap without a fact stays as it was typed."""
    return GAP.sub(lambda found: facts.get(found[1], found[0]), text)
