"""`kiosk export`: what is kept about clients, as a file."""

import sys
from dataclasses import asdict
from pathlib import Path

import click

from kiosk import clock
from kiosk.actions.clients.export import export_records
from kiosk.actions.erasure.erase import erase_by_command
from kiosk.actions.erasure.retain import erase_due
from kiosk.cli.app import running_app
from kiosk.domain.actors import CommandLine
from kiosk.domain.erasure import copies_end_on
from kiosk.domain.refusals import Conflict, NotFound
from kiosk.interchange.files import Format, Kept, as_text, dictionary_of, new_file, table_of, text_of, write
from kiosk.interchange.tables import Rows
from kiosk.operations.erased import scrub
from kiosk.queries.erasure import ToErase, clients_to_erase, every_due, see_client_to_erase


@click.command()
@click.option("--format", "kind", type=click.Choice([one.value for one in Format]), default="json", show_default=True)
@click.option(
    "--rows", type=click.Choice([one.value for one in Rows]), default="check-ins", show_default=True, help="Of a table."
)
@click.option("--therapist", metavar="EMAIL", help="Only the clients of this therapist.")
@click.option("--client", metavar="CODE", help="Only this client of theirs.")
@click.option("--to", "file", required=True, type=click.Path(path_type=Path), help="A new file, for its owner alone.")
def export(kind: str, rows: str, therapist: str | None, client: str | None, file: Path) -> None:
    """Write out what is kept about clients: JSON has all of it, the others are tables of check-ins or of marks."""
    if client and not therapist:
        raise click.UsageError("A code is one therapist's own. Name the therapist too: --therapist EMAIL")
    with running_app():
        records = export_records(CommandLine(), therapist, client, clock.now())
        _write(records, Format(kind), Rows(rows), file)
    click.echo(
        f"{file}: {len(records)} client{'' if len(records) == 1 else 's'}. Words are in it as they were written."
    )


def _write(records: Kept, kind: Format, rows: Rows, file: Path) -> None:
    """Write the file, with a bar on a terminal; a data dictionary stands beside a table of CSV."""
    with click.progressbar(length=len(records), file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
        if kind is Format.XLSX:
            from kiosk.interchange.xlsx_table import write_xlsx  # noqa: PLC0415 -- for workbooks alone

            with new_file(file) as opened:
                write_xlsx(table_of(records, rows, lambda: bar.update(1)), opened, file.parent)
            return
        write(file, text_of(records, kind, rows, clock.now(), lambda: bar.update(1)))
    if kind.is_table:
        write(file.with_name(f"{file.stem}-dictionary.csv"), dictionary_of(records, kind, rows))


@click.command()
@click.argument("client", metavar="CODE|ID")
@click.option("--therapist", metavar="EMAIL", help="Whose client; needed where several have one of that code.")
@click.option("--yes", metavar="CODE", default="", help="Confirm by the code, without being asked to type it.")
def erase(client: str, therapist: str | None, yes: str) -> None:
    """Erase a client for good: what goes is shown first, and their code typed to confirm it.

    Where the practice's years of the law are not over, their record is sealed, closed to everybody, and deleted after.
    """
    with running_app():
        found, code = _to_erase(client, therapist)
        for line in _told(found):
            click.echo(line)
        typed = yes or click.prompt(f"Type {code} to erase it")
        now = clock.now()
        done = erase_by_command(CommandLine(), found.client, typed, as_text, now)
        scrub()
    if found.kept_until:
        click.echo(f"Closed, and erased after {found.kept_until}, as the law asks for it until then: {done}")
    else:
        click.echo(f"Erased: {done}. The last backup that has it ends on {found.copies_end_on}.")


@click.command()
@click.option("--dry-run", is_flag=True, help="Only list them: the run erases exactly what it lists.")
@click.option("--yes", is_flag=True, help="Erase them without being asked.")
def retain(*, dry_run: bool, yes: bool) -> None:
    """List clients, and words, that are kept for longer than the practice's years, and erase them.

    The years are a setting (Settings, Retention). Therapists see the same list under Clients.
    """
    with running_app():
        now = clock.now()
        due = every_due(CommandLine(), now)
        for one in due:
            click.echo(f"{one.therapist}  {one.code}  {one.what}  last session {one.last_contact}")
        if not due:
            click.echo("Nobody is past that time.")
        elif dry_run:
            click.echo(f"Nothing was erased. To erase these {len(due)}: kiosk retain")
        else:
            if not yes:
                click.confirm(f"Erase these {len(due)} for good?", abort=True)
            done = erase_due(CommandLine(), due, as_text, now)
            scrub()
            click.echo(f"Erased: {len(done)}. The last backup that has them ends on {copies_end_on(now)}.")


def _to_erase(client: str, therapist: str | None) -> tuple[ToErase, str]:
    found = clients_to_erase(CommandLine(), client, therapist)
    if len(found) > 1:
        whose = ", ".join(email for _, email in found)
        raise Conflict(f"Several therapists have a client {client}: {whose}. Name whose with --therapist EMAIL")
    seen = see_client_to_erase(CommandLine(), found[0][0], clock.now()) if found else None
    if seen is None:
        raise NotFound(f"There is no client {client}. Codes are as typed, capitals too.")
    return seen, seen.code


def _told(found: ToErase) -> list[str]:
    kinds = {kind: count for kind, count in asdict(found.counts).items() if count}
    also = [f"  with what was merged into it: {', '.join(found.also_known_as)}"] if found.also_known_as else []
    kept = [f"  The law asks for it until {found.kept_until}: it is sealed until then."] if found.kept_until else []
    onward = [f"  deleted in {name} too: {count}" for name, count in found.onward.items()]
    rows = [f"  {kind.replace('_', ' ')}: {count}" for kind, count in kinds.items()]
    return [f"{found.code}:", *also, *rows, *onward, *kept]
