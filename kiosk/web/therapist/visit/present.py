"""From a visit as it is now to the page that shows it."""

from datetime import datetime
from urllib.parse import urlsplit

from flask_babel import gettext

from kiosk.actions.held import is_held
from kiosk.actions.open_visit import Place
from kiosk.actions.see_visit import SeenVisit
from kiosk.actions.together import cue_on_form, is_of_several
from kiosk.config import Config
from kiosk.domain.lifecycle import ANSWERED, State
from kiosk.domain.phrases import Phrase, in_turn, phrase
from kiosk.domain.presets import PHASES, hand_over
from kiosk.keys import keys
from kiosk.storage.tables import CheckIn, Repair, VisitRepair
from kiosk.web.codes import qr_code
from kiosk.web.cues import CueView, cue_view
from kiosk.web.languages import said, spoken, within_sentence
from kiosk.web.settings import settings
from kiosk.web.therapist.parts.form_languages import asked_in
from kiosk.web.therapist.parts.lengths import length_of
from kiosk.web.therapist.parts.pauses import paused_sentence
from kiosk.web.therapist.parts.printing import as_printed
from kiosk.web.therapist.parts.tablet_rows import tablet_rows
from kiosk.web.therapist.parts.times import clock_time, day_words, with_just_now
from kiosk.web.therapist.visit.guess_words import guess_form
from kiosk.web.therapist.visit.pages import Invitation, NoTime, RepairView, Stop, VisitPage
from kiosk.web.therapist.visit.result import result_of
from kiosk.web.therapist.visit.sign_words import sign_choices

NO_TIME = "?no-time=1"
NOT_ME = phrase("Somebody said: this is not me. Nothing was kept. Hand it to the right person.")
STOPS = (State.WAITING, State.OPENED, State.ANSWERING, State.SENT)
HEADINGS = {
    State.WAITING: phrase("Waiting for %(code)s"),
    State.OPENED: phrase("Waiting for %(code)s"),
    State.ANSWERING: phrase("Waiting for %(code)s"),
    State.SENT: phrase("%(code)s has answered"),
    State.DECLINED: phrase("%(code)s chose not to answer"),
    State.UNFINISHED: phrase("%(code)s has not finished"),
    State.EXPIRED: phrase("%(code)s has not answered"),
    State.WITHDRAWN: phrase("Check-in withdrawn"),
}
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
    State.UNFINISHED: phrase("Not finished. The form was left, and cleared itself unsent. You can hand it over again."),
    State.EXPIRED: phrase("The link has run out without an answer."),
    State.WITHDRAWN: phrase("This check-in was withdrawn. Its link opens nothing any more."),
}


def visit_page(seen: SeenVisit, now: datetime, *, no_time: bool = False) -> VisitPage:
    """The page of one check-in, as it is at this moment."""
    zone, code = seen.visit.therapist.practice.time_zone, seen.check_in.client.code
    held, several = is_held(seen.check_in), is_of_several(seen.visit)
    whole = f"/visits/{seen.visit.id}"
    base = f"{whole}/people/{seen.check_in.id}" if several else whole
    in_room = seen.opens and seen.visit.place == Place.ROOM
    no_time = no_time and is_prompted(seen) and not held
    shown = State.SENT if held else seen.state
    return VisitPage(
        id=seen.visit.id,
        client=seen.check_in.client_id,
        code=code,
        heading=said(_heading(seen, held=held).filled(code=code)),
        sub=_sub(seen, now, zone),
        state=shown,
        status=_status(seen, held=held),
        stops=[_stop(seen, stop, now, zone) for stop in STOPS],
        invitation=invitation(seen.check_in, now) if seen.opens else None,
        result=result_of(seen, seen.reading, no_time=no_time) if seen.reading and not held else None,
        held=held,
        repair=repair_view(seen.repair, f"{base}/repair", now, zone),
        measure_words=said(asked_in(seen.check_in, seen.measure, length_of(seen.measure))),
        hand_over=as_printed(hand_over(seen.way.preset, seen.way.phase, first=seen.way.first)),
        phase=within_sentence(said(PHASES[seen.way.phase].name), spoken()) if seen.way.phase in PHASES else "",
        paused=paused_sentence(seen.way.paused, zone),
        base=base,
        source=f"{base}/live{NO_TIME if no_time else ''}",
        code_address=code_address(seen.visit.id, seen.check_in.id if several else None),
        tablets=tablet_rows(seen.visit.therapist, seen.check_in, now) if in_room else (),
        guess=guess_form(seen, zone) if seen.opens else None,
        signs=sign_choices(seen.signs),
        no_time=NoTime(base if no_time else f"{base}{NO_TIME}", is_on=no_time),
        title=_title(seen, held=held),
        cue=cue_of_several(seen.check_in),
        whole=whole if several else "",
        is_new=seen.reading is not None and not held and seen.check_in.seen_at is None,
    )


def cue_of_several(check_in: CheckIn) -> CueView | None:
    """The cue of one of several, as it stands on their form too; None where nobody else is asked."""
    cue = cue_on_form(check_in)
    return cue_view(cue, check_in.language) if cue else None


def _title(seen: SeenVisit, *, held: bool) -> str:
    """What the browser's tab says first."""
    cue = cue_on_form(seen.check_in)
    state = gettext("Received") if held else said(NAMES[seen.state])
    return f"{state} · {cue.word if cue else seen.check_in.client.code}"


def code_address(visit: int, person: int | None) -> str:
    """Where the QR code stands alone."""
    return f"/visits/{visit}/code" + (f"?person={person}" if person else "")


def is_prompted(seen: SeenVisit) -> bool:
    """Whether there is a prompt for which no time may be left; safety always has time."""
    return seen.reading is not None and seen.reading.advice.kind == "prompt"


def _heading(seen: SeenVisit, *, held: bool) -> Phrase:
    if seen.reading and seen.reading.response.safety and not held:
        return phrase("%(code)s asks for help")
    return HEADINGS[State.SENT if held else seen.state]


def _status(seen: SeenVisit, *, held: bool) -> str:
    if held:
        return gettext("Received")
    return said(NOT_ME if seen.not_me else STATUS[seen.state])


def _sub(seen: SeenVisit, now: datetime, zone: str) -> str:
    began = clock_time(seen.visit.began_at, zone)
    closed = seen.check_in.closed_at
    if seen.state is State.DECLINED and closed and not is_held(seen.check_in):
        return gettext("Declined at %(sent)s. Begun at %(begun)s.", sent=with_just_now(closed, now, zone), begun=began)
    if seen.state in ANSWERED and closed:
        return gettext("Sent at %(sent)s. Begun at %(begun)s.", sent=with_just_now(closed, now, zone), begun=began)
    return gettext("%(day)s, %(time)s.", day=day_words(seen.visit.began_at, zone), time=began)


def _stop(seen: SeenVisit, stop: State, now: datetime, zone: str) -> Stop:
    reached = seen.times.get(stop)
    if stop is seen.state:
        place = "present"
    elif seen.state in STOPS and STOPS.index(stop) < STOPS.index(seen.state):
        place = "past"
    else:
        place, reached = "to-come", None
    time = ""
    if reached is not None:
        time = with_just_now(reached, now, zone) if place == "present" else clock_time(reached, zone)
    return Stop(said(NAMES[stop]), place, time)


def invitation(check_in: CheckIn, now: datetime) -> Invitation:
    """The way to a form."""
    config = settings()
    link = f"{config.address}/c/{keys().link_token(check_in.id, check_in.link_version)}"
    short = keys().short_code(check_in.id, check_in.short_code_turn)
    drawn = qr_code(link)
    return Invitation(
        link=link,
        host=urlsplit(config.address).netloc,
        short_code=f"{short[:4]}-{short[4:]}",
        short_code_ended=now > check_in.short_code_ends_at,
        ends=clock_time(check_in.link_ends_at, check_in.visit.therapist.practice.time_zone),
        to_share=check_in.visit.place == "telehealth",
        modules=drawn.modules,
        path=drawn.path,
        unreachable=_unreachable(config),
    )


UNREACHABLE = phrase("A phone cannot open this yet, because the server answers this machine alone.")
SET_ADDRESS = phrase("Set KIOSK_PUBLIC_URL to the address by which clients reach it.")
DEMO_HINT = phrase("To scan a code with your phone, end the demo and start it with: make demo LAN=1")


def _unreachable(config: Config) -> str:
    """Why no phone can open the link; empty when one can."""
    if not config.unreachable:
        return ""
    return said(in_turn(UNREACHABLE, DEMO_HINT if config.demo else SET_ADDRESS))


def repair_view(kept: Repair | VisitRepair | None, address: str, now: datetime, zone: str) -> RepairView:
    """What was recorded, of one person or of a visit as a whole, and where to record it."""
    if kept is None:
        return RepairView("", "", "", address)
    return RepairView(
        kept.outcome, kept.note, gettext("Kept at %(time)s.", time=with_just_now(kept.recorded_at, now, zone)), address
    )
