"""The command itself: which families of commands there are, and how a refusal is reported."""

import os
import sys
from pathlib import Path

import click

from kiosk import __version__
from kiosk.cli.families import Families
from kiosk.domain.refusals import NotSaved
from kiosk.logs import set_up_logs
from kiosk.refusals import Refusal

REFUSED, TRY_AGAIN = 2, 75
"""Exit statuses: of every refusal, and of one that may be over in a moment (EX_TEMPFAIL in sysexits.h)."""


class Kiosk(Families):
    modules = {  # noqa: RUF012 -- never changed
        "api-token": "tokens",
        "backup": "safety",
        "demo": "demo",
        "doctor": "doctor",
        "erase": "records",
        "export": "records",
        "handover": "people",
        "import": "importing",
        "init": "instance",
        "key": "safety",
        "measure": "measures",
        "migrate": "instance",
        "move": "instance",
        "person": "people",
        "restore": "safety",
        "restored": "instance",
        "retain": "records",
        "serve": "server",
        "study": "study",
        "verify": "verify",
    }


@click.group(cls=Kiosk)
@click.version_option(__version__, prog_name="kiosk")
@click.option("--instance", "folder", type=click.Path(path_type=Path), help="The instance folder.")
def kiosk(folder: Path | None) -> None:
    """Before You Go: how was the session, asked while the client is still in the room."""
    if folder:
        os.environ["KIOSK_INSTANCE"] = str(folder.resolve())


def main() -> None:
    """Run the command; a refusal is one sentence and a status of its own, never a stack of calls."""
    set_up_logs("warning")
    try:
        kiosk.main(standalone_mode=False)
    except NotSaved as refusal:
        click.echo(f"kiosk: Not saved, and nothing was changed: {refusal.detail} Try again in a moment.", err=True)
        sys.exit(TRY_AGAIN)
    except Refusal as refusal:
        click.echo(f"kiosk: {refusal}", err=True)
        sys.exit(REFUSED)
    except click.exceptions.Abort:
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
