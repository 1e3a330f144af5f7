"""From a visit as it is now to the page that shows it."""

from datetime import datetime

from flask import url_for
from flask_babel import gettext

from kiosk.domain.lifecycle import ANSWERED, State
from kiosk.domain.phrases import Phrase, in_turn, phrase
from kiosk.domain.place import Place
from kiosk.domain.presets import BEFORE_WE_BEGIN, PHASES, ROUTINE, hand_over
from kiosk.queries.asking import WayOfAsking
from kiosk.queries.check_ins import SeenCheckIn
from kiosk.queries.recorded import Recorded
from kiosk.queries.visit import OtherPart, SeenVisit
from kiosk.web.shared.cues import cue_view
from kiosk.web.shared.languages import as_printed, said, spoken, within_sentence
from kiosk.web.staff.parts.addresses import base_of, code_page_of, page_of
from kiosk.web.staff.parts.answer_words import week_words
from kiosk.web.staff.parts.correction_words import correction_views, mistake_said
from kiosk.web.staff.parts.for_the_record import for_the_record
from kiosk.web.staff.parts.form_languages import asked_in
from kiosk.web.staff.parts.lengths import length_of
from kiosk.web.staff.parts.loops import loop_view
from kiosk.web.staff.parts.pauses import paused_sentence
from kiosk.web.staff.parts.still_open import ends_by_new_code
from kiosk.web.staff.parts.tablet_rows import tablet_rows
from kiosk.web.staff.parts.times import at_time, clock_time, day_ago, day_words, days_ago
from kiosk.web.staff.visits.noticed import guess_form, sign_groups
from kiosk.web.staff.visits.pages import NextForm, NoTime, RepairView, VisitPage, WeekView
from kiosk.web.staff.visits.result import shown_result
from kiosk.web.staff.visits.safety import safety_records
from kiosk.web.staff.visits.waiting import NAMES, STATUS, STOPS, invitation, status, stop_view

NO_TIME = "?no-time=1"
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


def visit_page(seen: SeenVisit, now: datetime, zone: str, *, no_time: bool = False, alone: bool = False) -> VisitPage:
    """The page of one check-in, as it is at this moment; `alone` is a screen that only the therapist sees."""
    check_in, result = seen.check_in, seen.check_in.result
    ids = check_in.ids
    base, page = base_of(ids), page_of(ids)
    is_offered = is_prompted(seen)
    no_time = no_time and is_offered
    is_past, way = days_ago(seen.began_at, now, zone) > 0, seen.way
    return VisitPage(
        id=check_in.visit,
        client=check_in.client,
        address=page,
        code=check_in.code,
        heading=said(_heading(seen).filled(code=check_in.code)),
        sub=_sub(seen, now, zone),
        state=check_in.state,
        status=_answered(check_in) if check_in.outcome else status(check_in, now, zone),
        stops=[stop_view(check_in, stop, now, zone) for stop in STOPS] if seen.link else (),
        invitation=invitation(seen.link, check_in.place, now, zone) if seen.link else None,
        result=shown_result(seen, result, now, zone, no_time=no_time, then=is_past) if result else None,
        held=check_in.is_held,
        repair=repair_view(seen.repair, f"{base}/repair", now, zone),
        measure_words=_form_in_words(seen) if seen.link else "",
        hand_over=as_printed(_words_to_hand_over(seen, way)) if way else "",
        asks_since=day_ago(seen.talked.recorded_at, now, zone) if seen.talked else "",
        phase=within_sentence(said(PHASES[way.phase].name), spoken()) if way and way.phase in PHASES else "",
        ends_by_new_code=ends_by_new_code(check_in) if check_in.can_be_asked else "",
        paused=paused_sentence(way.paused, zone) if way else "",
        base=base,
        source=f"{base}/alone/live" if alone else f"{page}/live{NO_TIME if no_time else ''}",
        code_address=code_page_of(ids),
        tablets=tablet_rows(seen.tablets, base, now, zone),
        guess=guess_form(seen, now, zone) if check_in.opens and not check_in.is_opening else None,
        signs=sign_groups(seen.signs),
        no_time=NoTime((page if no_time else f"{page}{NO_TIME}") if is_offered else "", is_on=no_time),
        title=_title(seen),
        cue=cue_view(seen.cue, check_in.language) if seen.cue else None,
        whole=url_for("visits.visit", visit_id=ids.visit) if ids.of_several else "",
        day=day_words(seen.began_at, zone) if is_past else "",
        alone=alone,
        safety_done=safety_records(seen.safety_done, now, zone),
        to_call=check_in.place == Place.TELEHEALTH,
        is_new=result is not None and check_in.seen_at is None,
        corrections=correction_views(seen.corrections, now, zone),
        is_being_retold=seen.is_being_retold,
        mistake_said=mistake_said(check_in.open_mistake_at, now, zone),
        set_aside=check_in.set_aside_at is not None,
        record=for_the_record(check_in, seen.measure, seen.repair, zone) if check_in.set_aside_at is None else (),
        is_opening=check_in.is_opening,
        priorities=seen.priorities,
        week=_week(seen.opening) if seen.opening else None,
        next_form=_next_form(seen),
        loops=[loop_view(loop, now, zone, with_note=False) for loop in seen.loops],
        session=_session(seen),
    )


def _answered(check_in: SeenCheckIn) -> str:
    """Say that it was answered, and how as far as that may be shown."""
    return gettext("Received") if check_in.is_held else said(STATUS[check_in.state])


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
    if seen.next_measure is None or check_in.of_several or (seen.way and seen.way.paused):
        return None
    fields = [("client", check_in.code), ("measure", seen.next_measure), ("place", check_in.place)]
    return NextForm(url_for("day.begin"), fields)


def _session(seen: SeenVisit) -> str:
    check_in = seen.check_in
    if not check_in.is_opening or check_in.of_several or seen.next_measure is not None:
        return ""
    return url_for("visits.visit", visit_id=check_in.visit)


def _form_in_words(seen: SeenVisit) -> str:
    return said(asked_in(seen.check_in.language, seen.wished_language, seen.measure, length_of(seen.measure)))


def _words_to_hand_over(seen: SeenVisit, way: WayOfAsking) -> Phrase:
    if seen.check_in.is_opening:
        return in_turn(BEFORE_WE_BEGIN, ROUTINE)
    return hand_over(way.preset, way.phase, first=way.first)


def _title(seen: SeenVisit) -> str:
    """Return the beginning of the browser tab's title."""
    check_in = seen.check_in
    state = gettext("Received") if check_in.is_held else said(NAMES[check_in.state])
    return f"{state} · {seen.cue.word if seen.cue else check_in.code}"


def is_prompted(seen: SeenVisit) -> bool:
    """Return whether no time may be left for a prompt: safety always has time, and whoever declined is left alone."""
    result = seen.check_in.result
    return result is not None and result.advice.kind == "prompt" and not result.declined


def _heading(seen: SeenVisit) -> Phrase:
    result = seen.check_in.result
    return phrase("%(code)s asks for help") if result and result.safety else HEADINGS[seen.check_in.state]


def _sub(seen: SeenVisit, now: datetime, zone: str) -> str:
    began, closed, state = seen.began_at, seen.check_in.closed_at, seen.check_in.state
    if state not in ANSWERED or closed is None:
        return gettext("%(day)s, %(time)s.", day=day_words(began, zone), time=clock_time(began, zone))
    sent, begun = at_time(closed, now, zone), at_time(began, now, zone, says_fresh=False)
    if state is State.DECLINED:
        return gettext("Declined %(sent)s. Begun %(begun)s.", sent=sent, begun=begun)
    return gettext("Sent %(sent)s. Begun %(begun)s.", sent=sent, begun=begun)


def repair_view(kept: Recorded | None, address: str, now: datetime, zone: str) -> RepairView:
    """Return the record, of one person or of a visit as a whole, with the address to post it to."""
    if kept is None:
        return RepairView("", "", "", address)
    saved = gettext("Saved %(when)s.", when=at_time(kept.recorded_at, now, zone))
    return RepairView(kept.outcome, kept.note, saved, address)
