"""A trial of the practice's record system: whether it answers and gives a token. Nothing is stored there."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from kiosk.core import settings
from kiosk.domain.actors import Background
from kiosk.domain.onward import Step
from kiosk.operations.onward import registration_of
from kiosk.smart import Registration, StepFailed, configuration, metadata, token
from kiosk.storage import onward
from kiosk.storage.db import look_again, reading
from kiosk.storage.tables import RecordSystem
from kiosk.storage.work import unit_of_work


def try_onward(payload: Mapping[str, Any], now: datetime) -> None:
    """Try whether a record system answers and gives a token. Nothing is stored there."""
    practice_id = int(payload["practice"])
    system = onward.system_of(reading(), practice_id)
    if system is None:
        return
    registration, number = registration_of(system, settings()), system.id
    look_again()
    steps = list(_tried(registration))
    with unit_of_work(Background(), now, onward.claim(practice_id)) as work:
        work.session.get_one(RecordSystem, number).trial = {"at": now.isoformat(), "steps": steps}


def _tried(registration: Registration) -> Iterator[dict[str, Any]]:
    """Take the steps one after the other; a token is asked for only where it is known who gives it."""
    yield _taken(Step.METADATA, lambda: metadata(registration))
    try:
        found = configuration(registration)
    except StepFailed as fault:
        yield {"step": fault.step, "ok": False, "outcome": fault.outcome}
        return
    yield {"step": Step.CONFIGURATION, "ok": True, "outcome": found.token_url}
    if registration.client_id:
        yield _taken(Step.TOKEN, lambda: token(registration, found) and found.scopes)


def _taken(step: Step, take: Callable[[], str]) -> dict[str, Any]:
    try:
        return {"step": step, "ok": True, "outcome": take()}
    except StepFailed as fault:
        return {"step": fault.step, "ok": False, "outcome": fault.outcome}
