"""`kiosk export`: all that is kept about clients, as a file."""

from pathlib import Path

import click

from kiosk import clock
from kiosk.actions.clients.export import export_records
from kiosk.cli.app import running_app
from kiosk.domain.actors import CommandLine
from kiosk.interchange.files import FORMATS, write


@click.command()
@click.option("--format", "kind", type=click.Choice(list(FORMATS)), default="json", show_default=True)
@click.option("--therapist", metavar="EMAIL", help="Only the clients of this therapist.")
@click.option("--client", metavar="CODE", help="Only this client of theirs.")
@click.option("--to", "file", required=True, type=click.Path(path_type=Path), help="A new file, for its owner alone.")
def export(kind: str, therapist: str | None, client: str | None, file: Path) -> None:
    """Write out what is kept about clients: JSON has all of it, CSV every check-in as a row."""
    if client and not therapist:
        raise click.UsageError("A code is one therapist's own. Name the therapist too: --therapist EMAIL")
    with running_app():
        records = export_records(CommandLine(), therapist, client, clock.now())
        write(file, FORMATS[kind](records, clock.now()))
    click.echo(
        f"{file}: {len(records)} client{'' if len(records) == 1 else 's'}. Words are in it as they were written."
    )
