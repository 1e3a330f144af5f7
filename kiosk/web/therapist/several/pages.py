"""What the pages of a visit of several people are given to show."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from kiosk.web.cues import CueView
from kiosk.web.therapist.parts.tablet_rows import TabletRow
from kiosk.web.therapist.visit.pages import Invitation, NoTime, PromptCard, RepairView

Place = Literal["past", "present", "to-come"]


@dataclass(frozen=True)
class PersonLine:
    """One person's line of the visit: how far they are, and nothing of what they marked."""

    id: int
    client: int
    cue: CueView
    code: str
    form: str
    """Which form they fill in, in a few words."""
    status: str
    places: Sequence[Place]
    """Of the four stops waiting, opened, answering, sent; empty where the line has ended without an answer."""
    chosen: bool
    asking: bool
    answering: bool
    ran_out: bool
    """Their link opens nothing any more, and a new one would."""
    received: bool
    shown: bool


@dataclass(frozen=True)
class TogetherResult:
    """What the visit as a whole says; its prompt never says who marked what."""

    kind: Literal["prompt", "nothing", "too-little", "not-yet"]
    prompt: PromptCard | None
    why: Sequence[str]
    open_own: bool = False
    """Whether to open each person's own form before they go."""
    frame: str = ""
    declined: bool = False


@dataclass(frozen=True)
class PeoplePage:
    """One session of several people: how to get to each form, then what they say together."""

    id: int
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
    """What they say together is there, and kept off the screen until the therapist asks for it."""
    result: TogetherResult | None
    no_time: NoTime
    source: str
    show_address: str
    base: str
    """The address below which everything about the chosen person is posted."""
    repair: RepairView | None
    """What became of the visit as a whole; None before there is a result to say it of."""
    tablets: Sequence[TabletRow]
    hand_over: str
    """How the form could be handed over, as it gets to these people."""
