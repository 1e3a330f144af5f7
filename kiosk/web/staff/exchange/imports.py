"""Importing past data: upload, choice of columns, dry run, taking all of it, and taking it back."""

from dataclasses import replace
from typing import Final

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from kiosk import catalogue, clock
from kiosk.actions.exchange import imports as acts
from kiosk.core import settings
from kiosk.domain.imports import UNDONE_WITHIN, Columns, ImportKind, Stage
from kiosk.domain.measures import Measure
from kiosk.domain.permissions import Permission
from kiosk.domain.phrases import Phrase, phrase, phrases
from kiosk.domain.public_ids import PublicId
from kiosk.domain.refusals import Conflict, Invalid
from kiosk.domain.written_days import DayOrder
from kiosk.interchange.guesses import guessed
from kiosk.interchange.uploads import MOST_BYTES
from kiosk.queries.imports import SeenImport, last_columns, see_import, see_imports
from kiosk.web.shared.browser_login import actor
from kiosk.web.shared.gate import needs
from kiosk.web.shared.languages import said, spoken
from kiosk.web.shared.staff_names import staff_names
from kiosk.web.staff.exchange.judged import judged_table
from kiosk.web.staff.exchange.pages import Choice, ColumnField, FileRow, ImportPage, ImportsPage
from kiosk.web.staff.exchange.uploading import EMPTY, uploaded_file
from kiosk.web.staff.parts.times import at_time, full_date

bp = Blueprint("imports", __name__)
bp.context_processor(staff_names)

MEGABYTE: Final = 1024 * 1024
STAGES: Final[dict[Stage, Phrase]] = {
    Stage.UPLOADED: phrase("It was uploaded and has not been read yet."),
    Stage.UNREADABLE: phrase("This file cannot be used. Nothing was imported."),
    Stage.READ: phrase("Choose which column is which. Nothing is imported yet."),
    Stage.CHECKED: phrase("Each row was checked. Nothing is imported yet."),
    Stage.TAKING: phrase("The rows are being imported."),
    Stage.TAKEN: phrase("All rows were imported."),
    Stage.UNDONE: phrase("The import was undone: none of it counts any more."),
}
ORDERS: Final[dict[DayOrder, Phrase]] = {
    DayOrder.YEAR_FIRST: phrase("Year, month, day: 2026-05-31"),
    DayOrder.DAY_FIRST: phrase("Day, month, year: 31.5.2026"),
    DayOrder.MONTH_FIRST: phrase("Month, day, year: 5/31/2026"),
}


@bp.get("/imports")
@needs(Permission.IMPORT_CLIENTS)
def imports() -> ResponseReturnValue:
    """Upload a file, or look at what was imported before."""
    return render_template("exchange/imports.html", page=_all())


@bp.post("/imports")
@needs(Permission.IMPORT_CLIENTS)
def upload() -> ResponseReturnValue:
    """Keep a file sealed, and have it looked at beside the workers."""
    typed = request.form.get("kind", ""), request.form.get("form", "")
    file, sealed = request.files.get("file"), uploaded_file()
    if typed[0] not in set(ImportKind):
        return _refused(Invalid(phrase("Choose what the file holds."), "kind"))
    if file is None or sealed is None or not sealed.size:
        return _refused(Invalid(phrase("Choose a file.") if sealed is None else EMPTY, "file"))
    sealed.close()
    try:
        task = acts.begin_import(actor(), sealed.id, ImportKind(typed[0]), typed[1], file.filename or "", clock.now())
    except Invalid as fault:
        sealed.remove()
        return _refused(fault)
    return redirect(url_for("work.task", task_id=task), code=303)


def _refused(fault: Invalid) -> ResponseReturnValue:
    page = _all(request.form.get("kind", ""), request.form.get("form", ""), [(fault.field, said(fault.why))])
    return render_template("exchange/imports.html", page=page), 422


def _all(kind: str = "", form: str = "", problems: list[tuple[str, str]] | None = None) -> ImportsPage:
    me, now = actor(), clock.now()
    return ImportsPage(
        forms=[Choice(f"{each.id}/{each.version}", _form_name(each)) for each in catalogue.measures().every()],
        files=[
            FileRow(
                one.id,
                " · ".join(filter(None, (one.name, at_time(one.made_at, now, me.time_zone)))),
                said(STAGES[one.stage]),
            )
            for one in see_imports(me, now)
        ],
        most=gettext("%(size)s MB", size=MOST_BYTES // MEGABYTE),
        kind=kind,
        form=form or _usual_form(),
        problems=problems or (),
    )


def _usual_form() -> str:
    """The form that is offered first."""
    usual = catalogue.measure(settings().measure)
    return f"{usual.id}/{usual.version}"


def _form_name(measure: Measure) -> str:
    return gettext("%(form)s, version %(version)s", form=measure.names[spoken()], version=measure.version)


@bp.get("/imports/<public_id:import_id>")
@needs(Permission.IMPORT_CLIENTS)
def show(import_id: PublicId) -> ResponseReturnValue:
    """The page of an import: its columns, its dry run, or what became of it."""
    acts.keep_upload(actor(), import_id, clock.now())
    return render_template("exchange/import.html", page=_one(see_import(actor(), import_id, clock.now())))


@bp.post("/imports/<public_id:import_id>/columns")
@needs(Permission.IMPORT_CLIENTS)
def columns(import_id: PublicId) -> ResponseReturnValue:
    """Keep which column is what, and have each row checked."""
    seen = see_import(actor(), import_id, clock.now())
    chosen = _chosen(seen)
    try:
        task = acts.choose_columns(actor(), import_id, chosen, seen.look.headings if seen.look else (), clock.now())
    except Invalid as fault:
        page = _one(seen, chosen, [(fault.field, said(fault.why))])
        return render_template("exchange/import.html", page=page), 422
    except Conflict as refusal:
        return render_template("exchange/import.html", page=_one(seen, None, [("", said(refusal.why))])), 409
    return redirect(url_for("work.task", task_id=task), code=303)


@bp.post("/imports/<public_id:import_id>/take")
@needs(Permission.IMPORT_CLIENTS)
def take(import_id: PublicId) -> ResponseReturnValue:
    """Take all of it."""
    return redirect(url_for("work.task", task_id=acts.ask_to_take(actor(), import_id, clock.now())), code=303)


@bp.post("/imports/<public_id:import_id>/undo")
@needs(Permission.IMPORT_CLIENTS)
def undo(import_id: PublicId) -> ResponseReturnValue:
    """Take it back."""
    return redirect(url_for("work.task", task_id=acts.ask_to_undo(actor(), import_id, clock.now())), code=303)


def _chosen(seen: SeenImport) -> Columns:
    typed, measure = request.form, _measure(seen)
    order = typed.get("day_order", "")
    return Columns(
        code=typed.get("code", ""),
        day=typed.get("day", ""),
        items={item.id: typed.get(f"item-{item.id}", "") for item in measure.items} if measure else {},
        total=typed.get("total", "") if measure else "",
        language=typed.get("language", "") if not measure else "",
        measure=seen.measure,
        version=seen.version,
        day_order=DayOrder(order) if order in set(DayOrder) else DayOrder.YEAR_FIRST,
    )


def _measure(seen: SeenImport) -> Measure | None:
    return catalogue.kept_measure(seen.measure, seen.version) if seen.measure else None


def _one(seen: SeenImport, chosen: Columns | None = None, problems: list[tuple[str, str]] | None = None) -> ImportPage:
    me, now = actor(), clock.now()
    page = ImportPage(
        id=seen.id,
        heading=seen.name or gettext("Import"),
        stage=seen.stage,
        told=[said(STAGES[seen.stage]), *_told(seen)],
        can_be_undone=seen.can_be_undone,
        until=full_date(seen.taken_at + UNDONE_WITHIN, now, me.time_zone) if seen.taken_at else "",
        problems=problems or (),
    )
    if seen.stage in {Stage.UPLOADED, Stage.READ, Stage.CHECKED} and not seen.has_file:
        return replace(page, told=[gettext("The file was deleted, and nothing was imported. Upload it again.")])
    if seen.stage is Stage.READ or (chosen and seen.stage is Stage.CHECKED):
        return _to_choose(page, seen, chosen)
    if seen.stage is Stage.CHECKED and "columns" in request.args:
        return _to_choose(page, seen, None)
    if seen.stage is Stage.CHECKED:
        return _dry_run(page, seen)
    return page


def _told(seen: SeenImport) -> list[str]:
    if seen.why:
        line = int(seen.counts.get("line", 0))
        return [
            *([gettext("Line %(line)s:", line=line)] if line else []),
            said(seen.why),
            gettext(
                "Save it from your spreadsheet as an Excel workbook (.xlsx) or as “CSV UTF-8”, and upload it again."
            ),
        ]
    counts = {name: int(seen.counts.get(name, 0)) for name in ("taken", "refused", "empty", "new")}
    if "taken" not in seen.counts:
        return []
    told = [phrases("%(count)s row can be imported.", "%(count)s rows can be imported.", count=counts["taken"])]
    if seen.stage in {Stage.TAKEN, Stage.UNDONE}:
        told = [phrases("%(count)s row.", "%(count)s rows.", count=counts["taken"])]
    if counts["refused"]:
        told.append(phrases("%(count)s row is refused.", "%(count)s rows are refused.", count=counts["refused"]))
    if counts["empty"]:
        told.append(
            phrases(
                "%(count)s row has no mark and is left out.",
                "%(count)s rows have no mark and are left out.",
                count=counts["empty"],
            )
        )
    if counts["new"]:
        told.append(phrases("%(count)s client is new.", "%(count)s clients are new.", count=counts["new"]))
    return [said(one) for one in told]


def _to_choose(page: ImportPage, seen: SeenImport, chosen: Columns | None) -> ImportPage:
    measure, look = _measure(seen), seen.look
    if look is None:
        return page
    kept = seen.columns or last_columns(actor(), seen.kind)
    found = chosen or guessed(seen.kind, look.headings, look.orders, measure, kept)
    return replace(
        page,
        stage="columns",
        headings=look.headings,
        sample=[[row.get(name, "") for name in look.headings] for row in look.rows],
        fields=list(_fields(found, measure)),
        orders=[Choice(order, said(words)) for order, words in ORDERS.items()] if measure else (),
        order=found.day_order,
    )


def _fields(found: Columns, measure: Measure | None) -> list[ColumnField]:
    code = ColumnField("code", gettext("Client’s code"), found.code, is_needed=True)  # noqa: RUF001 -- an apostrophe as it is printed
    if measure is None:
        hint = gettext("By its tag, such as de. Without it they are asked in the practice’s language.")  # noqa: RUF001 -- the same
        return [code, ColumnField("language", gettext("Their language"), found.language, hint)]
    day = ColumnField("day", gettext("Day of the session"), found.day, is_needed=True)
    lines = [
        ColumnField(f"item-{item.id}", item.texts[spoken()].label, found.items.get(item.id, ""))
        for item in measure.items
    ]
    hint = gettext("Only compared: totals are added up here, from the marks.")
    total = [ColumnField("total", gettext("Total"), found.total, hint)] if measure.is_scored else []
    return [code, day, *lines, *total]


def _dry_run(page: ImportPage, seen: SeenImport) -> ImportPage:
    refused, taken = int(seen.counts.get("refused", 0)), int(seen.counts.get("taken", 0))
    measure, zone = _measure(seen), actor().time_zone
    tables = [
        judged_table(seen, which, measure, zone) for which, count in (("refused", refused), ("taken", taken)) if count
    ]
    told = list(page.told)
    if refused:
        told.append(gettext("A file is imported whole or not at all. Correct these rows, and upload it again."))
    elif not taken:
        told.append(gettext("There is nothing to import."))
    words = said(phrases("Import %(count)s row", "Import %(count)s rows", count=taken))
    return replace(page, tables=tables, told=told, can_be_taken=bool(taken and not refused), take=words)
