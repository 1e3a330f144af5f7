"""The menu of the staff: each room stands under one entry, and everybody is shown what their roles open."""

import pytest

from kiosk.domain.actors import Role, Staff
from kiosk.domain.public_ids import NOBODY
from kiosk.web.rooms import ACCOUNT, PRACTICE, THERAPIST
from kiosk.web.shared.menu import MENU, menu_of

WITHOUT_A_MENU = {"events", "record", "private", "safety", "code_alone"}
"""Streams, files, posted forms, and the code for a screen that others see: no page with a menu."""


def test_each_room_of_the_staff_stands_under_one_entry() -> None:
    listed = [room for entry in MENU for room in entry.rooms]
    assert len(listed) == len(set(listed))
    assert set(listed) | WITHOUT_A_MENU == {blueprint.name for blueprint in (*ACCOUNT, *THERAPIST, *PRACTICE)}


@pytest.mark.parametrize(
    ("roles", "shown"),
    [
        ({Role.THERAPIST}, ["Today", "Clients", "Still open", "Account"]),
        ({Role.ADMINISTRATOR}, ["Settings", "Account"]),
        ({Role.SUPERVISOR}, ["Supervision", "Account"]),
        (set(Role), ["Today", "Clients", "Still open", "Supervision", "Settings", "Account"]),
    ],
)
def test_everybody_is_shown_the_entries_of_their_roles(roles: set[Role], shown: list[str]) -> None:
    assert [str(entry.word) for entry in menu_of(Staff(1, 1, frozenset(roles), NOBODY))] == shown


def test_nobody_is_shown_nothing() -> None:
    assert menu_of(None) == []
