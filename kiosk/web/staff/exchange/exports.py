"""Exports of one's own clients: the kind of file is chosen here and remembered, and made beside the workers."""

from datetime import datetime

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from kiosk import clock
from kiosk.actions.exchange.ask import ask_export
from kiosk.domain.permissions import Permission
from kiosk.domain.public_ids import PublicId, public_id
from kiosk.domain.tasks import TaskKind
from kiosk.interchange.files import Format
from kiosk.interchange.tables import Rows
from kiosk.queries.account import see_account
from kiosk.queries.managed import see_managed
from kiosk.queries.readable import each
from kiosk.queries.tasks import SeenTask, see_tasks
from kiosk.web.shared.browser_login import actor
from kiosk.web.shared.gate import needs
from kiosk.web.shared.languages import said
from kiosk.web.shared.staff_names import staff_names
from kiosk.web.staff.exchange.pages import Choice, ExportsPage, FileRow
from kiosk.web.staff.exchange.words import KINDS, ROWS, STANDS
from kiosk.web.staff.parts.times import at_time

bp = Blueprint("exports", __name__)
bp.context_processor(staff_names)


@bp.get("/exports")
@needs(Permission.READ_RESULTS)
def exports() -> ResponseReturnValue:
    """The page of exports, of all one's clients or of the one that `client` names."""
    return render_template("exchange/exports.html", page=_page(_wanted(request.args.get("client", ""))))


@bp.post("/exports")
@needs(Permission.EXPORT_CLIENTS)
def ask() -> ResponseReturnValue:
    """Ask for one."""
    client = _wanted(request.form.get("client", ""))
    kind, rows = request.form.get("format", ""), request.form.get("rows", Rows.CHECK_INS)
    if kind not in set(Format) or rows not in set(Rows):
        return render_template("exchange/exports.html", page=_page(client, gettext("Choose the kind of file."))), 422
    task = ask_export(actor(), client, kind, rows, clock.now())
    return redirect(url_for("work.task", task_id=task), code=303)


def _wanted(typed: str) -> PublicId | None:
    return public_id(typed) if typed else None


def _page(client: PublicId | None, problem: str = "") -> ExportsPage:
    me, now = actor(), clock.now()
    named = see_managed(me, client) if client else None
    if client and named is None:
        abort(404)
    remembered = see_account(me).export_format
    return ExportsPage(
        code=named.code if named else "",
        client=client,
        kinds=[Choice(kind, said(words), said(hint)) for kind, (words, hint) in KINDS.items()],
        kind=remembered if remembered in set(Format) else Format.XLSX,
        rows=[Choice(rows, said(words), said(hint)) for rows, (words, hint) in ROWS.items()],
        files=each(see_tasks(me, TaskKind.EXPORT, now), lambda task: _row(task, now, me.time_zone))[0],
        problem=problem,
    )


def _row(task: SeenTask, now: datetime, zone: str) -> FileRow:
    kind, rows = Format(task.choices["format"]), Rows(task.choices["rows"])
    words = [said(KINDS[kind][0]), *([said(ROWS[rows][0])] if kind.is_table else []), at_time(task.made_at, now, zone)]
    return FileRow(task.id, " · ".join(words), said(STANDS[task.state]))
