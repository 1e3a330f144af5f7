"""`kiosk export`: what is kept about clients, as a file."""

import sys
from pathlib import Path

import click

from kiosk import clock
from kiosk.actions.clients.export import export_records
from kiosk.cli.app import running_app
from kiosk.domain.actors import CommandLine
from kiosk.interchange.files import Format, Kept, dictionary_of, new_file, table_of, text_of, write
from kiosk.interchange.tables import Rows


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
