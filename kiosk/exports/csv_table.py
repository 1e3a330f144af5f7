"""Check-ins as a table, one a row, that a spreadsheet opens and never runs."""

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Final

from kiosk import catalogue
from kiosk.actions.records import Record
from kiosk.domain.scoring import points, score
from kiosk.exports.record import moment, name_of
from kiosk.storage.tables import CheckIn, Response

RISKY: Final = frozenset(
    "=+-@\t\r\n\N{FULLWIDTH EQUALS SIGN}\N{FULLWIDTH PLUS SIGN}\N{FULLWIDTH HYPHEN-MINUS}\N{FULLWIDTH COMMERCIAL AT}"
)
"""A cell that begins so could be taken for a formula."""
BYTE_ORDER_MARK: Final = "\ufeff"
"""Without it Excel reads UTF-8 as something else."""
FIRST: Final = ("client", "therapist", "session", "begun", "state", "measure", "version")

Row = Mapping[str, object]


def as_csv(records: Iterable[Record]) -> str:
    """The table: the same columns for every answer, then one for each question and subscale that occurs."""
    rows = [_row(record, check_in) for record in records for check_in in record.check_ins]
    columns = list(dict.fromkeys([*FIRST, *(name for row in rows for name in row)]))
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(map(safe, columns))
    writer.writerows(map(safe, map(row.get, columns)) for row in rows)
    return BYTE_ORDER_MARK + text.getvalue()


def safe(value: object) -> str:
    """A cell as text that no spreadsheet takes for a formula, whatever somebody typed."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case _:
            text = f"{moment(value)}"
            return f"'{text}" if text.lstrip(" ")[:1] in RISKY else text


def _row(record: Record, check_in: CheckIn) -> Row:
    visit, response = check_in.visit, check_in.response
    guess, repair = record.guesses.get(check_in.id), check_in.repairs[-1] if check_in.repairs else None
    return {
        "client": record.client.code,
        "therapist": visit.therapist.email,
        "session": visit.id,
        "begun": check_in.begun_at,
        "state": check_in.state,
        **_measure(check_in),
        "place": visit.place,
        "with": visit.kind,
        **(_response(response) if response else {}),
        "afterwards": repair and repair.outcome,
        "note": repair and repair.note,
        "signs": "; ".join(sign.kind for sign in record.signs.get(check_in.id, ())),
        "guessed": guess and "; ".join(f"{item} {points(mark):g}" for item, mark in guess.marks.items()),
        "guessed that something got in the way": guess and guess.in_the_way,
        **(_answers(response) if response else {}),
    }


def _measure(check_in: CheckIn) -> Row:
    measure = catalogue.kept_measure(check_in.measure, check_in.measure_version)
    return {
        "measure": measure.id,
        "version": measure.version,
        "form": name_of(measure, check_in.language),
        "wording": measure.note,
        "source": measure.source,
        "licence": measure.licence,
    }


def _response(response: Response) -> Row:
    return {
        "sent": response.received_at,
        "marked with": response.marked,
        "declined": response.declined,
        "own words": response.words,
        "wants to talk": response.talk,
        "help staying safe": response.safety,
        "got in the way": response.strain,
        "sorted out": response.sorted_out,
        "signals": "; ".join(f"{signal['rule']} {signal['severity']}" for signal in response.signals),
    }


def _answers(response: Response) -> Row:
    scored = score(catalogue.kept_measure(response.measure, response.measure_version), response.marks)
    parts = {f"subscale {part}": points(value) for part, value in scored.subscales.items() if value is not None}
    return {
        "total": None if response.total is None else points(response.total),
        "of": points(scored.maximum) if scored.is_scored else None,
        "estimated total": scored.estimate,
        **parts,
        **{f"answer {item}": points(mark) for item, mark in response.marks.items()},
    }
