"""The therapist's own guess: sealed before the answer, never changed after it, and shown only beside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from kiosk import catalogue
from kiosk.domain.actors import Staff, Therapist
from kiosk.domain.audit import Audited
from kiosk.domain.events import EventKind
from kiosk.domain.lifecycle import OPEN, State
from kiosk.domain.measures import TENTHS, Item, Measure
from kiosk.domain.parts import Part
from kiosk.domain.permissions import Permission, as_therapist
from kiosk.domain.phrases import phrase
from kiosk.domain.public_ids import CheckInIds, PublicId
from kiosk.domain.refusals import Conflict, Invalid, NotFound
from kiosk.domain.scoring import score
from kiosk.domain.signals.guesses import Guess as Guessed
from kiosk.queries.together import ids_of
from kiosk.storage import in_the_room, visits
from kiosk.storage.tables import CheckIn, Guess
from kiosk.storage.work import unit_of_work

NUMBERS = {str(number): number * TENTHS for number in range(11)}
"""The values that a line can be guessed as, in tenths: whole numbers from 0 to 10, by the text of their button."""
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


NOTHING_GUESSED = phrase("Nothing is chosen yet. Tap an answer for at least one question, or leave the guess.")
NO_SUCH_GUESS = phrase("Choose one of the answers shown for a question, or leave it out.")
OF_SESSIONS = phrase("A guess is about a session, not about the week before it.")
TOO_LATE = phrase("The answer is in, or no longer expected. A guess only counts before it.")


def guesses_for(item: Item) -> Mapping[str, int]:
    """Return the choices for an item and their marks in tenths: its own faces or answers, a line's whole numbers."""
    return {option.text: option.value for option in item.options} or NUMBERS


def seal_guess(actor: Staff, check_in_id: PublicId, raw: RawGuess, now: datetime) -> CheckInIds:
    """Keep the guess in place of an earlier one. Raises NotFound, Conflict once the client has sent, and Invalid."""
    therapist = as_therapist(actor, Permission.ASK_CLIENTS)
    with unit_of_work(actor, now) as work:
        check_in = visits.check_in_of(work.session, check_in_id, therapist)
        if check_in is None:
            raise NotFound
        if check_in.part == Part.OPENING:
            raise Conflict(OF_SESSIONS)
        if State(check_in.state) not in OPEN:
            raise Conflict(TOO_LATE)
        measure = catalogue.kept_measure(check_in.measure, check_in.measure_version)
        given = _read(measure, raw)
        guess = in_the_room.guess_of(work.session, check_in.id) or _new_guess(check_in, therapist)
        guess.marks, guess.in_the_way = dict(given.marks), given.in_the_way
        guess.total, guess.guessed_at = score(measure, given.marks).total, now
        work.session.add(guess)
        work.tell(check_in, EventKind.GUESS)
        work.audit(Audited.GUESS_SEALED, check_in)
        return ids_of(check_in)


def _read(measure: Measure, raw: RawGuess) -> Given:
    given = {item_id: text for item_id, text in raw.marks.items() if text}
    known = {item.id: guesses_for(item) for item in measure.items}
    if any(text not in known.get(item_id, {}) for item_id, text in given.items()) or raw.in_the_way not in IN_THE_WAY:
        raise Invalid(NO_SUCH_GUESS)
    if not given and not raw.in_the_way:
        raise Invalid(NOTHING_GUESSED)
    return Given({item_id: known[item_id][text] for item_id, text in given.items()}, IN_THE_WAY[raw.in_the_way])


def _new_guess(check_in: CheckIn, therapist: Therapist) -> Guess:
    return Guess(practice_id=check_in.practice_id, check_in_id=check_in.id, person_id=therapist.person_id)


def as_guessed(guess: Guess) -> Guessed:
    """Give the guess as the rule `missed` takes it."""
    return Guessed(guess.marks, nothing_got_in_the_way=guess.in_the_way is False)
