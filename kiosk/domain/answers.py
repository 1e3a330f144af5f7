"""Reading what a client sent: strict about its shape, changing nothing in its meaning."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final, TypeVar

from kiosk.domain.measures import TENTHS, Item, Kind, Measure
from kiosk.domain.notes import tidy_typed
from kiosk.domain.phrases import Phrase, phrase

WORDS_LIMIT = 4_000
"""Characters a client may add in their own words."""

_MARK = re.compile(r"(?:0|[1-9][0-9]{0,2})(?:\.[0-9])?")
# What a database or another program would refuse or silently change.
_UNSTORABLE = re.compile("[\x00\ufffd\ud800-\udfff]")


class Marking(StrEnum):
    """The way the items were marked: never mixed in one person's baseline."""

    LINE = "line"
    BUTTONS = "buttons"
    FACES = "faces"
    CHOICE = "choice"
    IMPORT = "import"
    """From a file of past data; only the server sets it."""
    PAPER = "paper"
    """Typed in from paper by the therapist."""

    @property
    def is_entered(self) -> bool:
        """True where somebody of the staff entered it: no form of this server was shown, and nothing was timed."""
        return self not in BY_CLIENTS


BY_CLIENTS: Final = frozenset({Marking.LINE, Marking.BUTTONS, Marking.FACES, Marking.CHOICE})
"""The ways in which a form of this server is marked; the others are set by the server alone."""


class Talk(StrEnum):
    """Answers to "Would you like to talk about it?"."""

    NOW = "now"
    NEXT = "next"
    NO = "no"


class Strain(StrEnum):
    """Answers to "Did anything get in the way between us today?"."""

    NO = "no"
    PARTLY = "partly"
    YES = "yes"


class SortedOut(StrEnum):
    """Answers to "Is it sorted out?", asked where something got in the way."""

    YES = "yes"
    NOT_YET = "not-yet"


class Obstacle(StrEnum):
    """Answers to "What got in the way?", asked where something did and the practice wants to know."""

    PACE = "pace"
    SAID = "said"
    WHO_I_AM = "who-i-am"
    ELSE = "else"
    NOT_SAID = "rather-not"


OBSTACLES: Mapping[Obstacle, Phrase] = MappingProxyType(
    {
        Obstacle.PACE: phrase("It was too fast or too slow"),
        Obstacle.SAID: phrase("Something that was said"),
        Obstacle.WHO_I_AM: phrase("Who I am, or where I come from"),
        Obstacle.ELSE: phrase("Something else"),
        Obstacle.NOT_SAID: phrase("I’d rather not say"),  # noqa: RUF001 -- an apostrophe as it is printed
    }
)
"""The answers in the words of the form."""


@dataclass(frozen=True)
class RawAnswers:
    """The fields of the form as they came; empty means not answered. `items` by item id, without the `item-`."""

    items: Mapping[str, str]
    marked: str = ""
    strain: str = ""
    sorted_out: str = ""
    obstacle: str = ""
    words: str = ""
    talk: str = ""
    safety: str = ""
    decline: str = ""
    former: str = ""
    """The answer to whether their therapist may read what they wrote to another before: `yes`, `no` or empty."""


@dataclass(frozen=True)
class Answered:
    """A client's answers; `marks` in tenths holds only the items that were marked."""

    marks: Mapping[str, int]
    marked: Marking
    strain: Strain | None = None
    sorted_out: SortedOut | None = None
    obstacle: Obstacle | None = None
    words: str = ""
    talk: Talk | None = None
    safety: bool = False
    declined: bool = False


@dataclass(frozen=True)
class Fault:
    """An entry that was not accepted: the field it is about (empty: the form as a whole) and what to do."""

    target: str
    message: Phrase


NOTHING_MARKED: Mapping[Kind, Fault] = {
    "line": Fault("", phrase("Nothing is marked yet. Mark an answer, or leave it for today.")),
    "faces": Fault("", phrase("Nothing is marked yet. Choose a face, or leave it for today.")),
    "choice": Fault("", phrase("Nothing is marked yet. Choose an answer, or leave it for today.")),
}
UNKNOWN_ITEM = Fault("", phrase("This form has changed. Please open the link once more."))
UNKNOWN_MARKING = Fault("", phrase("We cannot tell how this was marked. Please open the link once more."))
OFF_THE_LINE = phrase("Please mark a place from 0 to 10, or leave this one out.")
NO_SUCH_BUTTON = phrase("Please choose one of the buttons from 0 to 10, or leave this one out.")
NO_SUCH_FACE = phrase("Please choose one of the faces, or leave this one out.")
NO_SUCH_CHOICE = phrase("Please choose one of the answers shown, or leave this one out.")
NOT_TAKEN: Mapping[Kind, Phrase] = {"line": OFF_THE_LINE, "faces": NO_SUCH_FACE, "choice": NO_SUCH_CHOICE}
UNSTORABLE_WORDS = Fault("words", phrase("One character in your words cannot be saved. Please take it out."))
TOO_MANY_WORDS = Fault(
    "words",
    phrase("There is room for %(limit)s characters. Please shorten your words a little.", limit=WORDS_LIMIT),
)

Choice = TypeVar("Choice", bound=StrEnum)


def read_answers(measure: Measure, raw: RawAnswers) -> Answered | tuple[Fault, ...]:
    """Read a whole form, or name every fault in it, in the order of the page.

    Declining needs nothing else to be in order, and keeps nothing but the tap for help: no marks, no words.
    """
    if raw.decline == "yes" and raw.safety in {"", "yes"}:
        return Answered(marks={}, marked=_way(measure, raw.marked), safety=raw.safety == "yes", declined=True)
    if faults := tuple(_faults(measure, raw)):
        return faults
    answered = _answered(measure, raw)
    return (NOTHING_MARKED[measure.kind],) if _is_blank(answered) else answered


def _way(measure: Measure, marked: str) -> Marking:
    """Return how it was marked. Only lines can be marked in two ways, so only with lines does the form need to say."""
    match measure.kind:
        case "line":
            return Marking.LINE if marked == Marking.LINE else Marking.BUTTONS
        case kind:
            return Marking(kind)


def _faults(measure: Measure, raw: RawAnswers) -> Iterator[Fault]:
    yield from _mark_faults(measure, raw)
    if not _tells_marking(measure, raw):
        yield UNKNOWN_MARKING
    if not _is_choice(Strain, raw.strain):
        yield Fault("strain", NO_SUCH_CHOICE)
    if not _is_choice(SortedOut, raw.sorted_out):
        yield Fault("sorted", NO_SUCH_CHOICE)
    if not _is_choice(Obstacle, raw.obstacle):
        yield Fault("obstacle", NO_SUCH_CHOICE)
    yield from _word_faults(raw.words)
    if not _is_choice(Talk, raw.talk):
        yield Fault("talk", NO_SUCH_CHOICE)
    for target, value in (("safety", raw.safety), ("decline", raw.decline)):
        if value not in {"", "yes"}:
            yield Fault(target, NO_SUCH_CHOICE)


def _tells_marking(measure: Measure, raw: RawAnswers) -> bool:
    if measure.kind != "line":
        return not raw.marked or raw.marked in BY_CLIENTS
    return raw.marked in {Marking.LINE, Marking.BUTTONS} or not (raw.marked or any(raw.items.values()))


def _mark_faults(measure: Measure, raw: RawAnswers) -> Iterator[Fault]:
    for item in measure.items:
        text = raw.items.get(item.id, "")
        if text and (message := _mark_fault(item, text, raw.marked)):
            yield Fault(f"item-{item.id}", message)
    # One fault however many there are: their names came from outside and are not repeated.
    if raw.items.keys() - {item.id for item in measure.items}:
        yield UNKNOWN_ITEM


def _mark_fault(item: Item, text: str, marked: str) -> Phrase | None:
    """Return the fault of one mark; None when it has none."""
    mark = _tenths(text) if _MARK.fullmatch(text) else None
    if mark is None or not item.takes(mark):
        return NOT_TAKEN[item.kind]
    return NO_SUCH_BUTTON if item.kind == "line" and marked == Marking.BUTTONS and mark % TENTHS else None


def _word_faults(words: str) -> Iterator[Fault]:
    if _UNSTORABLE.search(words):
        yield UNSTORABLE_WORDS
    if len(tidy_typed(words)) > WORDS_LIMIT:
        yield TOO_MANY_WORDS


def _answered(measure: Measure, raw: RawAnswers) -> Answered:
    strain = _choice(Strain, raw.strain)
    # Without strain there is nothing to sort out: the other questions may stand open on the page without script.
    is_strained = strain in {Strain.PARTLY, Strain.YES}
    return Answered(
        marks={item_id: _tenths(text) for item_id, text in raw.items.items() if text},
        marked=_way(measure, raw.marked),
        strain=strain,
        sorted_out=_choice(SortedOut, raw.sorted_out) if is_strained else None,
        obstacle=_choice(Obstacle, raw.obstacle) if is_strained else None,
        words=tidy_typed(raw.words),
        talk=_choice(Talk, raw.talk),
        safety=raw.safety == "yes",
    )


def _is_blank(answered: Answered) -> bool:
    return not (answered.marks or answered.words or answered.talk or answered.strain or answered.safety)


def _is_choice(choices: type[StrEnum], value: str) -> bool:
    return not value or value in {choice.value for choice in choices}


def _choice(choices: type[Choice], value: str) -> Choice | None:
    return choices(value) if value else None


def _tenths(text: str) -> int:
    whole, _, tenth = text.partition(".")
    return int(whole) * TENTHS + int(tenth or 0)
