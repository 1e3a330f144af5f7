"""The client opens the form: looking at it changes nothing, and the page says separately that it was opened."""

from dataclasses import dataclass
from datetime import datetime

from kiosk import catalogue
from kiosk.actions.asking import asks_strain, looks_back
from kiosk.actions.held import holds
from kiosk.actions.together import cue_of, is_of_several
from kiosk.domain.cues import Cue
from kiosk.domain.lifecycle import OPEN, State, shows_form, takes_answer
from kiosk.domain.measures import Measure
from kiosk.storage import events, visits
from kiosk.storage.db import reading, writing
from kiosk.storage.tables import CheckIn, Practice


@dataclass(frozen=True)
class Form:
    """What is needed to show a form."""

    check_in: int
    measure: Measure
    language: str
    therapist: str
    therapist_language: str
    """Of the therapist's own pages; empty until they chose one."""
    practice: Practice
    place: str
    held: bool
    """Whether the answer waits until the therapist asks for it."""
    asks_strain: bool
    looks_back: bool
    """The work comes to an end: their own words may say what they would like to take along."""
    cue: Cue
    of_several: bool
    """Whether another's form could be in the same hands."""
    larger_text: bool
    """Whether it begins one question at a time, as was chosen for this client."""


def read_form(token: str, now: datetime, *, shown_at: datetime | None = None) -> Form | None:
    """The form behind a link, or None when the link opens none any more. Writes nothing.

    A form that was shown before, at `shown_at`, is shown again for as long as it could be sent.
    """
    found = visits.by_link(reading(), token)
    if found is None:
        return None
    state = State(found.state)
    still = shown_at is not None and takes_answer(state, shown_at, now)
    return form_of(found) if still or shows_form(state, found.link_ends_at, now) else None


def form_of(check_in: CheckIn) -> Form:
    """The form of a check-in."""
    practice = check_in.visit.therapist.practice
    return Form(
        check_in=check_in.id,
        measure=catalogue.kept_measure(check_in.measure, check_in.measure_version),
        language=check_in.language,
        therapist=check_in.visit.therapist.name,
        therapist_language=check_in.visit.therapist.language,
        practice=practice,
        place=check_in.visit.place,
        held=holds(check_in.visit),
        asks_strain=asks_strain(check_in, everywhere=practice.asks_strain),
        looks_back=looks_back(check_in.client),
        cue=cue_of(check_in),
        of_several=is_of_several(check_in.visit),
        larger_text=check_in.client.larger_text,
    )


def behind_short_code(code_hash: bytes, now: datetime) -> CheckIn | None:
    """The open check-in for which that short code was typed."""
    found = visits.by_short_code(reading(), code_hash, now)
    if found is None or not shows_form(State(found.state), found.link_ends_at, now):
        return None
    return found


def note_seen(token: str, seen: State, now: datetime) -> None:
    """Tell the therapist that the form is open, or being answered. Only the first of each is told."""
    if visits.state_by_link(reading(), token) not in OPEN:
        return
    with writing() as session:
        check_in = visits.with_visit_by_link(session, token)
        if check_in is None or State(check_in.state) not in OPEN:
            return
        last = events.latest_kind(session, check_in.id)
        if last is not None and last[0] in {seen, State.ANSWERING}:
            return
        if check_in.state != State.OPENED:
            check_in.state = State.OPENED
            check_in.opened_at = now
        events.tell(session, check_in, seen, now)
