"""Values that the pages of a visit of several people show."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from kiosk.domain.public_ids import PublicId
from kiosk.web.shared.cues import CueView
from kiosk.web.staff.parts.tablet_rows import TabletRow
from kiosk.web.staff.visits.pages import Invitation, NextForm, NoTime, RepairView
from kiosk.web.staff.visits.result_views import PromptCard, ThenView

Reached = Literal["past", "present", "to-come"]


@dataclass(frozen=True)
class PersonLine:
    """One person's line of the visit: how far they are, and nothing of what they marked."""

    id: PublicId
    client: PublicId
    cue: CueView
    code: str
    form: str
    """The form they fill in, in a few words."""
    status: str
    places: Sequence[Reached]
    """Of the four stops waiting, opened, answering, sent; empty where the line has ended without an answer."""
    chosen: bool
    asking: bool
    answering: bool
    ran_out: bool
    """Their link opens nothing any more, and a new one would."""
    ends_by_new_code: str
    """The form that a new code would end then; empty where there is none."""
    received: bool
    shown: bool


@dataclass(frozen=True)
class TogetherResult:
    """The result of the visit as a whole; its prompt never says who marked what."""

    kind: Literal["prompt", "nothing", "not-yet"]
    prompt: PromptCard | None
    why: Sequence[str]
    frame: str = ""
    declined: bool = False
    then: ThenView | None = None
    """The one that was found first, where a correction made it say something else."""


@dataclass(frozen=True)
class PeoplePage:
    """One session of several people: how to get to each form, then what they say together."""

    id: PublicId
    heading: str
    sub: str
    title: str
    state: str
    """asking or over."""
    status: str
    people: Sequence[PersonLine]
    chosen: PersonLine | None
    invitation: Invitation | None
    code_address: str
    held: bool
    """True if what they say together is kept off the screen until the therapist asks for it."""
    result: TogetherResult | None
    no_time: NoTime
    source: str
    show_address: str
    base: str
    """The address below which everything about the chosen person is posted."""
    repair: RepairView | None
    """The record of the visit as a whole; None before there is a result to say it of."""
    tablets: Sequence[TabletRow]
    hand_over: str
    """Words for handing over the form, as it gets to these people."""
    is_opening: bool = False
    """True if this client was only ever asked about the week."""
    openings: Sequence[PersonLine] = ()
    """The lines on how the week was, where these are about the session."""
    next_form: NextForm | None = None
    alone: bool = False
    """Never: this page may be seen by others on every screen."""
    day: str = ""
    """Nothing here speaks of today's marks."""
    unshown: Sequence[str] = ()
    """The names of the people whose check-in cannot be shown."""
