"""`kiosk person` and `kiosk handover`: people with a login, their roles, and clients that pass to a colleague."""

import click

from kiosk import clock
from kiosk.actions.accounts import manage_people
from kiosk.actions.accounts.manage_people import ListedPerson
from kiosk.actions.clients.handover import offer_from_command_line
from kiosk.cli.app import running_app
from kiosk.domain.actors import CommandLine, Role

ACTOR = CommandLine()
ROLES = "|".join(Role)


@click.group()
def person() -> None:
    """People with a login."""


@person.command("add")
@click.argument("name")
@click.argument("email")
@click.option("--role", "roles", multiple=True, metavar=f"[{ROLES}]", help="May be repeated; without it: therapist.")
def add_person(name: str, email: str, roles: tuple[str, ...]) -> None:
    """Let somebody in: prints the link by which they come, once, within a day."""
    with running_app() as config:
        click.echo(f"{config.address}/open/{manage_people.invite_person(ACTOR, name, email, clock.now(), roles)}")


@person.command("role")
@click.argument("email")
@click.option("--give", multiple=True, metavar=f"[{ROLES}]", help="May be repeated.")
@click.option("--take", multiple=True, metavar=f"[{ROLES}]", help="May be repeated.")
def change_roles(email: str, give: tuple[str, ...], take: tuple[str, ...]) -> None:
    """Give somebody roles or take them away, all of it or nothing; prints the roles they hold then."""
    with running_app():
        click.echo(_line(manage_people.change_roles(ACTOR, email, clock.now(), give, take)))


@person.command("list")
def list_people() -> None:
    """Everybody with a login, and their roles."""
    with running_app():
        for one in manage_people.list_people(ACTOR):
            click.echo(_line(one))


@person.command("disable")
@click.argument("email")
def disable_person(email: str) -> None:
    """Shut somebody out; what they have written stays."""
    with running_app():
        clients = manage_people.disable_person(ACTOR, email, clock.now())
    click.echo(f"{email} cannot log in any more, and is logged out everywhere.")
    if clients:
        click.echo(f"Clients without a therapist now: {clients}. Administrators see them in the settings.", err=True)


@person.command("enable")
@click.argument("email")
def enable_person(email: str) -> None:
    """Let somebody log in again who was disabled, with the password they had."""
    with running_app():
        click.echo(_line(manage_people.enable_person(ACTOR, email, clock.now())))


@person.command("reset")
@click.argument("email")
def reset_person(email: str) -> None:
    """Let somebody back in who has lost their password: prints a link that works once, within a day."""
    with running_app() as config:
        let_in = manage_people.reset_person(ACTOR, email, clock.now())
        click.echo(f"{config.address}/open/{let_in.secret}")
    if let_in.had_more:
        click.echo("Their codes and passkeys are gone as well. They can set them up again under Account.", err=True)


@click.command()
@click.option("--from", "giver", required=True, metavar="EMAIL", help="The therapist until now.")
@click.option("--to", "taker", required=True, metavar="EMAIL", help="The colleague who may accept.")
@click.option("--client", metavar="CODE", help="Only this client; without it, all of them.")
def handover(giver: str, taker: str, client: str | None) -> None:
    """Offer clients to a colleague: nothing changes until they accept, under Clients, Hand over."""
    with running_app():
        count = offer_from_command_line(ACTOR, giver, taker, client, clock.now())
    click.echo(f"Offered to {taker}: {count} client{'' if count == 1 else 's'}.")


def _line(one: ListedPerson) -> str:
    return f"{one.email}  {one.name}  {' '.join(one.roles)}{'  disabled' if one.is_disabled else ''}"
