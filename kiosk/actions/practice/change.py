"""Settings of a practice, as an administrator changes them."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

from kiosk.domain.actors import Staff
from kiosk.domain.audit import Audited
from kiosk.domain.permissions import Permission, require
from kiosk.domain.phrases import phrase
from kiosk.domain.refusals import Invalid
from kiosk.queries.practice import LinksAndResults, PracticeSettings, Retention
from kiosk.queries.thresholds import THRESHOLDS, Unsound, judge
from kiosk.storage.tables import Practice
from kiosk.storage.work import unit_of_work

BEFORE_THE_LAW = phrase("The law asks for longer. Type at least as many years here, or 0 for no list.")


def change_practice(actor: Staff, new: PracticeSettings, now: datetime) -> None:
    """Change the practice's name and texts, for forms that are opened from here on."""
    with _changing(actor, now) as practice:
        practice.name, practice.time_zone = new.name, new.time_zone
        practice.crisis_text, practice.crisis_number = new.crisis_text, new.crisis_number
        practice.crisis_language, practice.crisis_texts = new.crisis_language, dict(new.crisis_texts)
        practice.asks_strain, practice.asks_obstacle = new.asks_strain, new.asks_obstacle
        practice.buttons_first, practice.paper = new.buttons_first, new.paper
        practice.duty_minutes = new.duty_minutes


def set_links_and_results(actor: Staff, new: LinksAndResults, now: datetime) -> None:
    """Change how links work and where results wait, from here on: results that wait or were shown stay so."""
    with _changing(actor, now) as practice:
        practice.link_minutes = new.link_minutes
        practice.holds_room, practice.holds_calls = new.holds_room, new.holds_calls
        practice.holds_several = new.holds_several


def set_retention(actor: Staff, new: Retention, now: datetime) -> None:
    """Change how long records are kept. Raises Invalid for fewer years than the law's."""
    if 0 < new.retain_years < new.law_years:
        raise Invalid(BEFORE_THE_LAW, "retain_years")
    with _changing(actor, now) as practice:
        practice.law_years, practice.retain_years = new.law_years, new.retain_years
        practice.retain_words_years = new.retain_words_years


def set_language(actor: Staff, language: str, now: datetime) -> None:
    """Change the language of check-ins begun from here on whose client has none of their own."""
    with _changing(actor, now) as practice:
        practice.language = language


def set_thresholds(actor: Staff, typed: Mapping[str, str], now: datetime) -> Unsound | None:
    """Change the practice's thresholds, all of them or none; gives what is wrong. Earlier results stay as found."""
    judged = judge(typed)
    if isinstance(judged, Unsound):
        return judged
    with _changing(actor, now, Audited.THRESHOLDS_CHANGED) as practice:
        practice.thresholds = dict(judged)
    return None


def back_to_default(actor: Staff, name: str, now: datetime) -> Unsound | None:
    """Take one threshold, or with the word *all* every one, back to what came with the program.

    One alone may not go back while it would meet another that the practice has moved.
    """
    require(actor, Permission.CHANGE_PRACTICE)
    with unit_of_work(actor, now) as work:
        practice = work.session.get_one(Practice, actor.practice_id)
        gone = set(THRESHOLDS) if name == "all" else {name}
        left = judge({each: str(number) for each, number in practice.thresholds.items() if each not in gone})
        if isinstance(left, Unsound):
            return left
        practice.thresholds = dict(left)
        work.audit(Audited.THRESHOLDS_CHANGED, practice)
        return None


@contextmanager
def _changing(actor: Staff, now: datetime, act: Audited = Audited.SETTINGS_CHANGED) -> Iterator[Practice]:
    """Change the actor's practice in one unit of work. Raises NotAllowed."""
    require(actor, Permission.CHANGE_PRACTICE)
    with unit_of_work(actor, now) as work:
        practice = work.session.get_one(Practice, actor.practice_id)
        yield practice
        work.audit(act, practice)
