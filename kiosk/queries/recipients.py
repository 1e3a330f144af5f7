"""Everybody who gets what is answered in a visit, as things stand now."""

from typing import assert_never

from kiosk.domain.recipients import Named, Recipient
from kiosk.storage.tables import Visit


def recipients_of(visit: Visit) -> tuple[Named, ...]:
    """List who gets the answers: in the order in which a form names them."""
    return tuple(Named(kind, name) for kind in Recipient for name in _names(kind, visit))


def _names(kind: Recipient, visit: Visit) -> tuple[str, ...]:
    therapist = visit.therapist
    match kind:
        case Recipient.THERAPIST:
            return (therapist.name,) if therapist.disabled_at is None else ()
        case Recipient.PRACTICE:
            return (therapist.practice.name,) if therapist.disabled_at is not None else ()
        case Recipient.SUPERVISOR | Recipient.PROGRAM | Recipient.RECORD_SYSTEM:
            return ()  # none of these is given any content yet
        case _:
            assert_never(kind)
