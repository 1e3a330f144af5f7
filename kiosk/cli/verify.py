"""`kiosk verify`: whether everything is as it was stored."""

import os
from pathlib import Path

import click

from kiosk.config import load
from kiosk.operations.verify import NotVerified
from kiosk.operations.verify import verify as verify_instance


@click.command()
@click.option(
    "--heads",
    type=click.Path(dir_okay=False, path_type=Path),
    help="A file kept elsewhere: what it notes must be found again, and today's is added.",
)
def verify(heads: Path | None) -> None:
    """Read everything once more, and name what is not as it was stored. The server may run."""
    found = verify_instance(load(os.environ), heads)
    for fault in found.faults:
        click.echo(fault)
    if found.faults:
        count = len(found.faults)
        raise NotVerified(f"{'1 problem' if count == 1 else f'{count} problems'} found. Nothing was changed.")
    click.echo(f"All is as it was stored: {found.links} links of the chain, and every value can be read.")
    for head in found.heads:
        click.echo(f"Last link of practice {head.practice_id}: {head.place} {head.mac.hex()}")
