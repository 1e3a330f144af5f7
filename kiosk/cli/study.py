"""`kiosk study`."""

from pathlib import Path

import click

from kiosk.study.command import CLIENTS, SEED, study_command


@click.command()
@click.option("--seed", type=int, default=SEED, show_default=True)
@click.option("--clients", type=click.IntRange(1, 10_000), default=CLIENTS, show_default=True, help="Of each kind.")
@click.option("--picture", type=click.Path(path_type=Path, dir_okay=False), help="Draw the picture into this file.")
def study(seed: int, clients: int, picture: Path | None) -> None:
    """The share of hits and of false alarms of the rules, on invented clients."""
    study_command(seed, clients, picture)
