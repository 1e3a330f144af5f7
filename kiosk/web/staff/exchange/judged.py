"""The rows of a dry run as a table: refused ones with their reason, taken ones as they will look."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from flask import request, url_for
from flask_babel import gettext

from kiosk.domain.imports import ImportKind
from kiosk.domain.measures import Measure
from kiosk.queries.imports import SeenImport, judged_rows, phrase_of
from kiosk.web.shared.languages import figure as written
from kiosk.web.shared.languages import said, spoken
from kiosk.web.staff.exchange.pages import JudgedRow, JudgedTable
from kiosk.web.staff.parts.marks import figure, mark_words
from kiosk.web.staff.parts.times import dated

Row = Mapping[str, Any]


def judged_table(seen: SeenImport, which: str, measure: Measure | None, zone: str) -> JudgedTable:
    """One page of them, the one that the address names."""
    asked = request.args.get(which, "1")
    found = judged_rows(seen, which, int(asked) if asked.isdecimal() and len(asked) < 7 else 1)  # noqa: PLR2004 -- a page
    is_refused = which == "refused"
    cells: Callable[[Row], Sequence[str]] = (
        (lambda row: [said(phrase_of(row["why"]))]) if is_refused else (lambda row: _cells(seen, row, measure, zone))
    )
    return JudgedTable(
        which=which,
        caption=gettext("Refused rows") if is_refused else gettext("Rows as they will look"),
        headings=[gettext("Why")] if is_refused else _headings(seen, measure),
        rows=[JudgedRow(written(int(row["line"])), cells(row)) for row in found.rows],
        place=gettext("Page %(page)s of %(pages)s", page=found.page, pages=found.pages) if found.pages > 1 else "",
        earlier=_address(seen, which, found.page - 1) if found.page > 1 else "",
        later=_address(seen, which, found.page + 1) if found.page < found.pages else "",
    )


def _address(seen: SeenImport, which: str, page: int) -> str:
    values = {which: page}
    return f"{url_for('imports.show', import_id=seen.id)}?{urlencode(values)}#{which}"


def _headings(seen: SeenImport, measure: Measure | None) -> Sequence[str]:
    if seen.kind is ImportKind.CLIENTS or measure is None:
        return [gettext("Client"), gettext("Language")]
    lines = [item.texts[spoken()].label for item in measure.items]
    total = [gettext("Total")] if measure.is_scored else []
    return [gettext("Client"), gettext("Day of the session"), *lines, *total]


def _cells(seen: SeenImport, row: Row, measure: Measure | None, zone: str) -> Sequence[str]:
    client = gettext("%(code)s (new)", code=row["code"]) if row["new"] else row["code"]
    if seen.kind is ImportKind.CLIENTS or measure is None:
        return [row["code"], row["language"]]
    at = datetime.fromisoformat(row["at"])
    marks = [_mark(measure, item.id, row) for item in measure.items]
    total = [_none() if row["total"] is None else figure(row["total"])] if measure.is_scored else []
    return [client, dated(at, gettext("d MMMM y"), zone), *marks, *total]


def _mark(measure: Measure, item_id: str, row: Row) -> str:
    mark = row["marks"].get(item_id)
    return _none() if mark is None else mark_words(measure, measure.item(item_id), spoken(), mark)


def _none() -> str:
    return gettext("not given")
