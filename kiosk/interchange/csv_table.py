"""Check-ins as a table, one a row, that a spreadsheet opens and never runs."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from kiosk.domain.scoring import points
from kiosk.interchange.record import moment, name_of
from kiosk.interchange.schema import TABLE, TABLE_FAMILIES, TABLE_VERSION
from kiosk.queries.check_ins import SafetyDone
from kiosk.queries.record import KeptCheckIn, Record
from kiosk.queries.results import Result, Withheld

RISKY: Final = frozenset(
    "=+-@\t\r\n\N{FULLWIDTH EQUALS SIGN}\N{FULLWIDTH PLUS SIGN}\N{FULLWIDTH HYPHEN-MINUS}\N{FULLWIDTH COMMERCIAL AT}"
)
"""A cell that begins so could be taken for a formula."""
STARTS_FORMULA: Final = re.escape("".join(sorted(sign for sign in RISKY if not sign.isspace())))
AFTER_SEPARATOR: Final = re.compile(f"([;\\t\\r\\n][ \"']*)(?=[{STARTS_FORMULA}])")
"""The place before such a sign within a cell, where a program that reads another separator begins a cell."""
BYTE_ORDER_MARK: Final = "\ufeff"
"""Without it Excel reads UTF-8 as something else."""

Row = Mapping[str, object]


def as_csv(records: Iterable[Record]) -> Iterator[str]:
    """The table: the columns of every table, then one for each subscale and for each question that occurs.

    The records are gone through twice, so that no more than one is in memory: for the columns, then for the rows.
    """
    occurring = dict.fromkeys(name for row in _rows(records) for name in row if name.startswith(TABLE_FAMILIES))
    columns = [*TABLE, *(name for family in TABLE_FAMILIES for name in occurring if name.startswith(family))]
    yield BYTE_ORDER_MARK + _line(columns)
    for row in _rows(records):
        yield _line(map(row.get, columns))


def _rows(records: Iterable[Record]) -> Iterator[Row]:
    return (_row(record, check_in) for record in records for check_in in record.check_ins)


def _line(cells: Iterable[object]) -> str:
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerow(map(safe, cells))
    return text.getvalue()


def safe(value: object) -> str:
    """A cell as text that no spreadsheet takes for a formula, whatever somebody typed."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case _:
            text = AFTER_SEPARATOR.sub(r"\1'", f"{moment(value)}")
            return f"'{text}" if text.lstrip(" ")[:1] in RISKY else text


def _row(record: Record, check_in: KeptCheckIn) -> Row:
    visit, guess = check_in.visit, check_in.guess
    response = check_in.response if isinstance(check_in.response, Result) else None
    withheld = check_in.response if isinstance(check_in.response, Withheld) else None
    repair = check_in.repairs[-1] if check_in.repairs else None
    return {
        "client": record.client.code,
        "therapist": visit.therapist,
        "session": visit.public_id,
        "begun": check_in.begun_at,
        "state": check_in.state,
        "part": check_in.part,
        **_measure(check_in),
        "place": visit.place,
        "with": visit.kind,
        **(_response(response) if response else {}),
        "afterwards": repair and repair.outcome,
        "note": repair and repair.note,
        "done after the call for help": " | ".join(map(_done, check_in.safety_records)),
        "signs": "; ".join(sign.kind for sign in check_in.signs),
        "guessed": guess and "; ".join(f"{item} {points(mark):g}" for item, mark in guess.marks.items()),
        "guessed that something got in the way": guess and guess.in_the_way,
        **(_answers(response) if response else {}),
        "withheld": withheld and withheld.reason.value,
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


def _measure(check_in: KeptCheckIn) -> Row:
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


def _response(response: Result) -> Row:
    return {
        "sent": response.received_at,
        "marked with": response.marked,
        "declined": response.declined,
        "own words": response.words,
        "wants to talk": response.talk,
        "help staying safe": response.safety,
        "got in the way": response.strain,
        "sorted out": response.sorted_out,
        "what got in the way": response.obstacle,
        "signals": "; ".join(f"{signal.rule} {signal.severity}" for signal in response.signals),
    }


def _answers(response: Result) -> Row:
    scored = response.score
    parts = {f"subscale {part}": points(value) for part, value in scored.subscales.items() if value is not None}
    return {
        "total": None if scored.total is None else points(scored.total),
        "of": points(scored.maximum) if scored.is_scored else None,
        "estimated total": scored.estimate,
        **parts,
        **{f"answer {item}": points(mark) for item, mark in response.marks.items()},
    }
