"""`kiosk serve`."""

import os
from collections.abc import Mapping

import click

from kiosk import catalogue, served_by, serving
from kiosk.config import Config, WrongSetting, load, settings_file
from kiosk.operations.server_key import check_key
from kiosk.storage import schema


@click.command()
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
    schema.check_version(config.database_url)
    check_key(config)
    serving.check_start(config)
    if config.database_folder:
        served_by.check(config.database_folder, click.echo)
    for line in disagreement(config):
        click.echo(line)
    serving.serve(config, environ)


def disagreement(config: Config) -> list[str]:
    """A line about links that lead elsewhere, where options say something that other commands cannot know."""
    try:
        links = load(os.environ).address
    except WrongSetting:
        return []
    if links == config.address:
        return []
    file = settings_file(config.instance)
    line = (
        f"Other commands print links that begin with {links}."
        f" Write the options of this start into {file}, and their links begin with {config.address} too."
    )
    return [line]


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
