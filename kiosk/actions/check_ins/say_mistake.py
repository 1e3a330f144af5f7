"""The client says after sending that it was by mistake: the therapist is told, and nothing is shown or changed."""

from datetime import datetime

from kiosk.domain.actors import ByLink
from kiosk.domain.audit import Audited
from kiosk.domain.events import EventKind
from kiosk.domain.public_ids import PublicId
from kiosk.domain.refusals import NotFound
from kiosk.storage import forms
from kiosk.storage.work import unit_of_work


def say_mistake(actor: ByLink, sent: PublicId, now: datetime) -> None:
    """Tell the therapist, once, of the check-in that was `sent`. Raises NotFound where nothing was."""
    with unit_of_work(actor, now) as work:
        check_in = forms.by_link(work.session, actor.token)
        if check_in is None or check_in.public_id != sent or check_in.response is None:
            raise NotFound
        if check_in.mistake_said_at is None:
            check_in.mistake_said_at = now
            work.tell(check_in, EventKind.MISTAKE)
            work.audit(Audited.MISTAKE_SAID, check_in)
