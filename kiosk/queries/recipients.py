"""Everybody who gets what is answered in a check-in, as things stand now."""

from datetime import datetime
from typing import assert_never

from kiosk.domain.actors import Scope
from kiosk.domain.recipients import Named, Recipient
from kiosk.domain.webhooks import names_recipient
from kiosk.storage.api_tokens import scopes_of
from kiosk.storage.tables import CheckIn, Person
from kiosk.storage.webhooks import causes_of


def recipients_of(check_in: CheckIn, now: datetime) -> tuple[Named, ...]:
    """List who gets the answer: in the order in which a form names them."""
    return tuple(Named(kind, name) for kind in Recipient for name in _names(kind, check_in, now))


def _names(kind: Recipient, check_in: CheckIn, now: datetime) -> tuple[str, ...]:
    therapist = check_in.visit.therapist
    match kind:
        case Recipient.THERAPIST:
            return () if check_in.visit.is_for_practice else (therapist.name,)
        case Recipient.PRACTICE:
            return (therapist.practice.name,) if check_in.visit.is_for_practice else ()
        case Recipient.SUPERVISOR:
            return _supervisors(therapist, check_in.client_id, reading_words=False)
        case Recipient.WORDS_SUPERVISOR:
            return _supervisors(therapist, check_in.client_id, reading_words=True)
        case Recipient.PROGRAM:
            return () if check_in.visit.is_for_practice else _programs(therapist, now)
        case Recipient.RECORD_SYSTEM:
            return _record_system(check_in)
        case _:
            assert_never(kind)


def _record_system(check_in: CheckIn) -> tuple[str, ...]:
    """The practice's record system, where it is switched on and knows this client."""
    found = check_in.client.record_patient
    return (found.system.name,) if found and found.system.on_since is not None else ()


def _supervisors(therapist: Person, client: int, *, reading_words: bool) -> tuple[str, ...]:
    """The supervisors of a therapist with whom this client's words are shared, or are not."""
    if therapist.disabled_at is not None:
        return ()
    return tuple(
        one.supervisor.name
        for one in therapist.supervisions
        if any(share.client_id == client for share in one.shares) is reading_words
    )


def _programs(therapist: Person, now: datetime) -> tuple[str, ...]:
    """Programs with a token of theirs that reads results and has not ended, or told of answers by a webhook."""
    reading = [token for token in therapist.tokens if token.ends_at > now and Scope.READ_RESULTS in scopes_of(token)]
    told = [one for one in therapist.webhooks if names_recipient(causes_of(one), with_content=one.with_content)]
    return tuple(dict.fromkeys([*(token.name for token in reading), *(webhook.name for webhook in told)]))
