"""Corrections, guesses, consents and readers of one client, for their therapist."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kiosk.domain.actors import Staff
from kiosk.domain.audit import READINGS_OF_CLIENT
from kiosk.domain.permissions import Permission, as_therapist
from kiosk.domain.public_ids import PublicId
from kiosk.queries.calibration import distances_with
from kiosk.queries.corrections import SeenCorrection, corrections_of
from kiosk.queries.readable import each, part
from kiosk.storage import audit_log, clients, consents
from kiosk.storage.db import reading
from kiosk.storage.tables import Client


@dataclass(frozen=True)
class Reader:
    """Somebody who has seen it: a person, a person's program, or the command line; how often, and when last."""

    actor: str
    name: str
    count: int
    last_at: datetime


@dataclass(frozen=True)
class SeenConsent:
    """A record that the client was told what is kept; days as YYYY-MM-DD, empty where they did not withdraw."""

    id: PublicId
    told_on: str
    by: str
    """The name of the person who told them."""
    withdrawn_on: str


@dataclass(frozen=True)
class Managed:
    """Settings of a client beside the way they are asked."""

    id: PublicId
    code: str
    distances: Sequence[float]
    """Between the therapist's guesses and the marks, from the fifth guess on, oldest first."""
    corrections: Sequence[SeenCorrection]
    """Every correction that concerns this client, the latest first."""
    seen_by: Sequence[Reader] = ()
    """List who has seen what is kept about this client, the latest first, as long as the audit log keeps it."""
    consents: Sequence[SeenConsent] = ()
    """Every record that they were told what is kept, oldest first."""


def see_managed(actor: Staff, client_id: PublicId) -> Managed | None:
    """Corrections and guesses of a client of this therapist's own, or None."""
    therapist = as_therapist(actor, Permission.READ_RESULTS)
    client = clients.client_of(reading(), client_id, therapist)
    if client is None or client.merged_into_id is not None:
        return None
    return Managed(
        client.public_id,
        client.code,
        part(lambda: distances_with(client, therapist), ()),
        part(lambda: corrections_of(client), ()),
        part(lambda: _readers(client), ()),
        each(
            consents.of_client(reading(), client),
            lambda one: SeenConsent(one.public_id, one.told_on, one.person.name, one.withdrawn_on),
        )[0],
    )


def _readers(client: Client) -> Sequence[Reader]:
    ids = [client.public_id, *clients.merged_ids(reading(), client)]
    return [Reader(*one) for one in audit_log.by_reader(reading(), client.practice_id, ids, READINGS_OF_CLIENT)]
