"""`kiosk measure`: the questionnaires there are."""

import os
from pathlib import Path

import click

from kiosk import catalogue
from kiosk.catalogue import commands
from kiosk.config import instance_folder


@click.group()
def measure() -> None:
    """Questionnaires."""


@measure.command("list")
def list_measures() -> None:
    """Every measure there is, built in or installed."""
    click.echo(commands.listed(catalogue.load_catalogue(instance_folder(os.environ))))


@measure.command("check")
@click.argument("file", type=click.Path(path_type=Path))
def check_measure(file: Path) -> None:
    """Look a measure's file over: every fault with its line and what would be right."""
    click.echo(commands.check(file, instance_folder(os.environ)))


@measure.command("install")
@click.argument("file", type=click.Path(path_type=Path))
def install_measure(file: Path) -> None:
    """Copy a measure's file into the instance folder; what was answered keeps its version."""
    click.echo(commands.install(file, instance_folder(os.environ)))
