"""The command `kiosk`."""

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import click

from kiosk import __version__, catalogue, clock, instance
from kiosk.actions import manage_people
from kiosk.actions.keep_measures import keep_used_measures
from kiosk.actions.log_in import first_link
from kiosk.actions.records import NoSuchRecord, read_records
from kiosk.app import create_app
from kiosk.catalogue import commands
from kiosk.config import Config, WrongSetting, default_instance, load
from kiosk.demo import run_demo
from kiosk.doctor import examine
from kiosk.exports.files import FORMATS, NotExported, write
from kiosk.languages import UnreadableLanguage
from kiosk.logs import set_up_logs
from kiosk.network import time_zone
from kiosk.serving import serve as become_server
from kiosk.storage import schema
from kiosk.storage.schema import WrongSchema
from kiosk.study.command import CLIENTS, SEED, study_command

FAULTS = (
    WrongSetting,
    WrongSchema,
    manage_people.CannotManage,
    NoSuchRecord,
    NotExported,
    catalogue.CatalogueFault,
    commands.NotInstalled,
    catalogue.UnknownMeasure,
    UnreadableLanguage,
    catalogue.UnknownLanguage,
)


@click.group()
@click.version_option(__version__, prog_name="kiosk")
@click.option("--instance", "folder", type=click.Path(path_type=Path), help="The instance folder.")
def kiosk(folder: Path | None) -> None:
    """Before You Go: how was the session, asked while the client is still in the room."""
    if folder:
        os.environ["KIOSK_INSTANCE"] = str(folder.resolve())


@kiosk.command()
@click.option("--port", type=click.IntRange(1, 65_535), default=8000, show_default=True)
@click.option("--lan", is_flag=True, help="Open it to the local network, so that a phone can join.")
@click.option("--no-open", is_flag=True, help="Do not open a browser.")
def demo(port: int, *, lan: bool, no_open: bool) -> None:
    """A practice to try it with: invented clients, thrown away at the end."""
    run_demo(port, lan=lan, open_browser=not no_open)


@kiosk.command()
def init() -> None:
    """Make the instance folder and its database, and print the link for the first person."""
    folder = _folder()
    try:
        instance.make(folder)
    except OSError as error:
        raise WrongSetting(f"The instance folder {folder} cannot be made: {error.strerror}.") from None
    config = load(os.environ)
    schema.migrate(config.database_url)
    with create_app(config).app_context():
        now = clock.now()
        link = first_link("Your practice", time_zone(), now)
    click.echo(f"The instance folder is ready: {config.instance}")
    click.echo("Start the server with: kiosk serve")
    if link is None:
        click.echo("The practice is set up already. To let somebody in: kiosk person add NAME EMAIL")
        return
    click.echo(f"Then open this link once, within a day: {config.address}/set-up/{link}")


@kiosk.command()
@click.option("--host", help="The address to listen on. Default: this machine alone.")
@click.option("--port", type=click.IntRange(1, 65_535), help="Default: 8000.")
@click.option("--workers", type=click.IntRange(1, 16), help="Default: 2.")
@click.option("--cert", type=click.Path(exists=True, dir_okay=False, resolve_path=True), help="TLS certificate.")
@click.option("--key", type=click.Path(exists=True, dir_okay=False, resolve_path=True), help="Its key.")
@click.option("--behind-proxy", type=click.IntRange(0, 5), help="How many proxies stand before this server.")
@click.option("--insecure-lan", is_flag=True, help="Allow plain http beyond this machine.")
def serve(**options: str | int | bool | None) -> None:
    """Run the server."""
    environ = with_options(os.environ, options)
    config = load(environ)
    check_catalogue(config)
    schema.check(config.database_url)
    become_server(environ)


@kiosk.command()
def migrate() -> None:
    """Bring the database up to date."""
    config = load(os.environ)
    schema.migrate(config.database_url)
    with create_app(config).app_context():
        keep_used_measures(clock.now())
    click.echo("The database is up to date.")


@kiosk.command()
def doctor() -> None:
    """Look the instance over: each thing in plain words, with what to do. Status 0 only when all is well."""
    amiss = 0
    for finding in examine(os.environ):
        click.echo(finding)
        amiss += bool(finding.remedy)
    if amiss:
        click.echo("One thing to mend." if amiss == 1 else f"{amiss} things to mend.")
        sys.exit(1)
    click.echo("All is well.")


@kiosk.group()
def person() -> None:
    """People with a login."""


@person.command("add")
@click.argument("name")
@click.argument("email")
def add_person(name: str, email: str) -> None:
    """Let somebody in: prints the link by which they come, once, within a day."""
    with _app() as config:
        click.echo(f"{config.address}/open/{manage_people.invite_person(name, email, clock.now())}")


@person.command("list")
def list_people() -> None:
    """Everybody with a login."""
    with _app():
        for one in manage_people.all_people():
            click.echo(f"{one.email}  {one.name}  {one.roles}{'  disabled' if one.disabled_at else ''}")


@person.command("disable")
@click.argument("email")
def disable_person(email: str) -> None:
    """Shut somebody out; what they have written stays."""
    with _app():
        manage_people.disable_person(email, clock.now())
    click.echo(f"{email} cannot log in any more, and is logged out everywhere.")


@person.command("reset")
@click.argument("email")
def reset_person(email: str) -> None:
    """Let somebody back in who has lost their password: prints a link that works once, within a day."""
    with _app() as config:
        let_in = manage_people.reset_person(email, clock.now())
        click.echo(f"{config.address}/open/{let_in.secret}")
    if let_in.had_more:
        click.echo("Their codes and passkeys are gone as well. They can set them up anew under Account.", err=True)


@contextmanager
def _app() -> Iterator[Config]:
    """The app over this instance's database, for a command that acts on it."""
    config = load(os.environ)
    schema.check(config.database_url)
    with create_app(config).app_context():
        yield config


@kiosk.group()
def measure() -> None:
    """Questionnaires."""


@measure.command("list")
def list_measures() -> None:
    """Every measure there is, built in or installed."""
    click.echo(commands.listed(catalogue.load_catalogue(_folder())))


@measure.command("check")
@click.argument("file", type=click.Path(path_type=Path))
def check_measure(file: Path) -> None:
    """Look a measure's file over: every fault with its line and what would be right."""
    click.echo(commands.check(file))


@measure.command("install")
@click.argument("file", type=click.Path(path_type=Path))
def install_measure(file: Path) -> None:
    """Copy a measure's file into the instance folder; what was answered keeps its version."""
    click.echo(commands.install(file, _folder()))


@kiosk.command()
@click.option("--format", "kind", type=click.Choice(list(FORMATS)), default="json", show_default=True)
@click.option("--therapist", metavar="EMAIL", help="Only the clients of this therapist.")
@click.option("--client", metavar="CODE", help="Only this client of theirs.")
@click.option("--to", "file", required=True, type=click.Path(path_type=Path), help="A new file, for its owner alone.")
def export(kind: str, therapist: str | None, client: str | None, file: Path) -> None:
    """Write out what is kept about clients: JSON has all of it, CSV every check-in as a row."""
    if client and not therapist:
        raise click.UsageError("A code is one therapist's own. Name the therapist too: --therapist EMAIL")
    with _app():
        records = read_records(therapist, client)
        write(file, FORMATS[kind](records, clock.now()))
    click.echo(
        f"{file}: {len(records)} client{'' if len(records) == 1 else 's'}. Words are in it as they were written."
    )


@kiosk.command()
@click.option("--seed", type=int, default=SEED, show_default=True)
@click.option("--clients", type=click.IntRange(1, 10_000), default=CLIENTS, show_default=True, help="Of each kind.")
@click.option("--picture", type=click.Path(path_type=Path, dir_okay=False), help="Draw the picture into this file.")
def study(seed: int, clients: int, picture: Path | None) -> None:
    """How often the rules hit and how often they cry wolf, on invented clients."""
    study_command(seed, clients, picture)


def _folder() -> Path:
    return Path(os.environ.get("KIOSK_INSTANCE") or default_instance())


def with_options(environ: Mapping[str, str], options: Mapping[str, str | int | bool | None]) -> dict[str, str]:
    """The settings with what the command line says, which wins."""
    given = {
        "KIOSK_" + {"behind_proxy": "trusted_proxies"}.get(name, name).upper(): "1" if value is True else str(value)
        for name, value in options.items()
        if value not in {None, False}
    }
    return dict(environ) | given


def check_catalogue(config: Config) -> None:
    """Raises CatalogueFault, UnknownMeasure or UnknownLanguage before the server starts, not before a client."""
    catalogue.check_language(catalogue.load_catalogue(config.instance).measure(config.measure), config.language)


def main() -> None:
    """Run the command; a fault of the settings is one sentence and status 2, never a stack of calls."""
    set_up_logs("warning")
    try:
        kiosk.main(standalone_mode=False)
    except FAULTS as fault:
        click.echo(f"kiosk: {fault}", err=True)
        sys.exit(2)
    except click.exceptions.Abort:
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
