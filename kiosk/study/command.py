"""The command that runs the study and prints it."""

from pathlib import Path

import click

from kiosk.study.picture import picture
from kiosk.study.table import table
from kiosk.study.trial import run

SEED, CLIENTS = 1, 90
"""Enough for figures to within a few hundredths in a minute; the published ones took more."""
PUBLISHED_SEED, PUBLISHED_CLIENTS = 3141, 180
"""The run whose tables stand in docs/study.md."""


def study_command(seed: int = SEED, clients: int = CLIENTS, picture_file: Path | None = None) -> None:
    """Run the study, print its tables, and draw the picture where one is asked for."""
    study = run(seed, clients)
    click.echo(table(study))
    if picture_file is not None:
        picture_file.write_text(picture(study), encoding="utf-8")
        click.echo(f"\nThe picture is in {picture_file}.")
