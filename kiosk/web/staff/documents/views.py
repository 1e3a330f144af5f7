"""Files about one client of one's own, for the therapist to keep or to hand on."""

from collections.abc import Callable
from datetime import datetime
from functools import cache
from io import BytesIO
from typing import Final

from flask import Blueprint, abort, render_template, request, send_file
from flask.typing import ResponseReturnValue
from gevent.monkey import is_module_patched
from gevent.threadpool import ThreadPool

from kiosk import clock
from kiosk.actions.clients.export import export_own_record, export_summary
from kiosk.domain.permissions import Permission
from kiosk.domain.public_ids import PublicId
from kiosk.interchange.documents import Document, Paper
from kiosk.interchange.files import Format, text_of
from kiosk.interchange.pdf import as_pdf
from kiosk.interchange.tables import Rows
from kiosk.languages import ENGLISH
from kiosk.queries.kept import Record
from kiosk.queries.practice import see_printing
from kiosk.web.shared.browser_login import actor
from kiosk.web.shared.gate import needs
from kiosk.web.shared.languages import languages, use
from kiosk.web.staff.clients.course_words import Moment
from kiosk.web.staff.documents.summary import summary_document
from kiosk.web.staff.documents.theirs.plain import plain_document
from kiosk.web.staff.documents.theirs.record import record_document
from kiosk.web.staff.documents.theirs.when import no_glyph
from kiosk.web.staff.parts.form_languages import usual_language

bp = Blueprint("record", __name__, url_prefix="/clients/<public_id:client_id>")
TYPES: Final = {Format.JSON: "application/json", Format.CSV: "text/csv; charset=utf-8"}
"""The kinds that are made at once: one client's table takes a worker no longer than a page."""
PDF: Final = "application/pdf"


@bp.get("/record.<kind>")
@needs(Permission.EXPORT_CLIENTS)
def record(client_id: PublicId, kind: str) -> ResponseReturnValue:
    """Everything that is kept about one client: for programs, or as a document that the client can read."""
    if kind not in {*TYPES, "html", "pdf"}:
        abort(404)
    now = clock.now()
    return record_file(export_own_record(actor(), client_id, now), kind, now)


def record_file(found: Record, kind: str, now: datetime) -> ResponseReturnValue:
    """Give a record as a file of this kind: json, csv, html or pdf."""
    me = actor()
    name = f"{found.client.code}.{kind}"
    if kind in TYPES:
        text = "".join(text_of([found], Format(kind), Rows.CHECK_INS, now))
        return _file(text.encode(), TYPES[Format(kind)], name)
    printing = see_printing(me)
    use(_language(found.client.language), "client")
    document = record_document(found, printing.name, Moment(now, me.time_zone))
    if kind == "html":
        page = render_template("documents/document.html", page=document)
        return _file(page.encode(), "text/html; charset=utf-8", name)
    return _printed(document, printing.paper, name)


@bp.get("/summary.pdf")
@needs(Permission.EXPORT_CLIENTS)
def summary(client_id: PublicId) -> ResponseReturnValue:
    """The summary for the practice's own file."""
    me, now = actor(), clock.now()
    seen = export_summary(me, client_id, now)
    document = summary_document(seen, Moment(now, me.time_zone))
    return _printed(document, see_printing(me).paper, f"{seen.code}.pdf")


@bp.get("/summary-for-client.pdf")
@needs(Permission.EXPORT_CLIENTS)
def plain(client_id: PublicId) -> ResponseReturnValue:
    """The plain summary for the client."""
    me, now = actor(), clock.now()
    seen, printing = export_summary(me, client_id, now), see_printing(me)
    use(_language(seen.language), "client")
    return _printed(plain_document(seen, Moment(now, me.time_zone)), printing.paper, f"{seen.code}.pdf")


def _language(theirs: str) -> str:
    """Choose the language of a document for a client: what is asked for, else theirs, else the practice's."""
    known, wished = languages("client"), (request.args.get("in", ""), theirs, usual_language(), ENGLISH)
    return next(tag for tag in wished if tag in known)


def _printed(document: Document, paper: str, name: str) -> ResponseReturnValue:
    size = Paper(paper) if paper in set(Paper) else Paper.A4
    note = no_glyph()
    return _file(_aside(lambda: as_pdf(document, size, note)), PDF, name)


def _aside(made: Callable[[], bytes]) -> bytes:
    """Set a document in the one thread of this process for that: whoever sends an answer meanwhile does not wait."""
    if not is_module_patched("threading"):
        return made()
    done: bytes = _one_at_a_time().apply(made)
    return done


@cache
def _one_at_a_time() -> ThreadPool:
    """Setting a long record keeps a whole core busy: many at once would leave none for clients who send."""
    return ThreadPool(1)


def _file(content: bytes, kind: str, name: str) -> ResponseReturnValue:
    file = send_file(BytesIO(content), mimetype=kind, as_attachment=True, download_name=name)
    # Flask's own for files is "no-cache", which may be kept on disk.
    file.headers["Cache-Control"] = "no-store"
    return file
