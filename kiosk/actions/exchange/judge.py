"""Judging the rows of an import against a therapist's clients and earlier imports: taken, left out or refused."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from kiosk import catalogue, zones
from kiosk.actions.visits.open import CODE
from kiosk.domain.actors import Therapist
from kiosk.domain.cells import Cell, RowFault
from kiosk.domain.codes import look_of
from kiosk.domain.imports import Columns, ImportKind, NewClient, PastAnswer, code_in, language_in, past_answer
from kiosk.domain.measures import Measure
from kiosk.domain.phrases import phrase
from kiosk.storage import imports
from kiosk.storage.sessions import ReadSession, WriteSession
from kiosk.storage.tables import Person

Row = Mapping[str, Cell]


@dataclass
class Judge:
    """Rows judged so far: each that is taken is known to the next."""

    columns: Columns
    measure: Measure | None
    zone: tzinfo
    now: datetime
    codes: Mapping[str, int]
    """The clients that are there, by code."""
    merged: Collection[str]
    imported: Collection[tuple[int, datetime]]
    languages: Collection[str]
    new: dict[str, NewClient] = field(default_factory=dict)
    _looks: dict[str, str] = field(default_factory=dict)
    _lines: dict[tuple[str, datetime], tuple[int, int]] = field(default_factory=dict)
    """The line of each answer, and a hash of its marks: a file may have hundreds of thousands."""
    _code_lines: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Know the looks of the codes that are there."""
        self._looks = {look_of(code): code for code in self.codes}

    def score(self, line: int, row: Row) -> PastAnswer:
        """Judge a row of past scores. Raises RowFault, and NoMarks for a row in which nothing was marked."""
        if self.measure is None:
            raise LookupError("Past scores are of a measure.")
        found = past_answer(row, self.columns, self.measure, self.zone, self.now)
        self._check_code(found.code)
        self._check_twice(line, found)
        if found.code not in self.codes:
            self._add(NewClient(found.code))
        return found

    def client(self, line: int, row: Row) -> NewClient:
        """Judge a row of clients. Raises RowFault."""
        found = NewClient(code_in(row, self.columns), language_in(row, self.columns, self.languages))
        self._check_code(found.code)
        if found.code in self._code_lines:
            raise RowFault(phrase("The same code is in line %(line)s.", line=self._code_lines[found.code]))
        if found.code in self.codes:
            raise RowFault(phrase("%(code)s is there already.", code=found.code))
        self._code_lines[found.code] = line
        self._add(found)
        return found

    def _add(self, client: NewClient) -> None:
        self.new.setdefault(client.code, client)
        self._looks.setdefault(look_of(client.code), client.code)

    def _check_code(self, code: str) -> None:
        if code in self.codes or code in self.new:
            return
        if code in self.merged:
            raise RowFault(phrase("%(code)s was merged with another client. Use the other code.", code=code))
        if not CODE.fullmatch(code):
            raise RowFault(
                phrase("“%(code)s” is not a code: use up to 24 letters and digits, no name.", code=code[:40])
            )
        if like := self._looks.get(look_of(code)):
            raise RowFault(phrase("%(code)s looks like %(other)s. Write it the same.", code=code, other=like))

    def _check_twice(self, line: int, found: PastAnswer) -> None:
        marks = hash(tuple(found.marks.items()))
        before = self._lines.setdefault((found.code, found.at), (line, marks))
        if before[0] != line and before[1] == marks:
            raise RowFault(phrase("The same row is in line %(line)s.", line=before[0]))
        if before[0] != line:
            raise RowFault(phrase("Line %(line)s has another answer of this client at this time.", line=before[0]))
        if (self.codes.get(found.code, 0), found.at) in self.imported:
            raise RowFault(phrase("This answer was imported already."))


def judge_for(
    session: ReadSession | WriteSession, therapist: Therapist, kind: ImportKind, columns: Columns, now: datetime
) -> Judge:
    """Make a judge who knows this therapist's clients. Raises UnknownMeasure where the form is not installed."""
    is_scores = kind is ImportKind.SCORES
    measure = catalogue.measure(columns.measure, columns.version) if is_scores else None
    zone = session.get_one(Person, therapist.person_id).practice.time_zone
    return Judge(
        columns=columns,
        measure=measure,
        zone=zones.zone(zone),
        now=now,
        codes=imports.every_code(session, therapist),
        merged=imports.merged_codes(session, therapist),
        imported=imports.imported_already(session, therapist, columns.measure) if is_scores else (),
        languages={language for each in catalogue.measures().every() for language in each.languages},
    )
