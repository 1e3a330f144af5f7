"""One client's record as plain data: the fields that `schema` names, and what is made of them."""

from collections.abc import Mapping
from datetime import date

from kiosk.domain.goals import words_of
from kiosk.domain.measures import Measure
from kiosk.domain.reasons import why
from kiosk.domain.scoring import points
from kiosk.domain.signals import Signal
from kiosk.interchange import schema
from kiosk.queries.kept import KeptCheckIn, KeptGoal, KeptGuess, Record
from kiosk.queries.results import Result, Withheld

Plain = Mapping[str, object]


def plain_record(record: Record) -> Plain:
    """Everything about one client."""
    return {
        **_plain(record.client, schema.CLIENT),
        "therapist": {"name": record.therapist, "email": record.email},
        "goals": [_goal(goal) for goal in record.goals],
        "pauses": [_plain(pause, schema.PAUSE) for pause in record.pauses],
        "sessions_without_form": [_plain(one, schema.NOTED) for one in record.noted],
        "handovers": [{"from": one.giver, "to": one.taker, **_plain(one, schema.HANDOVER)} for one in record.handovers],
        "seen_by": [_plain(one, schema.READING) for one in record.seen_by],
        "consents": [_plain(one, schema.CONSENT) for one in record.consents],
        "shared_words": [_plain(one, schema.SHARED_WORDS) for one in record.shared_words],
        "check_ins": [_check_in(check_in) for check_in in record.check_ins],
        "corrections": [_plain(correction, schema.CORRECTION) for correction in record.corrections],
        **({"left_out": list(left_out)} if (left_out := schema.LEFT_OUT[record.extent]) else {}),
        **({"unreadable_rows": record.unreadable} if record.unreadable else {}),
    }


def _check_in(check_in: KeptCheckIn) -> Plain:
    visit, guess = check_in.visit, check_in.guess
    return {
        **_plain(check_in, schema.CHECK_IN),
        "visit": {**_plain(visit, schema.VISIT), "therapist": visit.therapist},
        "measure": _measure(check_in.measure, check_in.language),
        "response": _answer(check_in),
        "guess": _guess(guess) if guess else None,
        "signs": [_plain(sign, schema.SIGN) for sign in check_in.signs],
        "repairs": [_plain(repair, schema.REPAIR) for repair in check_in.repairs],
        "safety_records": [
            {**_plain(done, schema.SAFETY_RECORD), "recorded_by": done.email} for done in check_in.safety_records
        ],
    }


def _answer(check_in: KeptCheckIn) -> Plain | None:
    match check_in.response:
        case None:
            return None
        case Withheld() as withheld:
            return {"withheld": withheld.reason.value, "received_at": moment(withheld.received_at)}
        case Result() as response:
            return _response(response, check_in.measure, check_in.language)


def _measure(measure: Measure, language: str) -> Plain:
    """Return the form to stand beside every answer: version, questions, source, and the note on its validation."""
    asked = {item.id: item.texts[language].question for item in measure.items}
    version = {"id": measure.id, "version": measure.version, "continues": measure.continues}
    told = {"name": name_of(measure, language), "note": measure.note, "questions": asked}
    return {**version, **told, "source": measure.source, "licence": measure.licence}


def _response(response: Result, measure: Measure, language: str) -> Plain:
    scored = response.score
    return {
        **_plain(response, schema.RESPONSE),
        "entered_by": response.entered_by_email,
        "words_kept_back": response.words_kept_back,
        "answers": {item: points(mark) for item, mark in response.marks.items()},
        "score": {
            "total": None if scored.total is None else points(scored.total),
            "max": points(scored.maximum),
            "estimated": scored.estimate,
            "subscales": {part: points(value) for part, value in scored.subscales.items() if value is not None},
        },
        "signals": [_signal(signal, measure, language) for signal in response.signals],
    }


def _signal(signal: Signal, measure: Measure, language: str) -> Plain:
    told = {"id": signal.rule, "severity": signal.severity, "item": signal.item}
    return {**told, "why": f"{why(signal, measure, language)}", "figures": dict(signal.figures)}


def _guess(guess: KeptGuess) -> Plain:
    marks = {item: points(mark) for item, mark in guess.marks.items()}
    return {**_plain(guess, schema.GUESS), "marks": marks}


def _goal(goal: KeptGoal) -> Plain:
    taken_back = [_plain(undone, schema.TAKEN_BACK) for undone in goal.taken_back]
    words = str(words_of(goal.kind, goal.words))
    return {**_plain(goal, schema.GOAL), "words": words, "taken_back": taken_back}


def _plain(row: object, fields: schema.Fields) -> dict[str, object]:
    """The named fields, and no other."""
    return {name: moment(getattr(row, attribute)) for name, attribute in fields.items()}


def moment(value: object) -> object:
    """A point in time as text, in UTC with its offset, and a day as text; anything else as it is."""
    return value.isoformat() if isinstance(value, date) else value


def name_of(measure: Measure, language: str) -> str:
    """The form's name in the language it was answered in, or in the first it has."""
    return measure.names.get(language) or next(iter(measure.names.values()))
