"""The form behind a link, as the client is shown it."""

from dataclasses import dataclass
from datetime import datetime

from kiosk import catalogue
from kiosk.domain.actors import ByLink
from kiosk.domain.crisis import CrisisTexts
from kiosk.domain.cues import Cue
from kiosk.domain.lifecycle import known_state, shows_form, takes_answer
from kiosk.domain.measures import Measure
from kiosk.domain.parts import Part
from kiosk.domain.permissions import Permission, require
from kiosk.domain.place import Place
from kiosk.domain.public_ids import PublicId
from kiosk.domain.recipients import Named, goes_to_practice
from kiosk.keys import keys
from kiosk.queries.asking import asks_strain, looks_back
from kiosk.queries.crisis import crisis_texts
from kiosk.queries.held import holds
from kiosk.queries.notices import NoticeFacts, notice_facts
from kiosk.queries.readable import whole
from kiosk.queries.recipients import recipients_of
from kiosk.queries.together import cue_of
from kiosk.storage import forms, visits
from kiosk.storage.db import reading
from kiosk.storage.tables import CheckIn, Practice


@dataclass(frozen=True)
class FormPractice:
    """The practice's texts and settings that a form shows or follows."""

    name: str
    crisis: CrisisTexts
    buttons_first: bool
    tablets_larger_text: bool
    notice: NoticeFacts


@dataclass(frozen=True)
class Form:
    """A form with all that is needed to show it."""

    check_in: PublicId
    measure: Measure
    language: str
    therapist: str
    therapist_language: str
    """Of the therapist's own pages; empty until they chose one."""
    practice: FormPractice
    recipients: tuple[Named, ...]
    """Everybody who gets the answer, the therapist first."""
    place: Place
    held: bool
    """True if the answer waits until the therapist asks for it."""
    asks_strain: bool
    asks_obstacle: bool
    """It also asks what got in the way."""
    looks_back: bool
    """The work comes to an end: their own words may say what they would like to take along."""
    cue: Cue
    of_several: bool
    """True if another's form could be in the same hands."""
    larger_text: bool
    """True if it begins one question at a time, as was chosen for this client."""
    is_opening: bool = False
    """True if it asks at the start of the session how the week was."""
    asks_about_words: bool = False
    """True if it tells that its therapist reads what was written to another before, unless the client says no."""

    @property
    def to_practice(self) -> bool:
        """True if its therapist can no longer log in, so that the practice has the answer."""
        return goes_to_practice(self.recipients)


def read_form(actor: ByLink, now: datetime, *, again: bool = False) -> Form | None:
    """The form behind a link, or None when the link opens none any more. Writes nothing.

    With `again` it was shown before: it is shown for as long as it can be sent.
    """
    require(actor, Permission.ANSWER)
    found = forms.by_link(reading(), actor.token)
    if found is None:
        return None
    state = known_state(found.state)
    shows = takes_answer(state) if again else shows_form(state, found.link_ends_at, now)
    return whole(lambda: form_of(found, now)) if shows else None


def form_of(check_in: CheckIn, now: datetime) -> Form:
    """The form of a check-in, as it is shown now."""
    practice, is_opening = check_in.visit.therapist.practice, check_in.part == Part.OPENING
    strain = not is_opening and asks_strain(check_in, everywhere=practice.asks_strain)
    return Form(
        check_in=check_in.public_id,
        measure=catalogue.kept_measure(check_in.measure, check_in.measure_version),
        language=check_in.language,
        therapist=check_in.visit.therapist.name,
        therapist_language=check_in.visit.therapist.language,
        practice=_practice(practice),
        recipients=recipients_of(check_in, now),
        place=_place(check_in.visit.place),
        held=holds(check_in.visit),
        asks_strain=strain,
        asks_obstacle=strain and practice.asks_obstacle,
        looks_back=not is_opening and looks_back(check_in.client),
        cue=cue_of(check_in),
        of_several=check_in.visit.is_of_several,
        larger_text=check_in.client.larger_text,
        is_opening=is_opening,
        asks_about_words=_asks_about_words(check_in),
    )


def _asks_about_words(check_in: CheckIn) -> bool:
    asked = check_in.client.asked_about
    return asked is not None and asked.to_id == check_in.visit.therapist_id


def _place(stored: str) -> Place:
    return Place(stored) if stored in set(Place) else Place.ROOM


def _practice(practice: Practice) -> FormPractice:
    return FormPractice(
        name=practice.name,
        crisis=crisis_texts(practice),
        buttons_first=practice.buttons_first,
        tablets_larger_text=practice.tablets_larger_text,
        notice=notice_facts(practice),
    )


def link_behind(code: str, now: datetime) -> ByLink | None:
    """Give the link of the open form for which that short code was typed; None where it opens none."""
    found = forms.by_short_code(reading(), keys().short_code_hash(code), now)
    if found is None or not shows_form(known_state(found.state), found.link_ends_at, now):
        return None
    return ByLink(keys().link_token(found.public_id, found.link_version))


def link_to(check_in: PublicId) -> ByLink | None:
    """Give the present link of a check-in, for what its client says after sending; None where there is none."""
    version = forms.link_version_of(reading(), check_in)
    return None if version is None else ByLink(keys().link_token(check_in, version))


def practice_of(check_in: PublicId) -> int:
    """The practice that a form is of, whatever became of its link; 0 where there is no such form."""
    return visits.practice_of(reading(), check_in) or 0
