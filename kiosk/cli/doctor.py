"""`kiosk doctor`."""

import os
import sys

import click

from kiosk.doctor import examine


@click.command()
def doctor() -> None:
    """Look the instance over: each thing in plain words, with what to do. Status 0 only when all is well."""
    amiss = 0
    for finding in examine(os.environ):
        click.echo(finding)
        amiss += bool(finding.remedy)
    if amiss:
        click.echo("1 problem found." if amiss == 1 else f"{amiss} problems found.")
        sys.exit(1)
    click.echo("All is well.")
