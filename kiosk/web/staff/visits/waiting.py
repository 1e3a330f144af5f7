"""A form on its way to an answer: how far it is, and the client's ways to it."""

from datetime import datetime
from urllib.parse import urlsplit

from kiosk.config import Config
from kiosk.core import settings
from kiosk.domain.lifecycle import State
from kiosk.domain.phrases import in_turn, phrase
from kiosk.domain.place import Place
from kiosk.qr import qr_code
from kiosk.queries.check_ins import SeenCheckIn
from kiosk.queries.looking import Link
from kiosk.web.shared.languages import said
from kiosk.web.staff.parts.still_open import still_open, unseen_forms
from kiosk.web.staff.parts.times import near_time, with_just_now
from kiosk.web.staff.visits.pages import Invitation, Stop

NOT_ME = phrase("Somebody said: this is not me. Nothing was kept. Hand it to the right person.")
STOPS = (State.WAITING, State.OPENED, State.ANSWERING, State.SENT)
NAMES = {
    State.WAITING: phrase("Waiting"),
    State.OPENED: phrase("Opened"),
    State.ANSWERING: phrase("Answering"),
    State.SENT: phrase("Sent"),
    State.DECLINED: phrase("Declined"),
    State.UNFINISHED: phrase("Unfinished"),
    State.EXPIRED: phrase("Expired"),
    State.WITHDRAWN: phrase("Withdrawn"),
}
"""The states as single words: the stops of the line that lives, and what the browser's tab says."""
STATUS = {
    State.WAITING: phrase("Waiting to be opened"),
    State.OPENED: phrase("The form is open"),
    State.ANSWERING: phrase("Answering now"),
    State.SENT: phrase("Sent"),
    State.DECLINED: phrase("Chose not to answer today."),
    State.UNFINISHED: phrase(
        "Not finished. The form was left on the tablet, and was not sent. You can hand it over again."
    ),
    State.EXPIRED: phrase("The link has run out without an answer."),
    State.WITHDRAWN: phrase("This check-in was withdrawn. Its link no longer works."),
}


def status(check_in: SeenCheckIn, now: datetime, zone: str) -> str:
    """The state of a form without an answer, as a sentence."""
    if check_in.can_still_be_sent:
        return still_open(check_in, now, zone)
    if check_in.state is State.EXPIRED:
        return f"{said(STATUS[check_in.state])} {unseen_forms(check_in, now, zone)}".rstrip()
    return said(NOT_ME if check_in.not_me else STATUS[check_in.state])


def stop_view(check_in: SeenCheckIn, stop: State, now: datetime, zone: str) -> Stop:
    """One stop of the line that lives, with the time at which it was reached."""
    reached, state = check_in.reached[stop], check_in.state
    if stop is state:
        place = "present"
    elif state in STOPS and STOPS.index(stop) < STOPS.index(state):
        place = "past"
    else:
        place, reached = "to-come", None
    time = ""
    if reached is not None:
        time = with_just_now(reached, now, zone) if place == "present" else near_time(reached, now, zone)
    return Stop(said(NAMES[stop]), place, time)


def invitation(link: Link, place: Place, now: datetime, zone: str) -> Invitation:
    """The way to a form."""
    config = settings()
    address, short = f"{config.address}/c/{link.token}", link.short_code
    drawn = qr_code(address)
    return Invitation(
        link=address,
        host=urlsplit(config.address).netloc,
        short_code=f"{short[:4]}-{short[4:]}",
        short_code_ended=now > link.short_code_ends_at,
        ends=near_time(link.ends_at, now, zone),
        to_share=place == Place.TELEHEALTH,
        modules=drawn.modules,
        path=drawn.path,
        unreachable=_unreachable(config),
    )


UNREACHABLE = phrase("A phone cannot open this yet, because the server only answers this computer.")
SET_ADDRESS = phrase("Set KIOSK_PUBLIC_URL to the address by which clients reach it.")
DEMO_HINT = phrase("To scan a code with your phone, end the demo and start it with: make demo LAN=1")


def _unreachable(config: Config) -> str:
    """Say why no phone can open the link; empty when one can."""
    if not config.unreachable:
        return ""
    return said(in_turn(UNREACHABLE, DEMO_HINT if config.demo else SET_ADDRESS))
