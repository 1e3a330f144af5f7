"""Imports as the therapist sees them who uploaded them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kiosk.domain.actors import Staff
from kiosk.domain.imports import UNDONE_WITHIN, ImportKind, Stage
from kiosk.domain.permissions import Permission, as_therapist
from kiosk.domain.phrases import Phrase
from kiosk.domain.public_ids import PublicId
from kiosk.domain.refusals import NotFound
from kiosk.queries.readable import each, whole
from kiosk.storage import imports, sealed_files
from kiosk.storage.db import reading
from kiosk.storage.paged_files import A_PAGE, read_page
from kiosk.storage.tables import Import


@dataclass(frozen=True)
class Look:
    """The headings of a file, its first rows as text, and the order in which days are written in each column."""

    headings: Sequence[str]
    rows: Sequence[Mapping[str, str]]
    orders: Mapping[str, str]


@dataclass(frozen=True)
class SeenImport:
    """One import, and how far it is."""

    id: PublicId
    kind: ImportKind
    stage: Stage
    name: str
    measure: str
    version: int
    columns: Mapping[str, Any]
    counts: Mapping[str, Any]
    look: Look | None
    made_at: datetime
    taken_at: datetime | None
    undone_at: datetime | None
    has_file: bool
    can_be_undone: bool

    @property
    def why(self) -> Phrase | None:
        """The reason why nothing can be made of the file; None where something can."""
        return phrase_of(self.counts["why"]) if "why" in self.counts else None


@dataclass(frozen=True)
class PageOfRows:
    """Some of the judged rows, as they were kept, and how many pages of them there are."""

    rows: Sequence[Mapping[str, Any]]
    page: int
    pages: int


def phrase_of(kept: Mapping[str, Any]) -> Phrase:
    """Read a sentence back as it was kept."""
    return Phrase(kept["text"], figures=kept["figures"])


def see_import(actor: Staff, import_id: PublicId, now: datetime) -> SeenImport:
    """One of this therapist's own. Raises NotFound."""
    therapist = as_therapist(actor, Permission.IMPORT_CLIENTS)
    row = imports.import_of(reading(), import_id, therapist)
    if row is None:
        raise NotFound
    return whole(lambda: _seen(row, now))


def see_imports(actor: Staff, now: datetime) -> Sequence[SeenImport]:
    """Those that this therapist took, and those whose file still waits, the latest first."""
    therapist = as_therapist(actor, Permission.IMPORT_CLIENTS)
    every, _ = each(imports.of_therapist(reading(), therapist), lambda row: _seen(row, now))
    return [one for one in every if one.taken_at or one.has_file]


def last_columns(actor: Staff, kind: ImportKind) -> Mapping[str, Any]:
    """The columns that this therapist chose last for a file of this kind; empty before the first."""
    return imports.last_columns(reading(), as_therapist(actor, Permission.IMPORT_CLIENTS), kind)


def judged_rows(seen: SeenImport, which: str, page: int) -> PageOfRows:
    """One page of the rows that would be `taken`, or are `refused`."""
    count = int(seen.counts.get(which, 0))
    pages = max(1, -(-count // A_PAGE))
    page = min(max(page, 1), pages)
    return PageOfRows(read_page(f"{seen.id}.{which}", page), page, pages)


def _seen(row: Import, now: datetime) -> SeenImport:
    look = json.loads(row.look) if row.look else None
    undone_until = row.taken_at + UNDONE_WITHIN if row.taken_at else None
    return SeenImport(
        id=row.public_id,
        kind=ImportKind(row.kind),
        stage=Stage(row.stage),
        name=row.name,
        measure=str(row.counts.get("measure", "")),
        version=int(row.counts.get("version", 0)),
        columns=row.columns,
        counts=row.counts,
        look=Look(look["headings"], look["rows"], look["orders"]) if look else None,
        made_at=row.made_at,
        taken_at=row.taken_at,
        undone_at=row.undone_at,
        has_file=sealed_files.is_there(row.public_id),
        can_be_undone=row.stage == Stage.TAKEN and undone_until is not None and now <= undone_until,
    )
