"""Views of how a client is asked, and of words for introducing it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from flask_babel import gettext, ngettext

from kiosk import catalogue, zones
from kiosk.domain.introductions import introductions
from kiosk.domain.parts import Part
from kiosk.domain.phrases import phrase
from kiosk.domain.place import Place
from kiosk.domain.presets import PHASES, PRESETS, Preset, hand_over, phase, preset
from kiosk.domain.public_ids import PublicId
from kiosk.queries.asking import Asking
from kiosk.queries.managed import Managed, Reader, SeenConsent
from kiosk.queries.onward import SeenPatient
from kiosk.queries.readable import each
from kiosk.web.shared.languages import as_printed, figure, isolated, name_in_ours, said, spoken
from kiosk.web.staff.clients.course_words import Moment
from kiosk.web.staff.parts.audit_words import actor_words
from kiosk.web.staff.parts.choices import Choice
from kiosk.web.staff.parts.correction_words import CorrectionView, correction_views
from kiosk.web.staff.parts.form_languages import as_usual, form_languages, usual_language
from kiosk.web.staff.parts.lengths import forms
from kiosk.web.staff.parts.near import near_words
from kiosk.web.staff.parts.numerals import within
from kiosk.web.staff.parts.pauses import REASONS, paused_sentence
from kiosk.web.staff.parts.times import at_time

PLACES = {Place.ROOM: phrase("In the room."), Place.TELEHEALTH: phrase("On a call.")}


@dataclass(frozen=True)
class AskingView:
    """The small form on a client's page; `back` is the page it stands on, where its buttons lead again."""

    client: PublicId
    code: str
    back: str
    presets: Sequence[Choice]
    preset: str
    follows: str
    """The consequences of the kind of work, in a sentence or two."""
    care: str
    languages: Sequence[Choice]
    language: str
    larger_text: bool
    openings: Sequence[Choice]
    """The forms that ask at the start of a session how the week was."""
    opening: str
    phases: Sequence[Choice]
    phase: str
    phase_follows: str
    """The consequences of the phase; empty where none is chosen."""
    reasons: Sequence[Choice]
    paused: str
    counted: str
    """The numbers of pauses and of times they chose not to answer, in words; empty before the first pause."""


@dataclass(frozen=True)
class Words:
    """Words for one occasion, paragraph by paragraph, as they are printed."""

    name: str
    paragraphs: Sequence[str]


@dataclass(frozen=True)
class ConsentView:
    """One record of consent, as a sentence."""

    id: PublicId
    sentence: str
    withdrawn: str
    """A sentence that says when they withdrew; empty where they did not."""


@dataclass(frozen=True)
class AskingPage:
    """The page on how one client is asked."""

    id: PublicId
    code: str
    asking: AskingView
    hand_over: str
    introductions: Sequence[Words]
    near: str
    """A sentence on guess and mark coming nearer; empty before that can be said."""
    corrections: Sequence[CorrectionView]
    their_language: str
    """The language of what is made for the client to read."""
    consents: Sequence[ConsentView]
    """The records that they were told what is kept, the latest first."""
    today: str
    """The day of the practice, as YYYY-MM-DD."""
    patient: SeenPatient | None = None
    """Their place in the record system; None where the practice has none."""
    seen_by: Sequence[str] = ()
    """List who has seen what is kept about this client, a sentence each."""
    problems: Sequence[tuple[str, str]] = ()


def asking_view(asking: Asking, zone: str, back: str) -> AskingView:
    """The small form, for the page at `back`."""
    chosen = preset(asking.preset)
    return AskingView(
        client=asking.client,
        code=asking.code,
        back=back,
        presets=[Choice(each.id, said(each.name)) for each in PRESETS.values()],
        preset=chosen.id,
        follows=_follows(chosen),
        care=said(chosen.care or ""),
        languages=form_languages(as_usual()),
        language=asking.language,
        larger_text=asking.larger_text,
        openings=forms(part=Part.OPENING, with_ages=True),
        opening=asking.opening_measure,
        phases=[Choice("", gettext("Not said")), *(Choice(each.id, said(each.name)) for each in PHASES.values())],
        phase=asking.phase,
        phase_follows=said(found.follows) if (found := phase(asking.phase)) else "",
        reasons=[Choice(reason, said(words)) for reason, words in REASONS.items()],
        paused=paused_sentence(asking.paused, zone),
        counted=_counted(len(asking.pauses), asking.times_declined),
    )


def asking_page(
    asking: Asking, seen: Managed, moment: Moment, back: str, problems: Sequence[tuple[str, str]] = ()
) -> AskingPage:
    """The page on which the work with a client is managed."""
    return AskingPage(
        id=seen.id,
        code=seen.code,
        their_language=name_in_ours(asking.language or usual_language()),
        near=near_words(seen.distances),
        corrections=[
            replace(one, can_undo=False) for one in correction_views(seen.corrections, moment.now, moment.zone)
        ],
        seen_by=[_reader(one, moment) for one in seen.seen_by],
        consents=each(reversed(seen.consents), _consent)[0],
        today=moment.now.astimezone(zones.zone(moment.zone)).date().isoformat(),
        problems=problems,
        asking=asking_view(asking, moment.zone, back),
        hand_over=as_printed(hand_over(asking.preset, asking.phase, first=False)),
        introductions=[
            Words(said(each.name), [as_printed(paragraph) for paragraph in each.paragraphs])
            for each in introductions(asking.preset)
        ],
    )


def _reader(one: Reader, moment: Moment) -> str:
    return ngettext(
        "%(name)s, once, %(when)s",
        "%(name)s, %(num)s times, last %(when)s",
        one.count,
        name=isolated(actor_words(one.actor, one.name)),
        when=at_time(one.last_at, moment.now, moment.zone),
    )


def _consent(one: SeenConsent) -> ConsentView:
    withdrawn = gettext("Withdrawn on %(date)s.", date=_day(one.withdrawn_on)) if one.withdrawn_on else ""
    return ConsentView(one.id, gettext("Told on %(date)s by %(name)s.", date=_day(one.told_on), name=one.by), withdrawn)


def _day(kept: str) -> str:
    return figure(date.fromisoformat(kept))


def _follows(chosen: Preset) -> str:
    named = catalogue.measures().get(chosen.measure or "")
    parts = [
        gettext("The form is “%(form)s”.", form=named.names[spoken()])
        if named
        else gettext("Uses the same form as last time."),
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
