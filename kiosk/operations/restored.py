"""After an older copy of the database was put back by hand."""

from datetime import datetime
from typing import Final

from kiosk.actions.tablets.hear import end_pairing_of
from kiosk.domain.actors import CommandLine
from kiosk.domain.audit import Audited
from kiosk.storage import epochs, people, tablets
from kiosk.storage.work import unit_of_work

OF_THE_COPY: Final = (
    "People, passwords and passkeys are those of the copy: look at kiosk person list.\n"
    "Programs and webhooks have to be set up again, record systems switched on again,\n"
    "and whoever logs in with codes needs new recovery codes."
)


def note_restored(actor: CommandLine, now: datetime) -> None:
    """Begin a new epoch, so that nothing that was out before opens anything, and open pages load themselves anew.

    Tablets have to be paired again: one that was switched off after the copy was made would otherwise be back.
    """
    with unit_of_work(actor, now) as work:
        epochs.begin(work.session, now)
        for tablet in tablets.every(work.session):
            end_pairing_of(tablet)
        for practice in people.practices(work.session):
            work.audit(Audited.RESTORED, practice)
