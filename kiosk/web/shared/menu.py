"""The menu of the staff's pages: its entries, who sees each, and the rooms whose pages stand under it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kiosk.domain.actors import Actor
from kiosk.domain.permissions import Permission, may
from kiosk.domain.phrases import Phrase, phrase


@dataclass(frozen=True)
class MenuEntry:
    """One entry, for whoever has the permission; one that is not in the bar stands in the card alone."""

    word: Phrase
    address: str
    permission: Permission
    rooms: frozenset[str]
    in_bar: bool = True


MENU: Final[Sequence[MenuEntry]] = (
    MenuEntry(
        phrase("Today"),
        "/",
        Permission.READ_RESULTS,
        frozenset(
            {
                "day",
                "schedule",
                "noted",
                "calendar",
                "visits",
                "check_ins",
                "noticed",
                "to_tablet",
                "corrections",
                "session_corrections",
            }
        ),
    ),
    MenuEntry(
        phrase("Clients"),
        "/clients",
        Permission.READ_RESULTS,
        frozenset(
            {
                "clients",
                "asking",
                "patients",
                "handover",
                "caseload",
                "client_corrections",
                "erasure",
                "look_over",
                "exports",
                "imports",
                "work",
                "paper",
            }
        ),
    ),
    # For translators: the list of what waits until somebody says what became of it.
    MenuEntry(phrase("Still open"), "/open", Permission.READ_RESULTS, frozenset({"loops"})),
    MenuEntry(phrase("Supervision"), "/supervision", Permission.READ_SUPERVISION, frozenset({"supervision"})),
    MenuEntry(
        phrase("Settings"),
        "/settings",
        Permission.CHANGE_PRACTICE,
        frozenset({"practice", "audit", "people", "month", "languages", "left_clients", "notice", "record_system"})
        | {"left_record", "results", "retention", "tablets"},
    ),
    MenuEntry(
        phrase("Account"),
        "/account",
        Permission.KEEP_ACCOUNT,
        frozenset({"account", "by_link", "codes", "passkeys", "arrival", "own_logins", "tokens", "webhooks"}),
        in_bar=False,
    ),
)


def menu_of(actor: Actor | None) -> Sequence[MenuEntry]:
    """List the entries that the actor may see."""
    return [entry for entry in MENU if actor is not None and may(actor, entry.permission)]
