"""`kiosk api-token`: tokens by which programs act for a therapist."""

from collections.abc import Collection

import click

from kiosk import clock
from kiosk.actions.accounts import api_tokens
from kiosk.actions.accounts.api_tokens import DAYS, USUAL_DAYS, WantedToken
from kiosk.cli.app import running_app
from kiosk.domain.actors import CommandLine, Scope
from kiosk.domain.public_ids import public_id
from kiosk.queries.account import SeenToken, see_tokens

ACTOR = CommandLine()
SCOPES = "|".join(Scope)


@click.group("api-token")
def api_token() -> None:
    """Tokens by which programs act for a therapist."""


@api_token.command("create")
@click.argument("email")
@click.argument("name")
@click.option("--scope", "scopes", multiple=True, metavar=f"[{SCOPES}]", required=True, help="May be repeated.")
@click.option("--days", type=click.Choice(DAYS), default=USUAL_DAYS, show_default=True, help="It ends after these.")
def create(email: str, name: str, scopes: Collection[str], days: int) -> None:
    """Make a token for the program NAME of the therapist EMAIL: prints it, once. Clients read NAME on the form."""
    with running_app():
        click.echo(api_tokens.make_token_for(ACTOR, email, WantedToken(name, scopes, days), clock.now()))
    click.echo("Keep it where the program finds it: it is shown only now.", err=True)


@api_token.command("list")
def list_tokens() -> None:
    """Every token, without what it is: id, owner, name, scopes, last day, last use."""
    with running_app():
        for one in see_tokens(ACTOR):
            click.echo(_line(one))


@api_token.command("revoke")
@click.argument("token_id", metavar="ID")
def revoke(token_id: str) -> None:
    """End a token at once."""
    with running_app():
        api_tokens.revoke_token(ACTOR, public_id(token_id), clock.now())
    click.echo("It opens nothing any more.")


def _line(one: SeenToken) -> str:
    scopes = " ".join(scope for scope in Scope if scope in one.scopes)
    used = f"used {one.used_at:%Y-%m-%d}" if one.used_at else "never used"
    return f"{one.id}  {one.owner}  {one.name}  {scopes}  until {one.ends_at:%Y-%m-%d}  {used}"
