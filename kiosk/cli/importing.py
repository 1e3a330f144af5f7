"""`kiosk import`: clients and past scores from a file, all of it or none."""

import sys
import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import click

from kiosk import catalogue, clock
from kiosk.actions.exchange.imports import add_import, check_columns, note
from kiosk.actions.exchange.judge import judge_for
from kiosk.cli.app import running_app
from kiosk.domain.actors import CommandLine, Role, Therapist
from kiosk.domain.imports import Columns, ImportKind, Stage
from kiosk.domain.refusals import Invalid, NotFound
from kiosk.domain.written_days import DayOrder, day_order_of
from kiosk.interchange.guesses import guessed
from kiosk.interchange.uploads import FileUnreadable, read_table
from kiosk.operations.imports import DAYS_LOOKED_AT
from kiosk.operations.progress import Progress
from kiosk.operations.taking import Judged, Taking, judged
from kiosk.storage import people
from kiosk.storage.db import reading

SHOWN: Final = 20
"""Refused rows that are named; the others are counted."""
KEYS: Final = frozenset({"code", "day", "items", "total", "language", "day_order"})
Open = Callable[[], Any]


@click.command("import")
@click.argument("kind", type=click.Choice([one.value for one in ImportKind]))
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--therapist", metavar="EMAIL", help="Whose clients they are; needed where there are several therapists.")
@click.option("--measure", metavar="ID[/VERSION]", help="Of past scores; by default the form that is offered first.")
@click.option(
    "--map", "map_file", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="Columns, as TOML."
)
@click.option("--dry-run", is_flag=True, help="Say what would be taken, and take nothing.")
def import_(  # noqa: PLR0913, PLR0917 -- each is one option
    kind: str,
    file: Path,
    therapist: str | None,
    measure: str | None,
    map_file: Path | None,
    dry_run: bool,  # noqa: FBT001 -- the same
) -> None:
    """Take clients or past scores in from CSV or XLSX: every row, or none."""
    with running_app() as config:
        whose, opened = _therapist(therapist), lambda: file.open("rb")
        columns = _columns(ImportKind(kind), opened, measure or config.measure, map_file)
        counts = _check(whose, ImportKind(kind), columns, opened)
        if not dry_run:
            _take(whose, ImportKind(kind), columns, opened, counts)
    told = f"{counts['taken']} rows, {counts['new']} new clients, {counts['empty']} rows without a mark left out."
    click.echo(f"{file}: {'nothing was taken; it would be ' if dry_run else ''}{told}")


def _therapist(email: str | None) -> Therapist:
    session = reading()
    known = people.all_managed(session, CommandLine())
    found = [one for one in known if Role.THERAPIST in one.roles and one.disabled_at is None]
    named = [one for one in found if email is None or one.email == email.strip().casefold()]
    if len(named) == 1:
        return people.therapist(named[0])
    raise NotFound("Name the therapist whose clients they are: --therapist EMAIL. Those there are: kiosk person list")


def _columns(kind: ImportKind, opened: Open, wanted: str, map_file: Path | None) -> Columns:
    """Columns by their headings, or as a file says. Raises Invalid."""
    name, _, version = wanted.partition("/")
    measure = (
        catalogue.measure(name, int(version) if version.isdecimal() else None) if kind is ImportKind.SCORES else None
    )
    with opened() as file, _readable():
        source = read_table(file)
        first = [row for _, (_, row) in zip(range(DAYS_LOOKED_AT), source.rows, strict=False)]
    orders = {heading: day_order_of([row.get(heading) for row in first]) for heading in source.headings}
    columns = guessed(kind, source.headings, orders, measure, {})
    if map_file:
        columns = _mapped(columns, tomllib.loads(map_file.read_text("utf-8")), orders)
    try:
        check_columns(kind, columns, source.headings)
    except Invalid as fault:
        raise Invalid(f"{fault.why} Say which column is what with --map FILE: docs/import.md.") from None
    return columns


def _mapped(columns: Columns, kept: Mapping[str, Any], orders: Mapping[str, str]) -> Columns:
    if unknown := kept.keys() - KEYS:
        raise Invalid(f"The map has “{min(unknown)}”, which is none of: {', '.join(sorted(KEYS))}.")
    day = kept.get("day", columns.day)
    order = kept.get("day_order", orders.get(day, columns.day_order))
    if order not in set(DayOrder):
        raise Invalid(f"day_order is one of: {', '.join(DayOrder)}.")
    values: dict[str, Any] = {name: str(value) for name, value in kept.items() if name not in {"items", "day_order"}}
    items = {item: str(kept["items"].get(item, "")) for item in columns.items} if "items" in kept else columns.items
    return replace(columns, items=items, day_order=DayOrder(order), **values)


@contextmanager
def _readable() -> Iterator[None]:
    """Turn a file that cannot be read into a refusal with its line."""
    try:
        yield
    except FileUnreadable as fault:
        where = f"Line {fault.line}: " if fault.line else ""
        raise Invalid(f"Nothing was taken. {where}{fault.why}") from None


def _check(whose: Therapist, kind: ImportKind, columns: Columns, opened: Open) -> Mapping[str, int]:
    """Judge every row, and name those that are refused. Raises Invalid where there are any."""
    judge = judge_for(reading(), whose, kind, columns, clock.now())
    counts, refused = {"taken": 0, "empty": 0}, list[Judged]()
    with opened() as file, _readable(), _bar("Checking", 0) as step:
        for one in judged(read_table(file), judge, kind):
            counts["taken"] += one.found is not None
            counts["empty"] += one.is_empty
            if one.found is None and not one.is_empty:
                refused.append(one)
            step(1)
    for one in refused[:SHOWN]:
        click.echo(f"Line {one.line}: {one.why}", err=True)
    if refused:
        more = f", of which the first {SHOWN} are above" if len(refused) > SHOWN else ""
        raise Invalid(
            f"{len(refused)} rows are refused{more}. Nothing was imported: a file is imported whole or not at all."
        )
    return {**counts, "new": len(judge.new)}


@contextmanager
def _bar(label: str, length: int) -> Iterator[Callable[[int], None]]:
    """A bar on a terminal; nothing where the output is piped."""
    with click.progressbar(length=length, label=label, file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
        yield bar.update


def _take(whose: Therapist, kind: ImportKind, columns: Columns, opened: Open, counts: Mapping[str, int]) -> None:
    now = clock.now()
    import_id = add_import(CommandLine(), whose, kind, columns, now)
    rows = counts["taken"] + counts["empty"]
    with _bar("Taking", 2 * rows) as step:
        done = [0]

        def keep(steps: int, of: int) -> None:
            del of
            step(steps - done[0])
            done[0] = steps

        if not Taking(CommandLine(), whose, import_id, kind, columns, now).all_of(opened, Progress(keep), rows):
            note(CommandLine(), whose, import_id, clock.now(), stage=Stage.UNREADABLE)
            raise Invalid("Something changed meanwhile, and nothing was taken. Try again.")
    note(CommandLine(), whose, import_id, clock.now(), counts=counts)
