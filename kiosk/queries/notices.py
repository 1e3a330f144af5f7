"""Facts in a privacy notice: where answers are kept, for how long, and whom to ask."""

from collections.abc import Mapping
from dataclasses import dataclass

from kiosk.domain.actors import Staff
from kiosk.domain.notice import kept_for
from kiosk.domain.permissions import Permission, require
from kiosk.domain.phrases import Phrase
from kiosk.storage.db import reading
from kiosk.storage.tables import Practice


@dataclass(frozen=True)
class NoticeFacts:
    """Facts about a practice, and its own words in each language that it wrote them in."""

    practice: str
    texts: Mapping[str, str]
    contact: str
    """A name, address or email to ask; empty for the practice by its name."""
    host: str
    """The company on whose computer it is kept; empty where that is the practice's own."""
    how_long: Phrase


def notice_facts(practice: Practice) -> NoticeFacts:
    """Read the facts about a practice."""
    return NoticeFacts(
        practice.name, practice.notice_texts, practice.notice_contact, practice.notice_host, how_long(practice)
    )


def see_notice(actor: Staff) -> NoticeFacts:
    """Read the notice of the actor's practice, for its administrators. Raises NotAllowed."""
    require(actor, Permission.CHANGE_PRACTICE)
    return notice_facts(reading().get_one(Practice, actor.practice_id))


def how_long(practice: Practice) -> Phrase:
    """Say for how long answers are kept, by the practice's settings."""
    return kept_for(practice.retain_years, practice.retain_words_years, practice.law_years)
