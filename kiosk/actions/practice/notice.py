"""The privacy notice of a practice, which its forms show, as an administrator writes it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from kiosk.domain.actors import Staff
from kiosk.domain.audit import Audited
from kiosk.domain.notice import GAP, GAPS, OPTIONAL_GAPS
from kiosk.domain.permissions import Permission, require
from kiosk.domain.phrases import Phrase, phrase
from kiosk.storage.tables import Practice
from kiosk.storage.work import unit_of_work

MOST_LETTERS: Final = 6_000
"""Characters of a practice's own notice in one language."""
MOST_OF_A_LINE: Final = 200
NO_SUCH_GAP: Final = phrase(
    "There is no placeholder {%(gap)s}. There are: {who}, {how-long}, {where}, {contact}, {practice}."
)
GAP_MISSING: Final = phrase("Put {%(gap)s} into it: the notice replaces it with what applies at the time.")
TOO_LONG: Final = phrase("Use %(most)s characters at most.")


@dataclass(frozen=True)
class Notice:
    """A practice's own words of its privacy notice: `texts` by language, empty where the template is used."""

    contact: str = ""
    host: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)


def set_notice(actor: Staff, new: Notice, now: datetime) -> Mapping[str, Phrase]:
    """Save it, for forms that are opened from here on; gives what is wrong, by field, and saves nothing then."""
    require(actor, Permission.CHANGE_PRACTICE)
    texts = {tag: _tidy(text) for tag, text in new.texts.items()}
    lines = {"contact": " ".join(new.contact.split()), "host": " ".join(new.host.split())}
    faults = {tag: fault for tag, text in texts.items() if (fault := _fault(text))}
    faults |= {name: TOO_LONG.filled(most=MOST_OF_A_LINE) for name, line in lines.items() if len(line) > MOST_OF_A_LINE}
    if faults:
        return faults
    with unit_of_work(actor, now) as work:
        practice = work.session.get_one(Practice, actor.practice_id)
        practice.notice_texts = {tag: text for tag, text in texts.items() if text}
        practice.notice_contact, practice.notice_host = lines["contact"], lines["host"]
        work.audit(Audited.SETTINGS_CHANGED, practice)
    return {}


def _tidy(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.replace("\0", "").splitlines()).strip()


def _fault(text: str) -> Phrase | None:
    """Say what is wrong with a text: each gap stands in it, so that no notice says less than the truth."""
    if not text:
        return None
    if len(text) > MOST_LETTERS:
        return TOO_LONG.filled(most=MOST_LETTERS)
    found = GAP.findall(text)
    unknown = [gap for gap in found if gap not in GAPS and gap not in OPTIONAL_GAPS]
    missing = [gap for gap in GAPS if gap not in found]
    if unknown:
        return NO_SUCH_GAP.filled(gap=unknown[0][:40])
    return GAP_MISSING.filled(gap=missing[0]) if missing else None
