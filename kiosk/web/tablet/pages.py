"""Values that the tablet's pages show."""

from dataclasses import dataclass
from zlib import crc32

from kiosk.domain.phrases import Phrase
from kiosk.web.shared.crisis import CrisisView
from kiosk.web.shared.cues import CueView


@dataclass(frozen=True)
class IdlePage:
    """The quiet screen."""

    practice: str
    greeting: Phrase
    room: str
    theme: str

    @property
    def name(self) -> str:
        """Another one as soon as anything on it is."""
        return f"idle-{crc32(repr(self).encode()):08x}"


@dataclass(frozen=True)
class PassOnPage:
    """Between two people: who has the tablet next, and nothing of the one before."""

    heading: Phrase
    message: Phrase
    cue: CueView
    answered: int
    people: int
    count: Phrase
    """The marks on the line, in words."""
    key: str
    """Proof of which turn is meant, as a form has one."""
    crisis: CrisisView


@dataclass(frozen=True)
class PairPage:
    """A device that is not paired: why, and the code to type, where it shows one."""

    heading: Phrase
    message: Phrase
    code: str = ""
    now_ms: int = 0
    """The server's time: a device whose clock is far off could not keep its credential."""


@dataclass(frozen=True)
class TakePlacePage:
    """The one button of a link by which a device takes a tablet's place."""

    address: str
    """The address that the button posts to; empty: the link was used."""
    logged_in: str = ""
    """The name of the person who is logged in on this browser, whom pairing logs out; empty: nobody."""
