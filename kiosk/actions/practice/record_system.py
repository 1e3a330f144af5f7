"""Setting up, trying, switching and removing the practice's record system, to which answers are sent onward."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from kiosk.actions.exchange.typed_addresses import check_address
from kiosk.domain.actors import Staff
from kiosk.domain.audit import Audited
from kiosk.domain.jobs import JobKind
from kiosk.domain.onward import LONGEST_CLIENT_ID, LONGEST_NAME, LONGEST_URL, Algorithm, passed
from kiosk.domain.permissions import Permission, require
from kiosk.domain.phrases import phrase
from kiosk.domain.public_ids import PublicId
from kiosk.domain.refusals import Conflict, Invalid, NotFound
from kiosk.network import Network
from kiosk.smart import new_key
from kiosk.storage import jobs, onward
from kiosk.storage.db import look_again, reading
from kiosk.storage.tables import RecordSystem
from kiosk.storage.work import Work, unit_of_work

ADDRESS: Final = phrase("Type the whole address of its FHIR interface, as in https://records.example.org/fhir/R4.")
IS_THERE: Final = phrase("There is a record system already. Remove it first.")
NOT_THERE: Final = phrase("There is no record system any more. Set one up first.")
NOT_TRIED: Final = phrase("Try it first: every step of the trial has to go well.")


@dataclass(frozen=True)
class WantedSystem:
    """A record system as it is asked for."""

    name: str
    url: str
    algorithm: str = Algorithm.ES384
    with_words: bool = False


def check_system(wanted: WantedSystem, allowed: Collection[Network]) -> None:
    """Refuse what cannot be set up. Raises Invalid."""
    name, url = _tidy(wanted.name), wanted.url.strip()
    if not name:
        raise Invalid(phrase("Give the record system a name. Clients read it on their form."), "name")
    if len(name) > LONGEST_NAME:
        raise Invalid(phrase("Use %(most)s characters at most.", most=LONGEST_NAME), "name")
    check_address(url, allowed, LONGEST_URL, ADDRESS)
    if not url.isprintable() or set("?# ") & set(url):
        raise Invalid(ADDRESS, "url")
    if wanted.algorithm not in set(Algorithm):
        raise Invalid(phrase("Choose one of the two kinds of key."), "algorithm")


def set_up(actor: Staff, wanted: WantedSystem, allowed: Collection[Network], now: datetime) -> None:
    """Set a record system up with a key of its own, switched off. Raises Invalid, Conflict."""
    require(actor, Permission.SEND_ONWARD)
    if onward.system_of(reading(), actor.practice_id):
        raise Conflict(IS_THERE)
    look_again()
    check_system(wanted, allowed)
    algorithm = Algorithm(wanted.algorithm)
    key = new_key(algorithm)
    with unit_of_work(actor, now) as work:
        if onward.system_of(work.session, actor.practice_id):
            raise Conflict(IS_THERE)
        system = RecordSystem(
            practice_id=actor.practice_id,
            name=_tidy(wanted.name),
            url=wanted.url.strip().rstrip("/"),
            algorithm=algorithm,
            key=key,
            with_words=wanted.with_words,
            made_at=now,
        )
        work.session.add(system)
        work.session.flush()
        work.audit(Audited.ONWARD_SET_UP, system)


def register(actor: Staff, client_id: str, now: datetime) -> None:
    """Note the id that the record system gave to this server; it has to be tried anew. Raises Invalid, Conflict."""
    client_id = client_id.strip()
    with unit_of_work(actor, now) as work:
        system = _found(work, actor)
        if not client_id or len(client_id) > LONGEST_CLIENT_ID or not (client_id.isascii() and client_id.isprintable()):
            raise Invalid(phrase("Type the client id that the record system gave to this server."), "client_id")
        system.client_id, system.trial = client_id, None
        if system.on_since is not None:
            onward.switch_off(system, now)
            work.audit(Audited.ONWARD_OFF, system)
        work.audit(Audited.ONWARD_REGISTERED, system)


def try_system(actor: Staff, now: datetime) -> None:
    """Have the record system tried, without storing anything there. Raises Conflict."""
    with unit_of_work(actor, now) as work:
        system = _found(work, actor)
        system.trial = {}
        jobs.add(work.session, JobKind.TRY_ONWARD, now, {"practice": actor.practice_id}, actor.practice_id)


def switch_on(actor: Staff, now: datetime) -> None:
    """Send answers from here on: those to forms that name it. Raises Conflict before it was tried."""
    with unit_of_work(actor, now) as work:
        system = _found(work, actor)
        if not system.client_id or not passed(system.trial or {}):
            raise Conflict(NOT_TRIED)
        if system.on_since is None:
            system.on_since = now
            work.audit(Audited.ONWARD_ON, system)
            onward.look_at(work.session, actor.practice_id, now)


def switch_off(actor: Staff, now: datetime) -> None:
    """Send nothing until it is switched on again; what was to be sent waits. Raises Conflict."""
    with unit_of_work(actor, now) as work:
        system = _found(work, actor)
        if system.on_since is not None:
            onward.switch_off(system, now)
            work.audit(Audited.ONWARD_OFF, system)


def remove(actor: Staff, now: datetime) -> None:
    """Remove the record system: its key and the ids of all clients in it are forgotten.

    What was sent stays there. Raises Conflict.
    """
    with unit_of_work(actor, now) as work:
        system = _found(work, actor)
        system.removed_at, system.on_since, system.key, system.trial = now, None, "", None
        onward.remove_patients(work.session, system)
        work.audit(Audited.ONWARD_REMOVED, system)


def send_again(actor: Staff, copy_id: PublicId, now: datetime) -> None:
    """Send one answer of the list once more; the record system knows it by its identifier. Raises NotFound."""
    require(actor, Permission.SEND_ONWARD)
    with unit_of_work(actor, now) as work:
        copy = onward.copy_of(work.session, copy_id, actor.practice_id)
        if copy is None:
            raise NotFound
        copy.due_at, copy.failures = now, 0
        onward.look_at(work.session, actor.practice_id, now)


def _found(work: Work, actor: Staff) -> RecordSystem:
    require(actor, Permission.SEND_ONWARD)
    system = onward.system_of(work.session, actor.practice_id)
    if system is None:
        raise Conflict(NOT_THERE)
    return system


def _tidy(name: str) -> str:
    return " ".join(name.split())
