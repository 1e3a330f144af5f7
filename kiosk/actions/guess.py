"""The therapist's own guess: sealed before the answer, never changed after it, and shown only beside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from kiosk import catalogue
from kiosk.domain.lifecycle import OPEN, State
from kiosk.domain.measures import TENTHS, Item, Measure
from kiosk.domain.phrases import Phrase, phrase
from kiosk.domain.signals.guesses import Guess as Guessed
from kiosk.storage import events, in_the_room, visits
from kiosk.storage.db import writing
from kiosk.storage.tables import CheckIn, Guess, Person

NUMBERS = {str(number): number * TENTHS for number in range(11)}
"""What a line can be guessed as: one tap on a number, not a place to the tenth."""
IN_THE_WAY = {"no": False, "yes": True, "": None}


@dataclass(frozen=True)
class RawGuess:
    """The fields of the form as they came; `marks` by item id, empty means not guessed."""

    marks: Mapping[str, str]
    in_the_way: str = ""


@dataclass(frozen=True)
class Given:
    """A guess that can be kept: marks in tenths, and whether anything got in the way (None: not said)."""

    marks: Mapping[str, int]
    in_the_way: bool | None


@dataclass(frozen=True)
class NotSealed:
    """Nothing was changed, and why."""

    problem: Phrase


NOTHING_GUESSED = NotSealed(
    phrase("Nothing is chosen yet. Tap an answer for at least one question, or leave the guess.")
)
NO_SUCH_GUESS = NotSealed(phrase("Choose one of the answers shown for a question, or leave it out."))
TOO_LATE = NotSealed(phrase("The answer is in, or is not waited for any more. A guess counts only before it."))


def guesses_for(item: Item) -> Mapping[str, int]:
    """What can be tapped for an item, and its mark in tenths: its own faces or answers, a line's whole numbers."""
    return {option.text: option.value for option in item.options} or NUMBERS


def seal_guess(
    therapist: Person, visit_id: int, check_in_id: int | None, raw: RawGuess, now: datetime
) -> bool | NotSealed:
    """Keep the guess in place of an earlier one, until the client has sent. False where there is no such check-in."""
    with writing() as session:
        visit = visits.visit_of(session, visit_id, therapist)
        check_in = visits.check_in_of(visit, check_in_id) if visit else None
        if check_in is None:
            return False
        if State(check_in.state) not in OPEN:
            return TOO_LATE
        given = _read(catalogue.kept_measure(check_in.measure, check_in.measure_version), raw)
        if isinstance(given, NotSealed):
            return given
        guess = in_the_room.guess_of(session, check_in.id) or _new_guess(check_in, therapist)
        guess.marks, guess.in_the_way = dict(given.marks), given.in_the_way
        guess.guessed_at = now
        session.add(guess)
        events.tell(session, check_in, "guess", now)
        return True


def _read(measure: Measure, raw: RawGuess) -> Given | NotSealed:
    given = {item_id: text for item_id, text in raw.marks.items() if text}
    known = {item.id: guesses_for(item) for item in measure.items}
    if any(text not in known.get(item_id, {}) for item_id, text in given.items()) or raw.in_the_way not in IN_THE_WAY:
        return NO_SUCH_GUESS
    if not given and not raw.in_the_way:
        return NOTHING_GUESSED
    return Given({item_id: known[item_id][text] for item_id, text in given.items()}, IN_THE_WAY[raw.in_the_way])


def _new_guess(check_in: CheckIn, therapist: Person) -> Guess:
    return Guess(practice_id=check_in.practice_id, check_in_id=check_in.id, person_id=therapist.id)


def sealed_guess(session: Session, check_in: CheckIn) -> Guessed | None:
    """The guess as the rule `missed` wants to hear it, in the transaction that stores the answer."""
    guess = in_the_room.guess_of(session, check_in.id)
    return Guessed(guess.marks, nothing_got_in_the_way=guess.in_the_way is False) if guess else None
