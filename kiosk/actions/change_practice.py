"""An administrator changes what holds for the whole practice."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from kiosk.actions.thresholds import THRESHOLDS, Unsound, judge
from kiosk.storage.db import writing
from kiosk.storage.tables import Person, Practice


@dataclass(frozen=True)
class PracticeSettings:
    """What an administrator says of the practice; judged before it comes here."""

    name: str
    crisis_text: str
    crisis_number: str
    crisis_language: str
    crisis_texts: Mapping[str, str]
    """The sentence in other languages than that one, by their tags."""
    asks_strain: bool
    buttons_first: bool
    time_zone: str


@dataclass(frozen=True)
class LinksAndResults:
    """How long a link opens its form, and where a result waits until it is asked for."""

    link_minutes: int
    holds_room: bool
    holds_calls: bool
    holds_several: bool


def change_practice(administrator: Person, new: PracticeSettings) -> None:
    """Keep it. A form that is opened from here on has the new words."""
    with writing() as session:
        practice = _practice(session, administrator)
        practice.name, practice.time_zone = new.name, new.time_zone
        practice.crisis_text, practice.crisis_number = new.crisis_text, new.crisis_number
        practice.crisis_language, practice.crisis_texts = new.crisis_language, dict(new.crisis_texts)
        practice.asks_strain, practice.buttons_first = new.asks_strain, new.buttons_first


def set_links_and_results(administrator: Person, new: LinksAndResults) -> None:
    """Keep it, for links and answers from here on: what waits goes on waiting, what was shown stays so."""
    with writing() as session:
        practice = _practice(session, administrator)
        practice.link_minutes = new.link_minutes
        practice.holds_room, practice.holds_calls = new.holds_room, new.holds_calls
        practice.holds_several = new.holds_several


def set_language(administrator: Person, language: str) -> None:
    """Keep it, for check-ins begun from here on whose client has no language of their own."""
    with writing() as session:
        _practice(session, administrator).language = language


def set_thresholds(administrator: Person, typed: Mapping[str, str]) -> Unsound | None:
    """Keep the practice's own numbers, all at once, or say why not. What was found before stays as it was found."""
    judged = judge(typed)
    if isinstance(judged, Unsound):
        return judged
    with writing() as session:
        _practice(session, administrator).thresholds = dict(judged)
    return None


def back_to_default(administrator: Person, name: str) -> Unsound | None:
    """Take one threshold, or with the word *all* every one, back to what came with the program.

    One alone may not go back while it would meet another that the practice has moved.
    """
    with writing() as session:
        practice = _practice(session, administrator)
        gone = set(THRESHOLDS) if name == "all" else {name}
        left = judge({each: str(number) for each, number in practice.thresholds.items() if each not in gone})
        if isinstance(left, Unsound):
            return left
        practice.thresholds = dict(left)
        return None


def _practice(session: Session, administrator: Person) -> Practice:
    return session.get_one(Practice, administrator.practice_id)
