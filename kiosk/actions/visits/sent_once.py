"""Beginning a visit once, however often a program sends the same request with the same key."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from kiosk.domain.refusals import Invalid
from kiosk.storage import sent_requests
from kiosk.storage.tables import CheckIn, SentRequest
from kiosk.storage.work import Work

KEY_LASTS: Final = timedelta(days=1)


@dataclass(frozen=True)
class SentOnce:
    """A request with a key: the hash of the key with the token's secret, and that of the body."""

    key_hash: bytes
    body_hash: bytes


def begun_before(work: Work, request: SentOnce | None) -> SentRequest | None:
    """Find what the same request has begun within a day. Raises Invalid where its key came with another body."""
    found = sent_requests.by_key(work.session, request.key_hash, work.now - KEY_LASTS) if request else None
    if found and request and found.body_hash != request.body_hash:
        raise Invalid("This Idempotency-Key came with another body before. Use a new key for a new request.")
    return found


def keep_begun(work: Work, request: SentOnce | None, begun: Sequence[CheckIn]) -> None:
    """Keep what a request has begun, in the transaction in which it did."""
    if request:
        first = begun[0]
        sent_requests.keep(
            work.session,
            SentRequest(
                key_hash=request.key_hash,
                body_hash=request.body_hash,
                visit=first.visit.public_id,
                check_in=first.public_id,
                sent_at=work.now,
            ),
        )
