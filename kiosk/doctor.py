"""`kiosk doctor`: looks an instance over, and says in plain words what is well, what is not, and what to do."""

import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from stat import S_IMODE
from urllib.parse import urlsplit

from argon2 import Type, extract_parameters
from argon2.exceptions import InvalidHashError
from sqlalchemy import Connection

from kiosk import catalogue, clock, zones
from kiosk.config import Config, WrongSetting, load
from kiosk.keys import Keys
from kiosk.network import is_public
from kiosk.operations.server_key import WrongKey, check_key
from kiosk.storage import checkup, schema
from kiosk.storage.backends import Backend, DatabaseUnreadable, NoDriver, backend_for
from kiosk.storage.schema import WrongSchema

OTHERS = 0o077
LEAST_FREE_MB = 500
LEAST_MEMORY_KIB, LEAST_TIME, LEAST_LANES = 19_456, 2, 1
"""OWASP Password Storage Cheat Sheet: the least for Argon2id."""
THEN = "Mend this first, then look again: what comes after it could not be looked at."


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at; `remedy` is what to do about it, and empty where all is well."""

    words: str
    remedy: str = ""

    def __str__(self) -> str:
        """As it is printed."""
        return f"mend  {self.words}\n      {self.remedy}" if self.remedy else f"well  {self.words}"


def examine(environ: Mapping[str, str]) -> Iterator[Finding]:
    """Everything that can be looked at, in the order in which one thing needs the other. Changes nothing."""
    try:
        config = load(environ)
    except WrongSetting as fault:
        yield Finding(str(fault), THEN)
        return
    yield Finding(f"The settings and the server key are in order. The instance folder is {config.instance}.")
    try:
        backend = backend_for(config.database_url)
    except NoDriver as fault:
        yield Finding(str(fault), THEN)
        return
    yield _privacy(config, backend.file)
    yield _writing(config, backend.file)
    if backend.file:
        yield _space(backend.file)
    yield _forms(config)
    yield from _database(config, backend)


def _privacy(config: Config, file: Path | None) -> Finding:
    if S_IMODE(config.instance.stat().st_mode) & OTHERS:
        return Finding(
            f"Others on this machine can look into {config.instance}.", f"Close it with: chmod 700 {config.instance}"
        )
    parts = sorted(file.parent.glob(f"{file.name}*")) if file else []
    wide = [str(one) for one in parts if S_IMODE(one.stat().st_mode) & OTHERS]
    if wide:
        return Finding(f"Others could read {', '.join(wide)}.", f"Close it with: chmod 600 {' '.join(wide)}")
    return Finding("The instance folder and the database are closed to others.")


def _writing(config: Config, file: Path | None) -> Finding:
    """Check modes and mounts alone, by this account: the server's own trial write is told by /healthz."""
    parts = [*sorted(file.parent.glob(f"{file.name}*")), file.parent, file.with_name("write.lock")] if file else []
    shut = [str(one) for one in (*parts, config.instance) if one.exists() and not os.access(one, os.W_OK)]
    if shut:
        return Finding(
            f"{', '.join(shut)} cannot be written to: no answer can be kept.",
            f"Give this account the right to write there: chmod u+w {' '.join(shut)}",
        )
    return Finding("The database can be written to by this account.")


def _space(file: Path) -> Finding:
    size_mb = file.stat().st_size // 1_000_000 if file.exists() else 0
    free_mb = shutil.disk_usage(file.parent).free // 1_000_000
    # A backup, and the copy that is made before the schema changes, each need the room of the whole database.
    least_mb = LEAST_FREE_MB + 2 * size_mb
    if free_mb < least_mb:
        return Finding(
            f"Only {free_mb} MB are free where the database is.",
            f"Make room until {least_mb} MB are free. On a full disk no answer can be kept.",
        )
    return Finding(f"There is room: {free_mb} MB free, for a database of {size_mb} MB.")


def _forms(config: Config) -> Finding:
    try:
        shelf = catalogue.load_catalogue(config.instance)
        catalogue.check_language(shelf.measure(config.measure), config.language)
    except (catalogue.CatalogueFault, catalogue.UnknownMeasure, catalogue.UnknownLanguage) as fault:
        return Finding(str(fault), "The server does not start like this. To see every fault: kiosk measure check FILE")
    return Finding(f"All forms can be read. The first to be offered is {config.measure}.")


def _database(config: Config, backend: Backend) -> Iterator[Finding]:
    if backend.file and not backend.file.is_file():
        yield Finding(f"There is no database {backend.file}.", "Make it with: kiosk init")
        return
    try:
        if found := backend.faults():
            yield Finding(f"The database is damaged: {'; '.join(found)}.", PUT_BACK)
            return
        schema.check(config.database_url)
        check_key(config)
        yield Finding("The database is sound, and has the tables that this version needs.")
        yield from (Finding(*risk) for risk in backend.risks())
        with backend.look() as connection:
            yield _data_keys(config, connection)
            yield _passwords(config, connection)
            yield _answered_forms(config, connection)
            yield _time_zones(connection)
            yield _calls(config, connection)
            yield _jobs(connection)
            yield _backups(connection, clock.now())
    except DatabaseUnreadable as fault:
        if backend.file:
            yield Finding(f"The database is damaged: {fault}.", PUT_BACK)
        else:
            yield Finding(f"The database {backend.place} cannot be used: {fault}.", THEN)
    except (WrongSchema, WrongKey) as fault:
        yield Finding(str(fault), THEN)


BACKUP_EVERY = timedelta(days=7)
BACK_UP = "Make one now, and let a timer do it every day: kiosk backup FOLDER --keep 35"
PUT_BACK = "Stop the server, put this file aside, and put your last backup of the folder in its place."


def _data_keys(config: Config, connection: Connection) -> Finding:
    if lost := checkup.lost_keys(connection, Keys(config.secret)):
        return Finding(
            f"Data keys that do not open: {len(lost)}, {lost[0]} first. Their clients' words cannot be read.",
            "Nothing of it is deleted. See what else is damaged: kiosk verify. Then put your last backup in its place.",
        )
    return Finding("The data key of every client opens.")


def _passwords(config: Config, connection: Connection) -> Finding:
    kept = checkup.passwords(connection, Keys(config.secret))
    weak = [email for email, password_hash in kept if not _is_strong(password_hash)]
    if weak:
        return Finding(
            f"The password of {', '.join(weak)} is kept in a way that is too easy to try out.",
            "Let them choose a new one. For each: kiosk person reset EMAIL",
        )
    ways = sorted({password_hash.rpartition("$")[0].rpartition("$")[0] for _, password_hash in kept})
    return Finding(f"Passwords are kept as {', '.join(ways)}." if ways else "Nobody has a password yet.")


def _time_zones(connection: Connection) -> Finding:
    found = checkup.time_zones(connection)
    unknown = [name or "(none)" for name in found if not zones.is_known(name)]
    if unknown:
        return Finding(
            f"The time zone {', '.join(unknown)} is not known here: all times are shown in UTC.",
            "Choose one under Settings, Practice. If it is a new one: install newer zone data (the package tzdata).",
        )
    return Finding(f"Times are told by {', '.join(found)}." if found else "No practice has a time zone yet.")


def _jobs(connection: Connection) -> Finding:
    """Work in the background whose last job was given up; one that was done since has made up for it."""
    if given_up := checkup.jobs_given_up(connection):
        return Finding(
            f"Work in the background was given up: {', '.join(f'{kind} ({reason})' for kind, reason in given_up)}.",
            "The server's log says why. Mend that, and keep the server running: its next try comes by itself.",
        )
    return Finding("Work in the background: nothing was given up.")


def _backups(connection: Connection, now: datetime) -> Finding:
    """A backup is due every week, once there are answers."""
    last = checkup.last_backup(connection)
    if last and now - last <= BACKUP_EVERY:
        return Finding(f"The last backup was made on {last:%Y-%m-%d} at {last:%H:%M} UTC.")
    if last:
        return Finding(f"The last backup is old: it was made on {last:%Y-%m-%d}.", BACK_UP)
    if checkup.has_answers(connection):
        return Finding("No backup was made yet.", BACK_UP)
    return Finding("No backup was made yet, and there is no answer that could be lost.")


def _is_strong(password_hash: str) -> bool:
    try:
        found = extract_parameters(password_hash)
    except InvalidHashError:
        return False
    enough = found.memory_cost >= LEAST_MEMORY_KIB and found.time_cost >= LEAST_TIME
    return found.type is Type.ID and enough and found.parallelism >= LEAST_LANES


def _answered_forms(config: Config, connection: Connection) -> Finding:
    """Check that each answered form, in its version, is there or was kept, so that its answers can be shown."""
    try:
        shelf = catalogue.load_catalogue(config.instance)
        for measure, version in checkup.measures(connection):
            shelf.measure(measure, version)
    except (catalogue.CatalogueFault, catalogue.UnknownMeasure) as fault:
        return Finding(
            f"A form that was used cannot be shown: {fault}", f"Put its file back into {config.instance}/measures."
        )
    return Finding("Every form that was ever used is still there.")


def _calls(config: Config, connection: Connection) -> Finding:
    """Clients on a call are elsewhere: their link has to lead through the internet, and encrypted."""
    parts = urlsplit(config.address)
    if not checkup.has_calls(connection):
        return Finding(f"Nobody is met on a call, so that {config.address} need not be reached from outside.")
    if config.unreachable or not is_public(parts.hostname or ""):
        return Finding(
            f"Sessions are held on a call, and clients elsewhere cannot open {config.address}.",
            "Follow docs/telehealth.md, then set KIOSK_PUBLIC_URL to your address, such as https://go.example.org.",
        )
    if parts.scheme != "https":
        return Finding(
            f"Sessions are held on a call, and {config.address} is not encrypted: everybody on the way can read along.",
            "Follow docs/telehealth.md, then let KIOSK_PUBLIC_URL begin with https.",
        )
    return Finding(f"Clients on a call get links that begin with {config.address}.")
