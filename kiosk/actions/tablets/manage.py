"""The practice's tablets, as its administrators look after them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from kiosk.actions.tablets.free import leave_tablet
from kiosk.domain.actors import Staff
from kiosk.domain.audit import Audited
from kiosk.domain.permissions import Permission, require
from kiosk.domain.phrases import Phrase, phrase
from kiosk.domain.public_ids import PublicId
from kiosk.domain.refusals import Invalid, NotFound
from kiosk.storage import tablets
from kiosk.storage.sessions import ReadSession
from kiosk.storage.tables import Practice, Tablet
from kiosk.storage.work import Work, unit_of_work

THEMES = ("", "light", "dark")
LONGEST = 40
LEAST_IDLE_S, MOST_IDLE_S = 30, 900
"""Ten times the shorter of the usual 90 seconds and back: whoever needs longer gets it (WCAG 2.2.1)."""
NO_ROOM = phrase("Say where the tablet is, such as Room 2.")
TOO_LONG = phrase("Use 40 characters at most.")
TAKEN = phrase("A tablet is called that already. Is it this one, to be paired again? Or give this one a name too.")


def fault_in_place(
    session: ReadSession, practice_id: int, room: str, name: str, *, but: PublicId | None = None
) -> Phrase | None:
    """Return the fault of a tablet's room and name, or None; `but` is the tablet itself."""
    room, name = " ".join(room.split()), " ".join(name.split())
    if not room:
        return NO_ROOM
    if max(len(room), len(name)) > LONGEST:
        return TOO_LONG
    there = in_place(session, practice_id, room, name)
    return TAKEN if there and there.public_id != but else None


def in_place(session: ReadSession, practice_id: int, room: str, name: str) -> Tablet | None:
    """The tablet of that room and name, unless it is switched off."""
    room, name = " ".join(room.split()).casefold(), " ".join(name.split()).casefold()
    on = (one for one in tablets.of_practice(session, practice_id) if one.switched_off_at is None)
    return next((one for one in on if (one.room.casefold(), one.name.casefold()) == (room, name)), None)


def change_tablet(  # noqa: PLR0913, PLR0917 -- what the form asks for
    actor: Staff, tablet_id: PublicId, room: str, name: str, theme: str, now: datetime
) -> None:
    """Rename a tablet, move it, set its theme. Raises NotFound, and Invalid when it cannot be called that."""
    with _changing(actor, tablet_id, now) as (work, tablet):
        if theme not in THEMES:
            raise NotFound
        if fault := fault_in_place(work.session, actor.practice_id, room, name, but=tablet_id):
            raise Invalid(fault)
        tablet.room, tablet.name, tablet.theme = " ".join(room.split()), " ".join(name.split()), theme
        work.audit(Audited.TABLET_CHANGED, tablet)


def switch_off(actor: Staff, tablet_id: PublicId, now: datetime) -> None:
    """End a tablet's credential for good. A form on it goes back to its therapist as unfinished. Raises NotFound."""
    with _changing(actor, tablet_id, now) as (work, tablet):
        tablet.switched_off_at, tablet.shut_out_at = now, None
        leave_tablet(work, tablet)
        work.audit(Audited.TABLET_SWITCHED_OFF, tablet)


def note_copy_seen(actor: Staff, tablet_id: PublicId, now: datetime) -> None:
    """Note that the administrator has read that a copy of its credential was shut out. Raises NotFound."""
    with _changing(actor, tablet_id, now) as (_, tablet):
        tablet.shut_out_at = None


def set_idle_time(actor: Staff, seconds: int, now: datetime) -> None:
    """Set how long a form on a tablet waits for a touch. Raises Invalid when that is too short or too long."""
    require(actor, Permission.MANAGE_TABLETS)
    if not LEAST_IDLE_S <= seconds <= MOST_IDLE_S:
        raise Invalid
    with unit_of_work(actor, now) as work:
        practice = work.session.get_one(Practice, actor.practice_id)
        practice.tablet_idle_s = seconds
        work.audit(Audited.SETTINGS_CHANGED, practice)


def begin_in_larger_text(actor: Staff, now: datetime, *, larger: bool) -> None:
    """Say whether forms on this practice's tablets begin one question at a time, from the next one on."""
    require(actor, Permission.MANAGE_TABLETS)
    with unit_of_work(actor, now) as work:
        practice = work.session.get_one(Practice, actor.practice_id)
        practice.tablets_larger_text = larger
        work.audit(Audited.SETTINGS_CHANGED, practice)


@contextmanager
def _changing(actor: Staff, tablet_id: PublicId, now: datetime) -> Iterator[tuple[Work, Tablet]]:
    """Change one tablet of the practice in one unit of work. Raises NotAllowed and NotFound."""
    require(actor, Permission.MANAGE_TABLETS)
    with unit_of_work(actor, now) as work:
        tablet = tablets.one_of(work.session, actor.practice_id, tablet_id)
        if tablet is None:
            raise NotFound
        yield work, tablet
