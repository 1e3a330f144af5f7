"""Sessions that were noted without a form, in words: what became of each, and what else can be noted of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from kiosk.domain.noted import REASONS, Became
from kiosk.domain.phrases import Phrase, phrase
from kiosk.domain.public_ids import PublicId
from kiosk.queries.schedule import SeenNoted
from kiosk.web.shared.languages import said
from kiosk.web.staff.parts.choices import Choice

SENTENCES: Final[Mapping[Became, Phrase]] = MappingProxyType(
    {
        Became.HELD: phrase("Held, not asked."),
        Became.NO_TIME: phrase("Held, not asked: no time."),
        Became.FORGOTTEN: phrase("Held, not asked: forgotten."),
        Became.CRISIS: phrase("Held, not asked: a crisis."),
        Became.TECHNICAL: phrase("Held, not asked: a technical problem."),
        Became.NOT_HELD: phrase("Not held."),
    }
)
WORDS: Final[Mapping[Became, Phrase]] = MappingProxyType(
    {
        Became.HELD: phrase("Held, not asked"),
        Became.NO_TIME: phrase("No time"),
        Became.FORGOTTEN: phrase("Forgotten"),
        Became.CRISIS: phrase("Crisis"),
        Became.TECHNICAL: phrase("Technical problem"),
        Became.NOT_HELD: phrase("Not held"),
    }
)
"""The same as words on a button, and as names in a table."""


@dataclass(frozen=True)
class NotedRow:
    """One session that was noted, with the taps that note something else of it."""

    id: PublicId
    time: str
    client: PublicId | None
    code: str
    sentence: str
    asks_why: bool
    """True where it was held, and why nobody was asked is not said yet."""
    choices: Sequence[Choice]


@dataclass(frozen=True)
class NoteTap:
    """One tap by which an expected session is noted: its plan, its day, and the words that can be tapped."""

    plan: PublicId
    day: str
    choices: Sequence[Choice]


def noted_row(seen: SeenNoted) -> NotedRow:
    """The row of one of them."""
    asks_why = seen.became is Became.HELD
    others = REASONS if asks_why else [one for one in Became if one is not seen.became]
    return NotedRow(
        id=seen.id,
        time="" if seen.minute is None else f"{seen.minute // 60:02}:{seen.minute % 60:02}",
        client=seen.client,
        code=seen.name,
        sentence=said(SENTENCES[seen.became]),
        asks_why=asks_why,
        choices=[Choice(one, said(WORDS[one])) for one in others],
    )


def note_tap(plan: PublicId, day: str, *, has_come: bool) -> NoteTap:
    """Offer what can be noted by one tap; before its time a session can only have been cancelled."""
    taps = (Became.HELD, Became.NOT_HELD) if has_come else (Became.NOT_HELD,)
    return NoteTap(plan, day, [Choice(one, said(WORDS[one])) for one in taps])
