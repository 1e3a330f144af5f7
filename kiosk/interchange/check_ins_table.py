"""Check-ins as a table, one a row."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from kiosk.domain.measures import Measure
from kiosk.domain.scoring import points
from kiosk.interchange.record import moment, name_of
from kiosk.interchange.schema import TABLE, TABLE_VERSION
from kiosk.interchange.tables import Column, Null, Row, Rows, Table, Value, local
from kiosk.queries.kept import KeptCheckIn, Record
from kiosk.queries.recorded import SafetyDone
from kiosk.queries.results import Result, Withheld

SUBSCALE, ANSWER = "subscale ", "answer "
"""The beginnings of the columns that follow: one for each subscale and one for each question of the forms used."""
POINTS: Final = "number"
SCORED: Final = ("total", "of", "estimated total")
OF_RESPONSE: Final[Mapping[str, Callable[[Result], Value]]] = {
    "sent": lambda response: response.received_at,
    "marked with": lambda response: response.marked,
    "entered by": lambda response: response.entered_by_email or None,
    "entered": lambda response: response.entered_at,
    "declined": lambda response: response.declined,
    "own words": lambda response: response.words,
    "wants to talk": lambda response: response.talk,
    "help staying safe": lambda response: response.safety,
    "got in the way": lambda response: response.strain,
    "sorted out": lambda response: response.sorted_out,
    "what got in the way": lambda response: response.obstacle,
    "signals": lambda response: "; ".join(f"{signal.rule} {signal.severity}" for signal in response.signals),
}
"""The cells of a response; empty where there is none to show."""


def check_ins_table(records: Iterable[Record], forms: Sequence[Measure]) -> Table:
    """The columns of every table, then those of `forms`, the forms that occur in the records."""
    families = [*_subscale_columns(forms), *_answer_columns(forms)]
    fixed = [Column(name, *told) for name, told in TABLE.items()]
    of_no_form: Row = dict.fromkeys(column.name for column in families)
    rows = ({**of_no_form, **_row(record, check_in)} for record in records for check_in in record.check_ins)
    return Table(Rows.CHECK_INS, [*fixed, *families], rows)


def _subscale_columns(forms: Sequence[Measure]) -> Sequence[Column]:
    found: dict[str, Column] = {}
    for form in forms:
        for part in form.scoring.subscales:
            meaning = f"The subscale {name_in_english(part.names)}, of the questions {', '.join(part.items)}."
            found.setdefault(part.id, Column(SUBSCALE + part.id, meaning, POINTS, "points"))
    return list(found.values())


def _answer_columns(forms: Sequence[Measure]) -> Sequence[Column]:
    found: dict[str, Column] = {}
    for form in forms:
        for item in form.items:
            text = next(iter(item.texts.values())) if "en" not in item.texts else item.texts["en"]
            low, high = points(item.lowest), points(item.highest)
            ends = f", {text.low} to {text.high}" if text.low else ""
            meaning = f"The mark on: {text.question}" if text.question else f"The mark on {text.label}."
            found.setdefault(item.id, Column(ANSWER + item.id, meaning, POINTS, f"{low:g} to {high:g}{ends}"))
    return list(found.values())


def name_in_english(names: Mapping[str, str]) -> str:
    """A name in English, or in the first language it has."""
    return names.get("en") or next(iter(names.values()))


def _row(record: Record, check_in: KeptCheckIn) -> Row:
    visit, guess = check_in.visit, check_in.guess
    response = check_in.response if isinstance(check_in.response, Result) else None
    withheld = check_in.response if isinstance(check_in.response, Withheld) else None
    repair = check_in.repairs[-1] if check_in.repairs else None
    return {
        "client": record.client.code,
        "therapist": visit.therapist,
        "session": visit.public_id,
        "check-in": check_in.public_id,
        "begun": check_in.begun_at,
        "begun local": local(check_in.begun_at, record),
        "state": check_in.state,
        "part": check_in.part,
        **measure_cells(check_in),
        "place": visit.place,
        "with": visit.kind,
        **{name: cell(response) if response else None for name, cell in OF_RESPONSE.items()},
        "sent local": local(response.received_at, record) if response else None,
        "time zone": record.time_zone,
        "afterwards": repair.outcome if repair else None,
        "note": repair.note if repair else None,
        "done after the call for help": " | ".join(map(_done, check_in.safety_records)),
        "signs": "; ".join(sign.kind for sign in check_in.signs),
        "guessed": "; ".join(f"{item} {points(mark):g}" for item, mark in guess.marks.items()) if guess else None,
        "guessed that something got in the way": guess.in_the_way if guess else None,
        **(dict.fromkeys(SCORED) if withheld else _answers(response, check_in.measure)),
        "withheld": withheld.reason.value if withheld else None,
        "table version": TABLE_VERSION,
    }


def _done(done: SafetyDone) -> str:
    """One record of what was done after a tap for help."""
    told = (
        f"{moment(done.recorded_at)} {done.email}",
        "spoken with" if done.spoken else "",
        f"handed to {done.handed_to}" if done.handed_to else "",
        "plan followed" if done.plan_followed else "",
        done.note,
    )
    return "; ".join(filter(None, told))


def measure_cells(check_in: KeptCheckIn) -> Row:
    """The cells that say which form it was, in which version and whose wording."""
    measure = check_in.measure
    return {
        "measure": measure.id,
        "version": measure.version,
        "continues": measure.continues,
        "form": name_of(measure, check_in.language),
        "wording": measure.note,
        "source": measure.source,
        "licence": measure.licence,
    }


def _answers(response: Result | None, measure: Measure) -> Row:
    """Score and marks of the form that was asked: a null for each that was not given, and none for other forms."""
    score = response.score if response else None
    total = points(score.total) if score and score.total is not None else Null.NOT_GIVEN
    subscales = score.subscales if score else {}
    return {
        "total": total if measure.is_scored else None,
        "of": points(measure.maximum) if measure.is_scored else None,
        "estimated total": score.estimate if score else None,
        **{f"{SUBSCALE}{part.id}": _given(subscales.get(part.id)) for part in measure.scoring.subscales},
        **{f"{ANSWER}{item.id}": mark_cell(response, item.id) for item in measure.items},
    }


def mark_cell(response: Result | None, item: str) -> Value:
    """A mark in points, or a null."""
    return _given(response.marks.get(item) if response else None)


def _given(tenths: int | None) -> Value:
    return Null.NOT_GIVEN if tenths is None else points(tenths)
