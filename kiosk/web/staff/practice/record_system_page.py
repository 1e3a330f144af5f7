"""The page of the record system: how it is set up, what its trial said, and what was sent."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from flask import url_for

from kiosk.actions.practice.record_system import WantedSystem
from kiosk.core import settings
from kiosk.domain.actors import Staff
from kiosk.domain.onward import Algorithm, Step, WantedState, passed
from kiosk.domain.permissions import Permission, may
from kiosk.domain.phrases import Phrase, phrase
from kiosk.domain.public_ids import PublicId
from kiosk.interchange.fhir.onward import transaction
from kiosk.queries.onward import PATIENT, SeenCopy, SeenSystem, ToSend
from kiosk.queries.onward_example import example
from kiosk.queries.readable import part
from kiosk.web.shared.languages import said
from kiosk.web.staff.parts.deliveries import outcome_words, state_words
from kiosk.web.staff.parts.times import at_time

STEPS: Final[Mapping[str, Phrase]] = {
    Step.METADATA: phrase("The server says what it can do"),
    Step.CONFIGURATION: phrase("The server says where tokens are given"),
    Step.TOKEN: phrase("The server gives a token"),
    Step.SENDING: phrase("The server takes what is sent"),
    Step.DELETING: phrase("The server deletes what was erased"),
}
WANTED: Final[Mapping[WantedState, Phrase]] = {
    WantedState.FINAL: phrase("An answer"),
    WantedState.IN_ERROR: phrase("An answer, marked as entered in error"),
    WantedState.ERASED: phrase("An answer that was erased here"),
}
ALGORITHMS: Final = (
    (Algorithm.ES384, phrase("ES384, an elliptic curve")),
    (Algorithm.RS384, phrase("RS384, where the record system knows no other")),
)
NOTHING_TYPED: Final = WantedSystem("", "")


@dataclass(frozen=True)
class StepRow:
    """One step of the trial, and how it went."""

    name: Phrase
    is_well: bool
    said: str


@dataclass(frozen=True)
class CopyRow:
    """One line of what was sent; `id` is the one that it has in the record system."""

    id: PublicId
    what: Phrase
    when: str
    state: str
    outcome: str


@dataclass(frozen=True)
class RecordsPage:
    """The record system as it is, or what was typed to set one up; problems name their field."""

    system: SeenSystem | None
    typed: WantedSystem
    client_id: str
    keys: str
    """The public key, as it is given to the record system."""
    keys_url: str
    """The address at which the record system can read it."""
    sent: str
    """Exactly what would be sent: for the actor's own last answer if they ask for that, else for an invented one."""
    is_own: bool
    """True where it is of their own last answer."""
    is_nobody: bool
    """True where that client's id in the record system is not known."""
    may_see_own: bool
    trial: Sequence[StepRow]
    is_tried: bool
    """True once every step of the trial went well."""
    tried: str
    """The time of the trial, in words; empty before."""
    since: str
    log: Sequence[CopyRow]
    algorithms: Sequence[tuple[str, Phrase]] = ALGORITHMS
    problems: Sequence[tuple[str, str]] = ()
    saved: str = ""


@dataclass(frozen=True)
class Beside:
    """Entries that could not be taken, with the reason, or what was done: shown beside the record system."""

    typed: WantedSystem = NOTHING_TYPED
    client_id: str | None = None
    """None shows the one that is kept."""
    problems: Sequence[tuple[str, str]] = ()
    saved: str = ""


NOTHING_BESIDE: Final = Beside()


@dataclass(frozen=True)
class TrialWords:
    """The last trial as it is told; `when` is empty before the first."""

    steps: Sequence[StepRow] = ()
    is_passed: bool = False
    when: str = ""


NO_TRIAL: Final = TrialWords()


def records_page(me: Staff, found: SeenSystem | None, own: ToSend | None, now: datetime, beside: Beside) -> RecordsPage:
    """The record system, if there is one, and what is sent: the actor's `own` last answer, or an example."""
    zone = me.time_zone
    trial = part(lambda: _trial(found.trial or {}, now, zone), NO_TRIAL) if found else NO_TRIAL
    return RecordsPage(
        system=found,
        typed=beside.typed,
        client_id=(found.client_id if found else "") if beside.client_id is None else beside.client_id,
        keys=_written(found.keys) if found else "",
        keys_url=f"{settings().address}{url_for('keys.jwks', system_id=found.id)}" if found else "",
        sent=_sent(found, own or example(now, with_words=found.with_words)) if found else "",
        is_own=own is not None,
        is_nobody=own is not None and own.patient == PATIENT,
        may_see_own=may(me, Permission.READ_RESULTS),
        trial=trial.steps,
        is_tried=trial.is_passed,
        tried=trial.when,
        since=at_time(found.on_since, now, zone) if found and found.on_since else "",
        log=[_row(one, now, zone) for one in found.log] if found else (),
        problems=beside.problems,
        saved=beside.saved,
    )


def _trial(kept: Mapping[str, Any], now: datetime, zone: str) -> TrialWords:
    when = at_time(datetime.fromisoformat(kept["at"]), now, zone) if kept else ""
    return TrialWords([_step(one) for one in kept.get("steps", ())], passed(kept), when)


def _sent(found: SeenSystem, shown: ToSend) -> str:
    """Write the request as it would be sent, but for the token."""
    bundle = transaction(shown, settings().address)
    head = f"POST {found.url}\nAuthorization: Bearer …\nContent-Type: application/fhir+json\n\n"
    return head + _written(bundle)


def _written(document: Mapping[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2)


def _step(one: Mapping[str, Any]) -> StepRow:
    is_well = bool(one["ok"])
    return StepRow(STEPS[one["step"]], is_well, str(one["outcome"]) if is_well else outcome_words(str(one["outcome"])))


def _row(one: SeenCopy, now: datetime, zone: str) -> CopyRow:
    step, _, outcome = one.outcome.partition(" ")
    told = outcome_words(outcome or step)
    failed = f"{said(STEPS[step])}: {told}" if step in STEPS and outcome and not one.delivered_at else told
    return CopyRow(one.id, WANTED[one.wanted], at_time(one.made_at, now, zone), state_words(one, now, zone), failed)
