"""Recognition of paired tablets: the cookie that holds the credential, and how pages are dressed on a tablet."""

from dataclasses import dataclass

from flask import Response, g, request

from kiosk import clock
from kiosk.actions.tablets.hear import Held, NoTablet, identify_tablet
from kiosk.actions.tablets.left import stays
from kiosk.domain.actors import ByTablet
from kiosk.domain.public_ids import PublicId
from kiosk.keys import keys
from kiosk.queries.tablet import ShowsForm, ThisTablet
from kiosk.web.shared.cookies import LONGEST_S, cookie_name, set_cookie

ROOM = "tablet"
"""The name of the tablet's room: pages that are asked for through it are dressed for a tablet."""
COOKIE = PURPOSE = "tablet"
GONE = "gone"
"""The screen of a form that the tablet does not have to show any more."""


@dataclass(frozen=True)
class Dress:
    """Attributes of a page on a tablet that it has not on a phone."""

    screen: str
    """The name of what it shows: when the server names another, the page makes way for it."""
    theme: str = ""
    room: str = ""
    idle_s: int = 0
    """Seconds without a touch after which a form asks whether somebody is still there; 0 where nothing is asked."""
    ask: str = "/tablet/ask"
    next: str = "/tablet"
    before: str = ""
    """The screen before, which may still be named for a while."""
    stays_s: int = 0
    """Seconds after which the page makes way by itself; 0: only for another."""
    left: str = ""
    """The address to which a page goes by itself, on a tablet without a script: a form that was left, and the quiet
    screen in its place."""

    @property
    def left_after_min(self) -> int:
        """Nothing can ask there whether somebody needs more time: so it is given ten times over from the start."""
        return int(stays(self.idle_s).total_seconds()) // 60


def dress_for_form(here: ThisTablet) -> None:
    """Dress the page as a form on this tablet, also where it is shown once more for what is wrong with it."""
    name = here.screen.name if isinstance(here.screen, ShowsForm) else GONE
    dress_as(Dress(name, theme=here.theme, room=here.room, idle_s=here.idle_s, left=f"/tablet/left/{here.turn}"))


def dress_as(dress: Dress) -> None:
    """Give the page that answers this request these attributes."""
    g.dress = dress


def dressed() -> Dress | None:
    """Return the dress of this request's page; None anywhere but on a tablet's own pages."""
    found: Dress | None = g.get("dress")
    return found


def held() -> Held | None:
    """Return the credential that the asking device holds; None unless this server made it."""
    shown = request.cookies.get(cookie_name(COOKIE))
    match keys().signed(PURPOSE, shown) if shown else None:
        case {"t": str(tablet), "s": str(secret), "p": str(pairing), "n": int(number), "at": int(made_s)}:
            return Held(PublicId(tablet), secret, pairing, number, made_s)
        case {"t": str(tablet), "s": str(secret)}:
            return Held(PublicId(tablet), secret)
        case _:
            return None


def tablet() -> ByTablet | NoTablet | None:
    """Return the tablet that asks, why it is none any more, or None for every other device."""
    if "tablet" not in g:
        shown = held()
        g.tablet = identify_tablet(shown, clock.now()) if shown else None
    found: ByTablet | NoTablet | None = g.tablet
    return found


def is_tablet() -> bool:
    """Return whether the device that asks is a paired tablet, or may turn out to be one in a moment."""
    return isinstance(tablet(), ByTablet) or tablet() is NoTablet.COMES_BACK


def give(response: Response, new: Held) -> None:
    """Give the device this credential; its cookie is renewed every minute."""
    content = {"t": new.tablet, "s": new.secret, "p": new.pairing, "n": new.number, "at": new.made_s}
    value = keys().sign(PURPOSE, content)
    set_cookie(response, COOKIE, value, LONGEST_S)


def onward(page: str, otherwise: str) -> str:
    """Return where a client goes after a form: from one shown on this tablet, to the tablet's own page.

    The form says so itself. What the tablet shows may be another's by now: an answer can be sent twice, and a tablet
    goes round.
    """
    return f"/tablet/after/{page}" if sent_from() else otherwise


def sent_from() -> ByTablet | None:
    """Return the tablet on which the form stood that is sent with this request."""
    here = tablet() if request.args.get("on") == ROOM else None
    return here if isinstance(here, ByTablet) else None
