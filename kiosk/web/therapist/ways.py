"""What a page shows of how a client is asked, and what one might say."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kiosk import catalogue
from kiosk.actions.asking import Asking
from kiosk.domain.presets import PHASES, PRESETS, Introduction, Preset, hand_over, introductions, phase, preset
from kiosk.web.languages import spoken
from kiosk.web.therapist.day import COUNTS
from kiosk.web.therapist.form_languages import as_usual, form_languages
from kiosk.web.therapist.pages import Choice
from kiosk.web.therapist.pauses import REASONS, paused_sentence
from kiosk.web.therapist.printing import as_printed

NO_PHASE = Choice("", "Not said")
PLACES = {"room": "In the room.", "telehealth": "On a call."}


@dataclass(frozen=True)
class AskingView:
    """The small form on a client's page; `back` is the page it stands on, where its buttons lead again."""

    client: int
    code: str
    back: str
    presets: Sequence[Choice]
    preset: str
    follows: str
    """What the kind of work chooses, in a sentence or two."""
    care: str
    languages: Sequence[Choice]
    language: str
    phases: Sequence[Choice]
    phase: str
    phase_follows: str
    """What the phase changes; empty where none is said."""
    reasons: Sequence[Choice]
    paused: str
    counted: str
    """How often they were paused and how often they chose not to answer; empty before the first of either."""


@dataclass(frozen=True)
class AskingPage:
    """How one client is asked."""

    asking: AskingView
    hand_over: str
    introductions: Sequence[Introduction]


def asking_view(asking: Asking, zone: str, back: str) -> AskingView:
    """The small form, for the page at `back`."""
    client = asking.client
    chosen = preset(client.preset)
    return AskingView(
        client=client.id,
        code=client.code,
        back=back,
        presets=[Choice(each.id, each.name) for each in PRESETS.values()],
        preset=chosen.id,
        follows=_follows(chosen),
        care=chosen.care,
        languages=form_languages(as_usual()),
        language=client.language,
        phases=[NO_PHASE, *(Choice(each.id, each.name) for each in PHASES.values())],
        phase=client.phase,
        phase_follows=found.follows if (found := phase(client.phase)) else "",
        reasons=[Choice(reason, words) for reason, words in REASONS.items()],
        paused=paused_sentence(asking.paused, zone),
        counted=_counted(len(asking.pauses), asking.times_declined),
    )


def asking_page(asking: Asking, zone: str, back: str) -> AskingPage:
    """The page of its own."""
    client = asking.client
    return AskingPage(
        asking=asking_view(asking, zone, back),
        hand_over=as_printed(hand_over(client.preset, client.phase, first=False)),
        introductions=[_printed(each) for each in introductions(client.preset)],
    )


def _printed(words: Introduction) -> Introduction:
    return replace(words, paragraphs=tuple(as_printed(paragraph) for paragraph in words.paragraphs))


def _follows(chosen: Preset) -> str:
    named = catalogue.measures().get(chosen.measure or "")
    parts = [
        f"The form is “{named.names[spoken()]}”." if named else "The form is as last time.",
        PLACES[chosen.place] if chosen.place else "",
        "It also asks whether anything got in the way." if chosen.strain else "",
    ]
    return " ".join(part for part in parts if part)


def _counted(paused: int, declined: int) -> str:
    if not paused:
        return ""
    if not declined:
        return f"Paused {_times(paused)}, which never counts as choosing not to answer."
    return f"Paused {_times(paused)}. Chose not to answer {_times(declined)}, which is counted apart."


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{_count(count)} times")


def _count(count: int) -> str:
    return COUNTS[count].lower() if count < len(COUNTS) else str(count)
