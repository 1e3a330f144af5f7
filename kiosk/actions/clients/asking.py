"""Changes to how a client is asked: kind of work, phase, language, text, and whether the week is asked about."""

from dataclasses import asdict, dataclass
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


@dataclass(frozen=True)
class Choices:
    """The choices of how a client is asked; None leaves one as it is, an empty word sets it back to the usual."""

    preset: str | None = None
    phase: str | None = None
    language: str | None = None
    larger_text: bool | None = None
    opening_measure: str | None = None


def change_asking(actor: Staff, client_id: PublicId, chosen: Choices, now: datetime) -> None:
    """Change how a client is asked, all of it or none: for forms begun from here on.

    Raises Invalid where something is chosen that there is not, and NotFound.
    """
    therapist = as_therapist(actor, Permission.ASK_CLIENTS)
    _check(chosen)
    with unit_of_work(actor, now) as work:
        client = clients.client_of(work.session, client_id, therapist)
        if client is None:
            raise NotFound
        changed = {name: value for name, value in asdict(chosen).items() if value is not None}
        for column, value in changed.items():
            setattr(client, column, value)
        if changed:
            work.audit(Audited.CLIENT_CHANGED, client)


def _check(chosen: Choices) -> None:
    named = {name: str(value)[:40] for name, value in asdict(chosen).items()}
    if chosen.preset is not None and chosen.preset not in PRESETS:
        raise Invalid(phrase("There is no kind of work “%(chosen)s”. Choose from the list.", chosen=named["preset"]))
    if chosen.phase and chosen.phase not in PHASES:
        raise Invalid(phrase("There is no phase “%(chosen)s”. Choose from the list.", chosen=named["phase"]))
    found = catalogue.measures().get(chosen.opening_measure or "")
    if chosen.opening_measure and (found is None or found.part is not Part.OPENING):
        no_form = phrase("There is no form “%(chosen)s” for the start of a session.", chosen=named["opening_measure"])
        raise Invalid(no_form)
