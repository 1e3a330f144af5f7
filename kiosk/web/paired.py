"""Whether a paired tablet asks: the cookie that holds its credential, and how pages are dressed on it."""

from dataclasses import dataclass
from datetime import datetime
from math import ceil

from flask import Response, g, request

from kiosk.actions.hear_tablet import Held, Refusal, read_tablet
from kiosk.actions.see_tablet import ShowsForm, screen_of
from kiosk.keys import keys
from kiosk.storage.tablet_tables import Tablet
from kiosk.web.settings import cookie_name, settings

ROOM = "tablet"
"""The name of the tablet's room: pages that are asked for through it are dressed for a tablet."""
COOKIE = PURPOSE = "tablet"
LASTS_S = 400 * 24 * 60 * 60
"""As long as browsers keep any cookie; it is renewed every minute."""

LEFT = "left"
WARNING_S = 20
"""How long a form asks whether somebody is still there: see static/js/still-there.js."""
GONE = "gone"
"""The screen of a form that the tablet does not have to show any more."""


@dataclass(frozen=True)
class Dress:
    """What a page on a tablet has that it has not on a phone."""

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
    """Where a form goes that was left, on a tablet without a script."""

    @property
    def left_after_min(self) -> int:
        """Nothing can ask there whether somebody needs more time: so it is given ten times over from the start."""
        return ceil(10 * (self.idle_s + WARNING_S) / 60)


def dress_for_form(here: Tablet, now: datetime) -> None:
    """A form on this tablet, also where it is shown once more for what is wrong with it."""
    shown = screen_of(here, now)
    name = shown.name if isinstance(shown, ShowsForm) else GONE
    left = keys().sign(LEFT, {"tablet": here.id, "turn": here.turn})
    idle_s = here.practice.tablet_idle_s
    dress_as(Dress(name, theme=here.theme, room=here.room, idle_s=idle_s, left=f"/tablet/left/{left}"))


def dress_as(dress: Dress) -> None:
    """The page that answers this request wears that."""
    g.dress = dress


def dressed() -> Dress | None:
    """What the page of this request wears; None anywhere but on a tablet's own pages."""
    found: Dress | None = g.get("dress")
    return found


def held() -> Held | None:
    """What the asking device holds, if this server has made it."""
    match keys().signed(PURPOSE, request.cookies.get(cookie_name(COOKIE), "")):
        case {"t": int(tablet), "s": str(secret)}:
            return Held(tablet, secret)
        case _:
            return None


def tablet() -> Tablet | Refusal | None:
    """The tablet that asks, why it is none any more, or None for every other device."""
    if "tablet" not in g:
        shown = held()
        g.tablet = read_tablet(shown) if shown else None
    found: Tablet | Refusal | None = g.tablet
    return found


def give(response: Response, tablet_id: int, secret: str) -> None:
    """The device holds this credential from here on."""
    value = keys().sign(PURPOSE, {"t": tablet_id, "s": secret})
    secure = not settings().plain_http
    response.set_cookie(cookie_name(COOKIE), value, max_age=LASTS_S, secure=secure, httponly=True, samesite="Lax")


def onward(page: str, otherwise: str) -> str:
    """Where a client goes after a form: from one that was shown on this tablet, to the tablet's own page.

    The form says so itself. What the tablet shows may be another's by now: an answer can be sent twice, and a tablet
    goes round.
    """
    return f"/tablet/after/{page}" if sent_from() else otherwise


def sent_from() -> Tablet | None:
    """The tablet on which the form stood that is sent with this request."""
    here = tablet() if request.args.get("on") == ROOM else None
    return here if isinstance(here, Tablet) else None
