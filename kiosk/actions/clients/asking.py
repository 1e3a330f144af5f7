"""Changes to how a client is asked: kind of work, phase, language, text, and whether the week is asked about."""

from datetime import datetime

from kiosk import catalogue
from kiosk.domain.actors import Staff
from kiosk.domain.audit import Audited
from kiosk.domain.parts import Part
from kiosk.domain.permissions import Permission, as_therapist
from kiosk.domain.phrases import phrase
from kiosk.domain.presets import PHASES, PRESETS
from kiosk.domain.public_ids import PublicId
from kiosk.domain.refusals import Invalid, NotFound
from kiosk.storage import clients
from kiosk.storage.work import unit_of_work


def choose_preset(actor: Staff, client_id: PublicId, chosen: str, now: datetime) -> None:
    """Say what kind of work it is. Raises Invalid when there is no such kind, NotFound when there is no such client."""
    if chosen not in PRESETS:
        raise Invalid(phrase("There is no kind of work “%(chosen)s”. Choose one of the list.", chosen=chosen[:40]))
    _change(actor, client_id, "preset", chosen, now)


def choose_phase(actor: Staff, client_id: PublicId, chosen: str, now: datetime) -> None:
    """Say where the work stands, or with an empty word leave it unsaid. Raises Invalid and NotFound."""
    if chosen and chosen not in PHASES:
        raise Invalid(phrase("There is no phase “%(chosen)s”. Choose one of the list.", chosen=chosen[:40]))
    _change(actor, client_id, "phase", chosen, now)


def choose_language(actor: Staff, client_id: PublicId, chosen: str, now: datetime) -> None:
    """Say in which language they are asked, or with an empty word in the practice's; for forms begun from here on.

    Raises NotFound.
    """
    _change(actor, client_id, "language", chosen, now)


def choose_text(actor: Staff, client_id: PublicId, now: datetime, *, larger: bool) -> None:
    """Say whether their form begins in larger text, from the next time that it is opened. Raises NotFound."""
    _change(actor, client_id, "larger_text", larger, now)


def choose_opening(actor: Staff, client_id: PublicId, chosen: str, now: datetime) -> None:
    """Say by which form they are asked at the start of a session how the week was; an empty word switches it off.

    Raises Invalid when there is no such form, and NotFound.
    """
    found = catalogue.measures().get(chosen)
    if chosen and (found is None or found.part is not Part.OPENING):
        raise Invalid(phrase("There is no form “%(chosen)s” for the start of a session.", chosen=chosen[:40]))
    _change(actor, client_id, "opening_measure", chosen, now)


def _change(actor: Staff, client_id: PublicId, column: str, chosen: object, now: datetime) -> None:
    therapist = as_therapist(actor, Permission.ASK_CLIENTS)
    with unit_of_work(actor, now) as work:
        client = clients.client_of(work.session, client_id, therapist)
        if client is None:
            raise NotFound
        setattr(client, column, chosen)
        work.audit(Audited.CLIENT_CHANGED, client)
