"""`kiosk init` and `kiosk migrate`: the instance folder and its database."""

import os
import shlex
from urllib.parse import urlsplit

import click

from kiosk import carry_over, clock, instance, zones
from kiosk.actions.accounts.set_up import first_link
from kiosk.actions.practice.keep_measures import keep_used_measures
from kiosk.carry_over import CarriedOver
from kiosk.cli.app import running_app
from kiosk.config import Config, WrongSetting, instance_folder, is_filled, is_written, load, settings_file
from kiosk.core import create_core
from kiosk.domain.actors import CommandLine
from kiosk.operations.erased import erase_again, ledgers
from kiosk.operations.recovery_key import WRITE_DOWN, has_recovery_key, make_recovery_key
from kiosk.operations.restored import OF_THE_COPY, note_restored
from kiosk.operations.server_key import check_key
from kiosk.storage import moving, steps
from kiosk.storage.backends import backend_for

HEAD = "# Settings of this instance folder. What the environment or an option says comes before them.\n"


@click.command()
def init() -> None:
    """Make the instance folder and its database, and print the link for the first person."""
    folder = instance_folder(os.environ)
    if is_filled(os.environ.get("KIOSK_DATABASE_URL", ""), folder):
        load(os.environ)  # refuses where its key is missing: another one would open nothing in it
    try:
        instance.make(folder)
    except OSError as error:
        raise WrongSetting(f"The instance folder {folder} cannot be made: {error.strerror}.") from None
    config = load(os.environ)
    check_key(config)
    write_port(config)
    steps.prepare(config.database_url, config.key_check)
    with create_core(config).app_context():
        now = clock.now()
        zone = zones.of_this_machine()
        link = first_link(CommandLine(), "Your practice", zone, now)
    click.echo(f"The instance folder is ready: {config.instance}")
    if not has_recovery_key(config.instance):
        click.echo(WRITE_DOWN)
        click.echo(make_recovery_key(config.instance))
    click.echo(f"Start the server with: {command_for(click.get_current_context())} serve")
    if link is None:
        click.echo("The practice is set up already. To let somebody in: kiosk person add NAME EMAIL")
        return
    found = f"{zone}, as on this machine" if zone else "not known from this machine"
    click.echo(f"Time zone: {found}. The first page asks for the practice's own.")
    where = " on this machine" if config.unreachable else ""
    click.echo(f"Then open this link{where} once, within a day: {config.address}/set-up/{link}")


def write_port(config: Config) -> None:
    """Add the port that links name to kiosk.toml, so that the server listens there whatever its environment says.

    A public address names what stands before the server, and a port that is written already stays.
    """
    port = config.listening["port"]
    if urlsplit(config.address).port != int(port) or is_written(config.instance, "port"):
        return
    file = settings_file(config.instance)
    try:
        before = file.read_text("utf-8") if file.exists() else HEAD
        file.write_text(f"{before.rstrip()}\nport = {port}\n", "utf-8")
    except OSError as error:
        raise WrongSetting(f"{file} cannot be written: {error.strerror}.") from None


def command_for(context: click.Context) -> str:
    """The beginning of the next command, for the same instance folder."""
    folder = context.find_root().params.get("folder")
    return f"kiosk --instance {shlex.quote(str(folder))}" if folder else "kiosk"


@click.command()
def migrate() -> None:
    """Bring the database up to date."""
    config = load(os.environ)
    check_key(config)
    now = clock.now()
    if carry_over.is_unreleased(config):
        _tell(carry_over.carry_over(config, now))
    done = steps.migrate(config.database_url, now)
    with create_core(config).app_context():
        keep_used_measures(CommandLine(), now)
    if done.copy:
        click.echo(f"The database as it was before: {done.copy}")
    click.echo("The database is up to date.")


def _tell(done: CarriedOver) -> None:
    click.echo("Carried over from the unreleased version, every row counted:")
    for table, count in sorted(done.counts.items()):
        click.echo(f"  {table}: {count}")
    click.echo(carry_over.ENDED)
    click.echo(f"The database as it was before: {done.copy}")


@click.command()
@click.option("--to", "url", required=True, metavar="URL", help="An empty database, as KIOSK_DATABASE_URL names one.")
def move(url: str) -> None:
    """Move everything into a database of the other system, whole or not at all, while no server runs."""
    config = load(os.environ)
    into = load({**os.environ, "KIOSK_DATABASE_URL": url})
    if into.database_url == config.database_url:
        raise WrongSetting("That is the database that is in use. Name another with --to.")
    done = moving.move(backend_for(config.database_url), backend_for(into.database_url))
    click.echo("Moved, every row and every value compared:")
    for table, content in done.tables.items():
        click.echo(f"  {table}: {content.count}")
    click.echo(f"Forms that can still be answered, each by the link and code that it had: {done.open_forms}")
    click.echo(
        f"Name the new place with KIOSK_DATABASE_URL or in {settings_file(config.instance)}, and start the server."
    )
    if config.database_folder:
        click.echo(f"The file as it was: {moving.put_aside(config.database_url, clock.now())}")
    else:
        click.echo("The former database is as it was. Nobody may start a server on it any more: drop it.")


@click.command()
def restored() -> None:
    """Begin anew after an older copy of the database was put back: run it before the server starts."""
    with running_app() as config:
        now = clock.now()
        note_restored(CommandLine(), now)
        again = erase_again(CommandLine(), ledgers(config.instance), now)
    if again:
        click.echo(f"Erased again, as it had been since the copy was made: {again}")
    click.echo(
        "Everybody is logged out, and every link and code that was out has ended. Open pages load themselves anew.\n"
        "Tablets keep their rooms and have to be paired again: each says so, and shows a code.\n" + OF_THE_COPY
    )
