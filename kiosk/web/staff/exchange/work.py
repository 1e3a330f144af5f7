"""Long work: the page that says how far it is, and the file in which it ends, for whoever asked and nobody else."""

from typing import Final

from flask import Blueprint, Response, abort, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.utils import secure_filename

from kiosk import clock
from kiosk.domain.permissions import Permission
from kiosk.domain.public_ids import PublicId
from kiosk.domain.tasks import ENDED, TaskKind, TaskState
from kiosk.interchange.files import Format
from kiosk.queries.managed import see_managed
from kiosk.queries.readable import whole
from kiosk.queries.tasks import SeenTask, see_task
from kiosk.storage import sealed_files
from kiosk.storage.sealed_files import SealedReader
from kiosk.web.shared.browser_login import actor
from kiosk.web.shared.gate import needs
from kiosk.web.shared.languages import figure, said
from kiosk.web.shared.staff_names import staff_names
from kiosk.web.staff.exchange.pages import WorkPage
from kiosk.web.staff.exchange.words import HEADINGS, REASONS, STANDS
from kiosk.web.staff.parts.times import clock_time, full_date

bp = Blueprint("work", __name__)
bp.context_processor(staff_names)

TYPES: Final = {
    Format.JSON: "application/json",
    Format.CSV: "text/csv; charset=utf-8",
    Format.CSV_DECIMAL_COMMA: "text/csv; charset=utf-8",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@bp.get("/tasks/<public_id:task_id>")
@needs(Permission.READ_RESULTS)
def task(task_id: PublicId) -> ResponseReturnValue:
    """The page of a task; also fetched anew by the page itself."""
    return render_template("exchange/work.html", page=whole(lambda: _page(see_task(actor(), task_id, clock.now()))))


@bp.get("/tasks/<public_id:task_id>/file")
@needs(Permission.EXPORT_CLIENTS)
def file(task_id: PublicId) -> ResponseReturnValue:
    """The file itself."""
    found = _with_file(task_id)
    return _download(found.id, *whole(lambda: (_name(found), TYPES[Format(found.choices["format"])])))


@bp.get("/tasks/<public_id:task_id>/dictionary")
@needs(Permission.EXPORT_CLIENTS)
def dictionary(task_id: PublicId) -> ResponseReturnValue:
    """The data dictionary of a table of CSV."""
    found = _with_file(task_id)
    beside = sealed_files.dictionary_beside(found.id)
    if not sealed_files.is_there(beside):
        abort(404)
    return _download(beside, whole(lambda: _name(found, "-dictionary")), TYPES[Format.CSV])


def _with_file(task_id: PublicId) -> SeenTask:
    found = see_task(actor(), task_id, clock.now())
    if found.kind is not TaskKind.EXPORT or not found.has_file:
        abort(404)
    return found


def _download(name: str, shown: str, kind: str) -> Response:
    """The parts of a sealed file, one at a time."""
    with SealedReader(name) as reader:
        size = reader.size
    answer = Response(sealed_files.parts_of(name), content_type=kind)
    answer.content_length = size
    answer.headers.set("Content-Disposition", "attachment", filename=shown)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _name(found: SeenTask, beside: str = "") -> str:
    kind = Format(found.choices["format"])
    client = see_managed(actor(), PublicId(found.choices["client"])) if found.choices["client"] else None
    what = secure_filename(client.code) if client else ""
    rows = found.choices["rows"] if kind.is_table else "records"
    return f"{what or 'clients'}-{rows}{beside}.{kind.ending}"


def _page(found: SeenTask) -> WorkPage:
    now, zone = clock.now(), actor().time_zone
    is_file = found.kind is TaskKind.EXPORT and found.has_file
    stands = REASONS[found.reason] if found.reason else STANDS[found.state]
    return WorkPage(
        id=found.id,
        heading=said(HEADINGS[found.kind]),
        stands=said(stands),
        is_running=found.state not in ENDED,
        done=found.done,
        of=found.of,
        figures=gettext("%(done)s of %(all)s", done=figure(found.done), all=figure(found.of)) if found.of else "",
        file=_name(found) if is_file else "",
        has_dictionary=is_file and sealed_files.is_there(sealed_files.dictionary_beside(found.id)),
        until=f"{full_date(found.ends_at, now, zone)}, {clock_time(found.ends_at, zone)}" if is_file else "",
        back=_back(found),
        next=_next(found),
    )


def _back(found: SeenTask) -> str:
    if found.kind is TaskKind.EXPORT:
        return url_for("exports.exports", client=found.choices["client"] or None)
    return url_for("calendar.show" if found.kind is TaskKind.CALENDAR else "imports.imports")


def _next(found: SeenTask) -> str:
    """Return the page of a calendar, or of an import that was read, checked, taken or taken back."""
    if found.kind is TaskKind.CALENDAR:
        return url_for("calendar.show") if found.state in ENDED else ""
    is_over = found.state is TaskState.DONE and found.kind is not TaskKind.EXPORT
    return url_for("imports.show", import_id=found.choices["import"]) if is_over else ""
