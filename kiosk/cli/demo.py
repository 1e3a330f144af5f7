"""`kiosk demo`."""

import click

from kiosk.demo import run_demo


@click.command()
@click.option("--port", type=click.IntRange(1, 65_535), default=8000, show_default=True)
@click.option("--lan", is_flag=True, help="Open it to the local network, so that a phone can join.")
@click.option("--no-open", is_flag=True, help="Do not open a browser.")
@click.option("--database", default="", metavar="URL", help="An empty database instead of a file: emptied at the end.")
def demo(port: int, database: str, *, lan: bool, no_open: bool) -> None:
    """A practice to try it with: invented clients, thrown away at the end."""
    run_demo(port, lan=lan, open_browser=not no_open, database=database)
