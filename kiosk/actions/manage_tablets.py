"""An administrator looks after the practice's tablets."""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from kiosk.domain.phrases import Phrase, phrase
from kiosk.storage import tablets
from kiosk.storage.db import reading, writing
from kiosk.storage.tables import Person, Practice
from kiosk.storage.tablet_tables import Tablet

THEMES = ("", "light", "dark")
LONGEST = 40
LEAST_IDLE_S, MOST_IDLE_S = 30, 900
"""Ten times the shorter of the usual 90 seconds and back: whoever needs longer gets it (WCAG 2.2.1)."""
NO_ROOM = phrase("Say where the tablet stands, such as Room 2.")
TOO_LONG = phrase("Use 40 characters at most.")
TAKEN = phrase("Another tablet is called that already. Give this one a name too.")


def practice_tablets(administrator: Person) -> Sequence[Tablet]:
    """All of them by room, those switched off last."""
    return tablets.of_practice(reading(), administrator.practice_id)


def copied_tablets(person: Person) -> Sequence[Tablet]:
    """For an administrator, those of which a copy was shut out and nobody has looked at it yet."""
    if "administrator" not in person.roles.split():
        return ()
    return [one for one in practice_tablets(person) if one.shut_out_at is not None]


def fault_in_place(
    session: Session, practice_id: int, room: str, name: str, *, but: int | None = None
) -> Phrase | None:
    """Why a tablet cannot be called that; `but` is the tablet itself."""
    room, name = " ".join(room.split()), " ".join(name.split())
    if not room:
        return NO_ROOM
    if max(len(room), len(name)) > LONGEST:
        return TOO_LONG
    others = [one for one in tablets.of_practice(session, practice_id) if one.switched_off_at is None and one.id != but]
    wanted = (room.casefold(), name.casefold())
    return TAKEN if any((one.room.casefold(), one.name.casefold()) == wanted for one in others) else None


def change_tablet(administrator: Person, tablet_id: int, room: str, name: str, theme: str) -> Phrase | bool:
    """Rename it, move it, fix its theme. True when it is done, the fault when not, False when there is no such one."""
    with writing() as session:
        tablet = tablets.one_of(session, administrator.practice_id, tablet_id)
        if tablet is None or theme not in THEMES:
            return False
        if fault := fault_in_place(session, administrator.practice_id, room, name, but=tablet_id):
            return fault
        tablet.room, tablet.name, tablet.theme = " ".join(room.split()), " ".join(name.split()), theme
        return True


def switch_off(administrator: Person, tablet_id: int, now: datetime) -> bool:
    """Its credential is worth nothing from here on. What was sent to it waits for another way."""

    def off(tablet: Tablet) -> None:
        tablet.switched_off_at, tablet.shut_out_at = now, None
        tablet.visit_id = tablet.check_in_id = None

    return _change(administrator, tablet_id, off)


def note_copy_seen(administrator: Person, tablet_id: int) -> bool:
    """The administrator has read that a copy of its credential was shut out."""

    def read(tablet: Tablet) -> None:
        tablet.shut_out_at = None

    return _change(administrator, tablet_id, read)


def set_idle_time(administrator: Person, seconds: int) -> bool:
    """How long a form on a tablet waits for a touch. False when that is too short or too long."""
    if not LEAST_IDLE_S <= seconds <= MOST_IDLE_S:
        return False
    with writing() as session:
        session.get_one(Practice, administrator.practice_id).tablet_idle_s = seconds
    return True


def begin_in_larger_text(administrator: Person, *, larger: bool) -> None:
    """Whether forms on this practice's tablets begin one question at a time, from the next one on."""
    with writing() as session:
        session.get_one(Practice, administrator.practice_id).tablets_larger_text = larger


def _change(administrator: Person, tablet_id: int, change: Callable[[Tablet], None]) -> bool:
    with writing() as session:
        tablet = tablets.one_of(session, administrator.practice_id, tablet_id)
        if tablet is None:
            return False
        change(tablet)
        return True
