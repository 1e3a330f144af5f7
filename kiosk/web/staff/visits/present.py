"""From a visit as it is now to the page that shows it."""

from datetime import datetime
from urllib.parse import urlsplit

from flask import url_for
from flask_babel import gettext

from kiosk.config import Config
from kiosk.domain.lifecycle import ANSWERED, State
from kiosk.domain.phrases import Phrase, in_turn, phrase
from kiosk.domain.place import Place
from kiosk.domain.presets import BEFORE_WE_BEGIN, PHASES, ROUTINE, hand_over
from kiosk.qr import qr_code
from kiosk.queries.check_ins import Recorded
from kiosk.queries.looking import Link
from kiosk.queries.visit import OtherPart, SeenVisit
from kiosk.web.shared.cues import CueView, cue_view
from kiosk.web.shared.languages import said, spoken, within_sentence
from kiosk.web.shared.settings import settings
from kiosk.web.staff.parts.addresses import base_of, code_page_of, page_of
from kiosk.web.staff.parts.correction_words import correction_views, mistake_said
from kiosk.web.staff.parts.for_the_record import for_the_record
from kiosk.web.staff.parts.form_languages import asked_in
from kiosk.web.staff.parts.lengths import length_of
from kiosk.web.staff.parts.loops import loop_view
from kiosk.web.staff.parts.pauses import paused_sentence
from kiosk.web.staff.parts.printing import as_printed
from kiosk.web.staff.parts.still_open import can_still_be_sent, ends_by_new_code, still_open, unseen_forms
from kiosk.web.staff.parts.tablet_rows import tablet_rows
from kiosk.web.staff.parts.times import at_time, clock_time, day_ago, day_words, days_ago, near_time, with_just_now
from kiosk.web.staff.parts.week_words import week_words
from kiosk.web.staff.visits.guess_words import guess_form
from kiosk.web.staff.visits.pages import Invitation, NextForm, NoTime, RepairView, Stop, VisitPage, WeekView
from kiosk.web.staff.visits.result import shown_result
from kiosk.web.staff.visits.safety import safety_records
from kiosk.web.staff.visits.sign_words import sign_groups

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
    State.UNFINISHED: phrase(
        "Not finished. The form was left on the tablet, and was not sent. You can hand it over again."
    ),
    State.EXPIRED: phrase("The link has run out without an answer."),
    State.WITHDRAWN: phrase("This check-in was withdrawn. Its link no longer works."),
}


def visit_page(seen: SeenVisit, now: datetime, zone: str, *, no_time: bool = False, alone: bool = False) -> VisitPage:
    """The page of one check-in, as it is at this moment; `alone` is a screen that only the therapist sees."""
    check_in, result = seen.check_in, seen.check_in.result
    ids = check_in.ids
    base, page = base_of(ids), page_of(ids)
    no_time = no_time and is_prompted(seen)
    is_past = days_ago(seen.began_at, now, zone) > 0
    return VisitPage(
        id=check_in.visit,
        client=check_in.client,
        address=page,
        code=check_in.code,
        heading=said(_heading(seen).filled(code=check_in.code)),
        sub=_sub(seen, now, zone),
        state=check_in.state,
        status=_status(seen, now, zone),
        stops=[_stop(seen, stop, now, zone) for stop in STOPS],
        invitation=invitation(seen.link, check_in.place, now, zone) if seen.link else None,
        result=shown_result(seen, result, now, zone, no_time=no_time, then=is_past) if result else None,
        held=check_in.is_held,
        repair=repair_view(seen.repair, f"{base}/repair", now, zone),
        measure_words=said(asked_in(check_in.language, seen.wished_language, seen.measure, length_of(seen.measure))),
        hand_over=as_printed(_words_to_hand_over(seen)),
        asks_since=day_ago(seen.talked.recorded_at, now, zone) if seen.talked else "",
        phase=within_sentence(said(PHASES[seen.way.phase].name), spoken()) if seen.way.phase in PHASES else "",
        ends_by_new_code=ends_by_new_code(check_in, now),
        paused=paused_sentence(seen.way.paused, zone),
        base=base,
        source=f"{base}/alone/live" if alone else f"{page}/live{NO_TIME if no_time else ''}",
        code_address=code_page_of(ids),
        tablets=tablet_rows(seen.tablets, base, now, zone),
        guess=guess_form(seen, now, zone) if check_in.opens and not check_in.is_opening else None,
        signs=sign_groups(seen.signs),
        no_time=NoTime(page if no_time else f"{page}{NO_TIME}", is_on=no_time),
        title=_title(seen),
        cue=cue_of_several(seen),
        whole=url_for("visits.visit", visit_id=ids.visit) if ids.of_several else "",
        day=day_words(seen.began_at, zone) if is_past else "",
        alone=alone,
        safety_done=safety_records(seen.safety_done, now, zone),
        to_call=check_in.place == Place.TELEHEALTH,
        is_new=result is not None and check_in.seen_at is None,
        corrections=correction_views(seen.corrections, now, zone),
        is_being_retold=seen.is_being_retold,
        mistake_said=mistake_said(check_in, now, zone),
        set_aside=check_in.set_aside_at is not None,
        record=for_the_record(check_in, seen.measure, seen.repair, zone) if check_in.set_aside_at is None else (),
        is_opening=check_in.is_opening,
        priorities=seen.priorities,
        week=_week(seen.opening) if seen.opening else None,
        next_form=_next_form(seen),
        loops=[loop_view(loop, now, zone, with_note=False) for loop in seen.loops],
        session=_session(seen),
    )


def _week(opening: OtherPart) -> WeekView:
    """Say how the week was, as far as that may be shown; the marks stand on its own page."""
    check_in, result = opening.check_in, opening.check_in.result
    if check_in.is_held:
        words = gettext("Received. Open it to see it.")
    elif result is None:
        words = gettext("Not answered.")
    else:
        words = week_words(result)
    return WeekView(words, base_of(check_in.ids))


def _next_form(seen: SeenVisit) -> NextForm | None:
    """Offer the form about the session, where only the week was asked about; of several it is begun for all."""
    check_in = seen.check_in
    if seen.next_measure is None or check_in.of_several or seen.way.paused:
        return None
    fields = [("client", check_in.code), ("measure", seen.next_measure), ("place", check_in.place)]
    return NextForm(url_for("day.begin"), fields)


def _session(seen: SeenVisit) -> str:
    check_in = seen.check_in
    if not check_in.is_opening or check_in.of_several or seen.next_measure is not None:
        return ""
    return url_for("visits.visit", visit_id=check_in.visit)


def _words_to_hand_over(seen: SeenVisit) -> Phrase:
    if seen.check_in.is_opening:
        return in_turn(BEFORE_WE_BEGIN, ROUTINE)
    return hand_over(seen.way.preset, seen.way.phase, first=seen.way.first)


def cue_of_several(seen: SeenVisit) -> CueView | None:
    """The cue of one of several, as it stands on their form too; None where nobody else is asked."""
    return cue_view(seen.cue, seen.check_in.language) if seen.cue else None


def _title(seen: SeenVisit) -> str:
    """Return the beginning of the browser tab's title."""
    check_in = seen.check_in
    state = gettext("Received") if check_in.is_held else said(NAMES[check_in.state])
    return f"{state} · {seen.cue.word if seen.cue else check_in.code}"


def is_prompted(seen: SeenVisit) -> bool:
    """Return whether there is a prompt for which no time may be left; safety always has time."""
    result = seen.check_in.result
    return result is not None and result.advice.kind == "prompt"


def _heading(seen: SeenVisit) -> Phrase:
    result = seen.check_in.result
    return phrase("%(code)s asks for help") if result and result.safety else HEADINGS[seen.check_in.state]


def _status(seen: SeenVisit, now: datetime, zone: str) -> str:
    check_in = seen.check_in
    if check_in.is_held:
        return gettext("Received")
    if can_still_be_sent(check_in):
        return still_open(check_in, now, zone)
    if check_in.state is State.EXPIRED:
        return f"{said(STATUS[check_in.state])} {unseen_forms(check_in, now, zone)}".rstrip()
    return said(NOT_ME if seen.not_me else STATUS[check_in.state])


def _sub(seen: SeenVisit, now: datetime, zone: str) -> str:
    began, closed, state = seen.began_at, seen.check_in.closed_at, seen.check_in.state
    if state not in ANSWERED or closed is None:
        return gettext("%(day)s, %(time)s.", day=day_words(began, zone), time=clock_time(began, zone))
    sent, begun = at_time(closed, now, zone), at_time(began, now, zone)
    if state is State.DECLINED:
        return gettext("Declined %(sent)s. Begun %(begun)s.", sent=sent, begun=begun)
    return gettext("Sent %(sent)s. Begun %(begun)s.", sent=sent, begun=begun)


def _stop(seen: SeenVisit, stop: State, now: datetime, zone: str) -> Stop:
    reached, state = seen.times.get(stop), seen.check_in.state
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


UNREACHABLE = phrase("A phone cannot open this yet, because the server answers this machine alone.")
SET_ADDRESS = phrase("Set KIOSK_PUBLIC_URL to the address by which clients reach it.")
DEMO_HINT = phrase("To scan a code with your phone, end the demo and start it with: make demo LAN=1")


def _unreachable(config: Config) -> str:
    """Say why no phone can open the link; empty when one can."""
    if not config.unreachable:
        return ""
    return said(in_turn(UNREACHABLE, DEMO_HINT if config.demo else SET_ADDRESS))


def repair_view(kept: Recorded | None, address: str, now: datetime, zone: str) -> RepairView:
    """Return the record, of one person or of a visit as a whole, with the address to post it to."""
    if kept is None:
        return RepairView("", "", "", address)
    saved = gettext("Saved %(when)s.", when=at_time(kept.recorded_at, now, zone))
    return RepairView(kept.outcome, kept.note, saved, address)
