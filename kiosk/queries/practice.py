"""The practice's settings, as its administrators read and change them."""

from collections.abc import Mapping
from dataclasses import dataclass

from kiosk.domain.actors import Staff
from kiosk.domain.permissions import Permission, require
from kiosk.storage.db import reading
from kiosk.storage.tables import Practice


@dataclass(frozen=True)
class PracticeSettings:
    """The practice itself: its name, its help line, and what its forms ask."""

    name: str
    crisis_text: str
    crisis_number: str
    crisis_language: str
    crisis_texts: Mapping[str, str]
    """The sentence in other languages than that one, by their tags."""
    asks_strain: bool
    asks_obstacle: bool
    buttons_first: bool
    time_zone: str
    paper: str
    """`a4` or `us-letter`."""
    duty_minutes: int = 0
    """Minutes after which a colleague on duty is told of a call for help that nobody has seen; 0 for never."""


@dataclass(frozen=True)
class LinksAndResults:
    """Settings of links and results: how long a link opens its form, and where a result waits to be asked for."""

    link_minutes: int
    holds_room: bool
    holds_calls: bool
    holds_several: bool


@dataclass(frozen=True)
class Retention:
    """Years after a client's last session: those that the law asks for, and those after which the list names them."""

    law_years: int
    retain_years: int
    retain_words_years: int


@dataclass(frozen=True)
class SeenPractice:
    """All of the settings."""

    settings: PracticeSettings
    results: LinksAndResults
    language: str
    """In which a client is asked who has no language of their own; empty for the server's."""
    thresholds: Mapping[str, object]
    """The practice's own thresholds as they are stored, by name."""


def see_practice(actor: Staff) -> SeenPractice:
    """Read the settings of the actor's practice. Raises NotAllowed."""
    require(actor, Permission.CHANGE_PRACTICE)
    practice = reading().get_one(Practice, actor.practice_id)
    return SeenPractice(_settings(practice), _results(practice), practice.language, practice.thresholds)


def see_retention(actor: Staff) -> Retention:
    """Read how long the actor's practice keeps records. Raises NotAllowed."""
    require(actor, Permission.CHANGE_PRACTICE)
    found = reading().get_one(Practice, actor.practice_id)
    return Retention(found.law_years, found.retain_years, found.retain_words_years)


def usual_language(actor: Staff) -> str:
    """Read in which language clients of the actor's practice are asked; empty for the server's."""
    return reading().get_one(Practice, actor.practice_id).language


@dataclass(frozen=True)
class Printing:
    """The practice as it stands on paper."""

    name: str
    paper: str


def see_printing(actor: Staff) -> Printing:
    """Read the name and paper of the actor's practice."""
    practice = reading().get_one(Practice, actor.practice_id)
    return Printing(practice.name, practice.paper)


def _settings(practice: Practice) -> PracticeSettings:
    return PracticeSettings(
        name=practice.name,
        crisis_text=practice.crisis_text,
        crisis_number=practice.crisis_number,
        crisis_language=practice.crisis_language if practice.crisis_text else practice.language,
        crisis_texts=practice.crisis_texts,
        asks_strain=practice.asks_strain,
        asks_obstacle=practice.asks_obstacle,
        buttons_first=practice.buttons_first,
        time_zone=practice.time_zone,
        paper=practice.paper,
        duty_minutes=practice.duty_minutes,
    )


def _results(practice: Practice) -> LinksAndResults:
    return LinksAndResults(
        link_minutes=practice.link_minutes,
        holds_room=practice.holds_room,
        holds_calls=practice.holds_calls,
        holds_several=practice.holds_several,
    )
