"""`kiosk backup`, `kiosk restore`, `kiosk key`: an instance as one sealed file, and back."""

import os
from pathlib import Path

import click

from kiosk import clock
from kiosk.cli.app import running_app
from kiosk.config import instance_folder, load
from kiosk.domain.actors import CommandLine
from kiosk.domain.erasure import BACKUP_LASTS
from kiosk.operations.backup import back_up, end_old_backups, keep_newest, note_backup, put_ledger_beside
from kiosk.operations.recovery_key import WRITE_DOWN, identity, make_recovery_key
from kiosk.operations.restored import OF_THE_COPY
from kiosk.restore import restore as restore_instance
from kiosk.rotate import rotate as rotate_key
from kiosk.storage import schema


@click.command()
@click.argument("place", metavar="FILE|FOLDER", type=click.Path(path_type=Path))
@click.option("--keep", type=click.IntRange(1), help="Of a folder's backups, keep this many of the newest.")
def backup(place: Path, keep: int | None) -> None:
    """Write everything into one sealed file, read it again, and say so. The server may run.

    A folder keeps no backup for longer than 35 days: what was erased since then would still be in it.
    """
    if keep and not place.is_dir():
        raise click.UsageError("--keep goes with a folder, and deletes older backups in it.")
    with running_app() as config:
        now = clock.now()
        made = back_up(config, place, now)
        note_backup(CommandLine(), now)
        put_ledger_beside(made, config.instance)
    click.echo(f"{made}: read again, and whole. The recovery key opens it.")
    for file in end_old_backups(place, now) if place.is_dir() else ():
        click.echo(f"{file}: deleted, as older than {BACKUP_LASTS.days} days.")
    for file in keep_newest(place, keep) if keep else ():
        click.echo(f"{file}: deleted, as older than the {keep} newest.")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--key-file", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Holds the recovery key."
)
@click.option("--to", envvar="KIOSK_DATABASE_URL", default="", metavar="URL", help="An empty PostgreSQL database.")
def restore(file: Path, key_file: Path | None, to: str) -> None:
    """Fill an empty instance folder from a backup. Everything that was out before ends."""
    typed = key_file.read_text("utf-8") if key_file else click.prompt("Recovery key", hide_input=True)
    folder = instance_folder(os.environ)
    manifest = restore_instance(file, identity(typed), folder, clock.now(), to)
    click.echo(f"Restored into {folder}: the practice as it was at {manifest.made_at[:16].replace('T', ' ')} UTC.")
    click.echo("Everybody is logged out, and every link and code that was out has ended.")
    click.echo(OF_THE_COPY)
    click.echo("Start the server with: kiosk serve")


@click.group()
def key() -> None:
    """The server key, and the recovery key."""


@key.command()
def rotate() -> None:
    """Make a new server key, and seal anew what the old one sealed. Stop the server first; killed, it goes on."""
    config = load(os.environ)
    schema.check(config.database_url)
    done = rotate_key(config, clock.now())
    click.echo("The server key is another one, and has sealed anew all that the old one had.")
    if done.unopened:
        click.echo(f"{done.unopened} values could not be opened, and are as they were. To name them: kiosk verify")
    click.echo("Every link, code and login has ended; passkeys are added anew, and a tablet may ask to be paired.")
    click.echo("Make a backup now: older ones hold the key of their time.")


@key.command()
def recovery() -> None:
    """Make a new recovery key, for backups from now on. Older backups open with the key of their time."""
    with running_app() as config:
        made = make_recovery_key(config.instance)
    click.echo(WRITE_DOWN)
    click.echo(made)
