"""One client's record as plain data, complete: every column but numbers of rows and what opens a form."""

from collections.abc import Mapping
from datetime import datetime

from kiosk import catalogue
from kiosk.actions.records import Record
from kiosk.domain.goals import words_of
from kiosk.domain.measures import Measure
from kiosk.domain.reasons import why
from kiosk.domain.scoring import points, score
from kiosk.domain.signals import Signal
from kiosk.storage.records import columns
from kiosk.storage.tables import Base, CheckIn, Goal, Guess, Response

Plain = Mapping[str, object]

PRACTICE = ("id", "practice_id")
CLIENT = (*PRACTICE, "therapist_id")
CHECK_IN = (
    "practice_id",
    "client_id",
    "visit_id",
    "measure",
    "measure_version",
    "link_version",
    "link_hash",
    "short_code_turn",
    "short_code_hash",
    "short_code_ends_at",
)
"""Of the check-in: the visit and the measure are told in full, what leads to the form is nobody's business."""
VISIT = ("practice_id", "therapist_id", "together", "together_at")
"""What a visit of several found between its people would tell of the others."""
RESPONSE = (
    *PRACTICE,
    "check_in_id",
    "client_id",
    "therapist_id",
    "sending_key",
    "measure",
    "measure_version",
    "marks",
    "total",
    "signals",
)
"""Of the response: marks, total and signals are told in points and with their reasons."""
OF_CHECK_IN = (*PRACTICE, "check_in_id", "person_id")
OF_CLIENT = (*PRACTICE, "client_id")


def plain_record(record: Record) -> Plain:
    """Everything about one client."""
    return {
        **_plain(record.client, CLIENT),
        "therapist": {"name": record.therapist.name, "email": record.therapist.email},
        "goals": [_goal(goal) for goal in record.goals],
        "pauses": [_plain(pause, OF_CLIENT) for pause in record.pauses],
        "check_ins": [_check_in(check_in, record) for check_in in record.check_ins],
    }


def _check_in(check_in: CheckIn, record: Record) -> Plain:
    measure = catalogue.kept_measure(check_in.measure, check_in.measure_version)
    guess, visit = record.guesses.get(check_in.id), check_in.visit
    return {
        **_plain(check_in, CHECK_IN),
        "visit": {**_plain(visit, VISIT), "therapist": visit.therapist.email},
        "measure": _measure(measure, check_in.language),
        "response": _response(check_in.response, measure, check_in.language) if check_in.response else None,
        "guess": _guess(guess) if guess else None,
        "signs": [_plain(sign, OF_CHECK_IN) for sign in record.signs.get(check_in.id, ())],
        "repairs": [_plain(repair, OF_CHECK_IN) for repair in check_in.repairs],
    }


def _measure(measure: Measure, language: str) -> Plain:
    """Whose words were answered, and that they are not validated, beside every answer."""
    asked = {item.id: item.texts[language].question for item in measure.items}
    told = {"id": measure.id, "version": measure.version, "name": name_of(measure, language)}
    return {**told, "note": measure.note, "source": measure.source, "licence": measure.licence, "questions": asked}


def _response(response: Response, measure: Measure, language: str) -> Plain:
    scored = score(measure, response.marks)
    return {
        **_plain(response, RESPONSE),
        "answers": {item: points(mark) for item, mark in response.marks.items()},
        "score": {
            "total": None if response.total is None else points(response.total),
            "max": points(scored.maximum),
            "estimated": scored.estimate,
            "subscales": {part: points(value) for part, value in scored.subscales.items() if value is not None},
        },
        "signals": [_signal(Signal(**kept), measure, language) for kept in response.signals],
    }


def _signal(signal: Signal, measure: Measure, language: str) -> Plain:
    told = {"id": signal.rule, "severity": signal.severity, "item": signal.item}
    return {**told, "why": f"{why(signal, measure, language)}", "figures": dict(signal.figures)}


def _guess(guess: Guess) -> Plain:
    marks = {item: points(mark) for item, mark in guess.marks.items()}
    return {**_plain(guess, (*OF_CHECK_IN, "marks")), "marks": marks}


def _goal(goal: Goal) -> Plain:
    taken_back = [_plain(undone, (*PRACTICE, "goal_id")) for undone in goal.taken_back]
    words = str(words_of(goal.kind, goal.words))
    return {**_plain(goal, OF_CLIENT), "words": words, "taken_back": taken_back}


def _plain(row: Base, without: tuple[str, ...]) -> dict[str, object]:
    return {name: moment(value) for name, value in columns(row, without).items()}


def moment(value: object) -> object:
    """A point in time as text, in UTC with its offset; anything else as it is."""
    return value.isoformat() if isinstance(value, datetime) else value


def name_of(measure: Measure, language: str) -> str:
    """The form's name in the language it was answered in, or in the first it has."""
    return measure.names.get(language) or next(iter(measure.names.values()))
