"""What a page shows of how a client is asked, and what one might say."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext, ngettext

from kiosk import catalogue
from kiosk.actions.asking import Asking
from kiosk.domain.phrases import phrase
from kiosk.domain.presets import PHASES, PRESETS, Preset, hand_over, introductions, phase, preset
from kiosk.web.languages import said, spoken
from kiosk.web.therapist.parts.choices import Choice
from kiosk.web.therapist.parts.form_languages import as_usual, form_languages
from kiosk.web.therapist.parts.numerals import within
from kiosk.web.therapist.parts.pauses import REASONS, paused_sentence
from kiosk.web.therapist.parts.printing import as_printed

PLACES = {"room": phrase("In the room."), "telehealth": phrase("On a call.")}


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
    larger_text: bool
    phases: Sequence[Choice]
    phase: str
    phase_follows: str
    """What the phase changes; empty where none is said."""
    reasons: Sequence[Choice]
    paused: str
    counted: str
    """How often they were paused and how often they chose not to answer; empty before the first of either."""


@dataclass(frozen=True)
class Words:
    """Words for one occasion, paragraph by paragraph, as they are printed."""

    name: str
    paragraphs: Sequence[str]


@dataclass(frozen=True)
class AskingPage:
    """How one client is asked."""

    asking: AskingView
    hand_over: str
    introductions: Sequence[Words]


def asking_view(asking: Asking, zone: str, back: str) -> AskingView:
    """The small form, for the page at `back`."""
    client = asking.client
    chosen = preset(client.preset)
    return AskingView(
        client=client.id,
        code=client.code,
        back=back,
        presets=[Choice(each.id, said(each.name)) for each in PRESETS.values()],
        preset=chosen.id,
        follows=_follows(chosen),
        care=said(chosen.care or ""),
        languages=form_languages(as_usual()),
        language=client.language,
        larger_text=client.larger_text,
        phases=[Choice("", gettext("Not said")), *(Choice(each.id, said(each.name)) for each in PHASES.values())],
        phase=client.phase,
        phase_follows=said(found.follows) if (found := phase(client.phase)) else "",
        reasons=[Choice(reason, said(words)) for reason, words in REASONS.items()],
        paused=paused_sentence(asking.paused, zone),
        counted=_counted(len(asking.pauses), asking.times_declined),
    )


def asking_page(asking: Asking, zone: str, back: str) -> AskingPage:
    """The page of its own."""
    client = asking.client
    return AskingPage(
        asking=asking_view(asking, zone, back),
        hand_over=as_printed(hand_over(client.preset, client.phase, first=False)),
        introductions=[
            Words(said(each.name), [as_printed(paragraph) for paragraph in each.paragraphs])
            for each in introductions(client.preset)
        ],
    )


def _follows(chosen: Preset) -> str:
    named = catalogue.measures().get(chosen.measure or "")
    parts = [
        gettext("The form is “%(form)s”.", form=named.names[spoken()])
        if named
        else gettext("The form is as last time."),
        said(PLACES[chosen.place]) if chosen.place else "",
        gettext("It also asks whether anything got in the way.") if chosen.strain else "",
    ]
    return " ".join(part for part in parts if part)


def _counted(paused: int, declined: int) -> str:
    if not paused:
        return ""
    if not declined:
        return gettext("Paused %(times)s, which never counts as choosing not to answer.", times=_times(paused))
    return gettext(
        "Paused %(times)s. Chose not to answer %(often)s, which is counted apart.",
        times=_times(paused),
        often=_times(declined),
    )


def _times(count: int) -> str:
    if count == 2:  # noqa: PLR2004 -- a number with a word of its own
        return gettext("twice")
    return ngettext("once", "%(count)s times", count, count=within(count))
