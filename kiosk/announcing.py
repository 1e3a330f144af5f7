"""The lines that `kiosk serve` prints once it listens; gunicorn reads this module as its configuration."""

import os

import click

from kiosk.config import Config, load


def when_ready(_server: object) -> None:
    """Called by gunicorn as soon as its sockets accept connections, and not again when workers are renewed."""
    for line in announcement(load(os.environ)):
        click.echo(line)


def announcement(settings: Config) -> list[str]:
    """Lines that say where the server listens, and where to open it."""
    host, port = settings.listening["host"], settings.listening["port"]
    lines = [
        f"Listening on {host}, port {port}. Ctrl+C ends the server.",
        f"Open it at: {settings.address}",
    ]
    return [*lines, settings.unreachable] if settings.unreachable else lines
