"""The ending of a form, as the address of the page after it carries it: concealed, and without a cookie."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from flask import request

from kiosk.domain.actors import ByTablet
from kiosk.domain.public_ids import BYTES
from kiosk.keys import keys
from kiosk.queries.crisis import crisis_of
from kiosk.web.shared.crisis import CrisisView, crisis_view
from kiosk.web.shared.languages import spoken, use
from kiosk.web.shared.paired import dressed, tablet

FIELD = "for"
"""The part of the address that carries it."""
PURPOSE = "ended"
KNOWN_FOR = timedelta(minutes=10)
"""The time for which a reload tells one ending from another: later, an address in a history says nothing of it."""
KNOWN_ON_TABLET_FOR = timedelta(seconds=30)
"""The same on a tablet: thanks make way by themselves, and whoever goes back to them may be the next person."""
NONE = "-"
"""In the place of a flag that is not set: what is concealed still shows how long it is."""
NO_CHECK_IN = NONE * 2 * BYTES


class End(StrEnum):
    """The endings of a form, one letter each."""

    SENT = "s"
    DECLINED = "d"
    LEFT = "x"
    """Nothing was stored: it was somebody else's form, or it came too late."""
    UNSAID = "u"
    """It was stored, and others look on who are not to learn what it was."""


@dataclass(frozen=True)
class Ended:
    """For the page after a form: whose help line it shows, in which language, and, for a while, after what."""

    practice: int
    language: str
    end: End
    safety: bool = False
    to_practice: bool = False
    """True if the practice has the answer, and no therapist."""
    check_in: str = ""
    """The check-in that was answered, as long as its client can say that it was sent by mistake; else empty."""
    mistake: bool = False
    """True once they have said so."""

    def concealed(self, now: datetime) -> str:
        """As the address carries it."""
        flags = f"{self.end}{'h' if self.safety else NONE}{'p' if self.to_practice else NONE}"
        told = f"{flags}{'m' if self.mistake else NONE}.{self.check_in or NO_CHECK_IN}"
        return keys().conceal(PURPOSE, f"{told}.{int(now.timestamp())}.{self.practice}.{self.language}")

    @classmethod
    def read(cls, text: str, now: datetime) -> "Ended | None":
        """None unless this server made it; after a while the page no longer knows what it is for."""
        found = keys().concealed(PURPOSE, text)
        if found is None:
            return None
        flags, check_in, seconds, practice, language = found.split(".", 4)
        lasts = KNOWN_ON_TABLET_FOR if dressed() else KNOWN_FOR
        if now - datetime.fromtimestamp(int(seconds), UTC) > lasts:
            return cls(int(practice), language, End.LEFT)
        sent = check_in.strip(NONE)
        return cls(int(practice), language, End(flags[0]), "h" in flags, "p" in flags, sent, mistake="m" in flags)


def how_it_ended(left: Mapping[str, object], now: datetime) -> Ended | None:
    """From the address, else from what the form left in the cookie; the page is in the form's language from here on."""
    ended = Ended.read(request.args.get(FIELD, "") or str(left.get(FIELD, "")), now)
    if ended:
        use(ended.language)
    return ended


def help_after(ended: Ended | None) -> CrisisView:
    """The practice's crisis line, in the language of the page."""
    return crisis_view(crisis_of(ended.practice if ended else _practice_here(), spoken()))


def _practice_here() -> int | None:
    """A tablet's own, on its own pages."""
    here = tablet() if dressed() else None
    return here.practice_id if isinstance(here, ByTablet) else None
