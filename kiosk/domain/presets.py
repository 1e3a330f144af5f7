"""Kinds of work and its phases: which form goes with each, and words for asking, to choose from.

The words are our own and nothing in them is a finding; they follow what makes asking worth while: say why, say who sees
it, make a low mark welcome, and leave the client free to let it be.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

from kiosk.domain.phrases import Phrase, in_turn, phrase
from kiosk.domain.place import Place

Occasion = Literal["first", "routine", "child", "family"]

INDIVIDUAL: Final = "individual"


@dataclass(frozen=True)
class Preset:
    """The settings that go with one kind of work.

    `measure` and `place` of None leave both as they were last time; `child_measure` is for the children among several.
    `strain` adds the question whether anything got in the way. `particular` is said at a first introduction;
    `care` is for the therapist alone: what has to be true before any of it is said.
    """

    id: str
    name: Phrase
    opening: Phrase
    occasions: tuple[Occasion, ...] = ("first", "routine")
    measure: str | None = None
    child_measure: str | None = None
    place: Place | None = None
    strain: bool = False
    particular: Phrase | None = None
    care: Phrase | None = None


@dataclass(frozen=True)
class Phase:
    """The phase of the work, as the therapist sees it, and what it adds when the form is handed over.

    `strain` adds the question whether anything got in the way, `looks_back` asks what they would like to take along;
    `follows` tells the therapist what the phase changes. What it changes in the prompts is in `phase_words`.
    """

    id: str
    name: Phrase
    adds: Phrase
    follows: Phrase
    strain: bool = False
    looks_back: bool = False


ALONE: Final = phrase("Before you go, I'd like to know how today was for you.")
BEFORE_WE_BEGIN: Final = phrase("Before we begin, I'd like to know how your week was.")
SEVERAL: Final = phrase("Before you go, I'd like to know how today was for each of you.")
ON_A_CALL: Final = phrase("Before we end the call, I'd like to know how today was for you.")

ROUTINE: Final = phrase("It takes a minute, and we can talk about it straight away.")
FIRST_TIME: Final = phrase(
    "Mark it as it was, and leave whatever you like. I open it straight away, so that we can talk about it."
)

_PRESETS = (
    Preset(INDIVIDUAL, phrase("Individual"), ALONE),
    Preset(
        "couple",
        phrase("Couple"),
        SEVERAL,
        measure="family-check",
        strain=True,
        particular=phrase(
            "Each of you has a form of your own. I see both, and I won't say who marked what. If today was good for "
            "one and hard for the other, that isn't a verdict on either of you. It tells me where I wasn't even-handed."
        ),
        care=phrase("Leave it when one of them is not free to mark what they think, or the other can see the screen."),
    ),
    Preset(
        "family",
        phrase("Family"),
        SEVERAL,
        occasions=("family", "child", "routine"),
        measure="family-check",
        child_measure="child-check",
        care=phrase("Leave it when somebody has to fear what a mark could lead to at home."),
    ),
    Preset(
        "group",
        phrase("Group"),
        SEVERAL,
        measure="group-check",
        particular=phrase(
            "Everyone marks for themselves. I see each form, and I won't bring up in the circle what one of you marked."
            " If you felt on the edge of it today, I'd like to hear that from you alone."
        ),
    ),
    Preset(
        "telehealth",
        phrase("On a call"),
        ON_A_CALL,
        place=Place.TELEHEALTH,
        strain=True,
        particular=phrase(
            "You'll get it as a link or a code to scan, and it opens on your own device. Stay on the call, so that we "
            "can still talk about it. If somebody near you can see your screen, tell me, and we'll leave it for today."
        ),
        care=phrase("Ask first whether they are alone where they are."),
    ),
    Preset(
        "addiction",
        phrase("Addiction"),
        ALONE,
        strain=True,
        particular=phrase(
            "It asks about the two of us working together, and nothing about using or not using. A hard week and a "
            "good conversation can both be true, and so can the other way round."
        ),
        care=phrase("Leave it when they are intoxicated or in withdrawal: the marks would not be theirs."),
    ),
    Preset(
        "mandated",
        phrase("Mandated"),
        ALONE,
        strain=True,
        particular=phrase(
            "You didn't choose to be here, so you needn't be polite about it. This form is for the two of us. It isn't "
            "part of what I report, and leaving it has no consequence of any kind."
        ),
        care=phrase(
            "Say this only if it holds: settle first, with whoever sent them, that these marks are never reported."
        ),
    ),
)

PRESETS: Final[Mapping[str, Preset]] = MappingProxyType({preset.id: preset for preset in _PRESETS})

_PHASES = (
    Phase(
        "engagement",
        phrase("Getting to know each other"),
        phrase("We're only getting to know each other: tell me if I get it wrong."),
        follows=phrase("The questions to ask leave room for not knowing each other yet."),
    ),
    Phase(
        "exploration",
        phrase("Exploring"),
        phrase("I'd like to be sure that we're looking at what matters to you."),
        follows=phrase("The questions to ask look for what has not been said yet."),
    ),
    Phase(
        "working",
        phrase("Working on it"),
        phrase("If something should go differently next time, this is the place to say so."),
        follows=phrase("The questions to ask are about how the work is done."),
    ),
    Phase(
        "ending",
        phrase("Coming to an end"),
        phrase("We haven't many sessions left, so what's still missing matters."),
        follows=phrase(
            "The form also asks whether anything got in the way, and what they would like to take with them. The "
            "questions to ask look at the sessions that are left."
        ),
        strain=True,
        looks_back=True,
    ),
)

PHASES: Final[Mapping[str, Phase]] = MappingProxyType({phase.id: phase for phase in _PHASES})


def preset(preset_id: str) -> Preset:
    """Give the preset of that id; one that is no longer known counts as individual work."""
    return PRESETS.get(preset_id, PRESETS[INDIVIDUAL])


def phase(phase_id: str) -> Phase | None:
    """Give the phase of that id; None where none was said, or this version does not know it."""
    return PHASES.get(phase_id)


def hand_over(preset_id: str, phase_id: str, *, first: bool) -> Phrase:
    """Say a sentence or two to hand the form over with; a first time explains itself, whatever the phase."""
    found = phase(phase_id)
    adds = FIRST_TIME if first else found.adds if found else ROUTINE
    return in_turn(preset(preset_id).opening, adds)
