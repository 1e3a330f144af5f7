"""The rows of the unreleased version: what of them fits into the tables of this one, and how it is stored there."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Select, Table, column, insert, inspect, literal_column, select, table
from sqlalchemy.orm import selectinload

from kiosk.domain.actors import Role
from kiosk.domain.audit import AUDIT_YEARS
from kiosk.domain.parts import Part
from kiosk.keys import hash_of, keys
from kiosk.storage.responses import in_columns
from kiosk.storage.sealed import Indexed, Sealed
from kiosk.storage.sessions import WriteSession
from kiosk.storage.tables import Base, CheckIn, Client, GivenRole, Guess, Person, Visit
from kiosk.storage.tables.answers import IN_ANSWER, IN_TOLD
from kiosk.storage.tables.base import new_public_id, new_salt

Row = Mapping[str, Any]
"""Values as the database file holds them: sealed words stay sealed, moments stay text."""
Counts = Mapping[str, int]
Old = Connection
"""A connection to its database, or to the new one in which the same rows are looked for."""

NEW = {
    "api_tokens",
    "audit",
    "calendar_codes",
    "calendars",
    "chain",
    "consents",
    "corrections",
    "data_keys",
    "deliveries",
    "erased_rows",
    "erasures",
    "handovers",
    "imports",
    "instance",
    "jobs",
    "kept_records",
    "noted_people",
    "noted_sessions",
    "open_loops",
    "plans",
    "record_copies",
    "record_patients",
    "record_systems",
    "roles",
    "saved_groups",
    "saved_members",
    "sent_requests",
    "shared_words",
    "supervisions",
    "tickets",
    "tasks",
    "webhooks",
}
"""Tables that it did not have, and that no row of it goes into as it is."""
GONE: Mapping[str, Callable[[Row], bool]] = {"one_time_links": lambda row: row.get("used_at") is not None}
"""Rows that are no longer kept: a link that works once is deleted when it was used."""
FILLED: Mapping[str, Row] = {
    "tablets": dict.fromkeys(("stage", "came_with", "began_at", "issued", "taken_from"), 0)
    | {"pairing": "", "before": ""},
    "practices": {"asks_obstacle": 0, "law_years": 0, "retain_years": 0, "retain_words_years": 0}
    | {"audit_years": AUDIT_YEARS, "paper": "a4"}
    | {"notice_texts": "{}", "notice_contact": "", "notice_host": "", "duty_minutes": 0},
    "people": {"on_duty": 0, "export_format": "", "email_index": b""},
    "clients": {"opening_measure": "", "words_pass": 0, "code_index": b"", "look_index": b""},
    "goals": {"place": 0},
    "logins": {"device": ""},
    "check_ins": {"part": Part.CLOSING.value},
}
"""Values of columns that only its last steps had, or that it never had."""
DRAWN: Mapping[str, Callable[[], str | bytes]] = {
    "public_id": new_public_id,
    "turn": new_public_id,
    "salt": new_salt,
}
"""Columns for which each row gets a value of its own, whatever it had there before."""
LATER = {"responses": {"has_total"}}
"""Columns that are worked out for each row when it is stored; the tables are filled after all others."""
OF_JSON: Final = frozenset({"marks", "score", "before", "signals", "advice", "together", "together_lead", "apart"})
OF_BOOLEANS: Final = frozenset({"safety", "declined", "in_the_way", "spoken", "plan_followed"})
"""Columns of documents, by what the file of that version holds in them."""
CAME_LATE = {"safety_records", "tablet_copies"}
"""Tables that only its last steps had."""


def cut_short(connection: Connection) -> Sequence[str]:
    """Tables that are missing or left over: an upgrade of that version was cut short in the middle of one."""
    found = set(inspect(connection).get_table_names())
    missing = Base.metadata.tables.keys() - found - NEW - CAME_LATE
    return sorted(missing | {name for name in found if name.startswith("_alembic_tmp_")})


def unruled(connection: Connection) -> Sequence[str]:
    """Columns of this version that need a value, and get none from there or by a rule of this module."""
    return sorted(
        f"{into.name}.{name}"
        for into in Base.metadata.sorted_tables
        if _columns(connection, into.name)
        for name in _needed(into)
        - _columns(connection, into.name)
        - FILLED.get(into.name, {}).keys()
        - DRAWN.keys()
        - LATER.get(into.name, set())
        - {each.name for each in into.columns if into.name in DOCUMENTS and isinstance(each.type, Sealed)}
    )


def expected(old: Old) -> Counts:
    """The rows of each table there that are kept."""
    return {name: len(list(rows(old, name))) for name in Base.metadata.tables if name not in NEW}


def copy_most(session: WriteSession, old: Old) -> None:
    """Store the rows of every table but those for which something is worked out first."""
    for into in Base.metadata.sorted_tables:
        if into.name not in NEW | LATER.keys():
            for row in rows(old, into.name):
                store(session, into.name, row)


def rows(old: Old, name: str) -> Iterator[Row]:
    """The rows of a table there that are kept, in the order in which they were made; none of a table it has not."""
    if not _columns(old, name):
        return
    every: Select[Any] = select(literal_column("*")).select_from(table(name)).order_by(column("id"))
    for found in old.execute(every).mappings():
        row = {str(name): value for name, value in found.items()}
        if name not in GONE or not GONE[name](row):
            yield row


def store(session: WriteSession, name: str, row: Row) -> None:
    """Store a row past the types of the app, so that every value stays what it is."""
    into = Base.metadata.tables[name]
    drawn = {each: draw() for each, draw in DRAWN.items()}
    every = _sealed(into, {**FILLED.get(name, {}), **row, **drawn})
    values = {each: value for each, value in every.items() if each in into.columns}
    if name == CheckIn.__tablename__:
        values |= _new_ways_in(values)
    session.connection().execute(insert(table(name, *map(column, values))).values(values))


DOCUMENTS: Final[Mapping[str, Callable[[Row], Row]]] = {
    "responses": lambda row: in_columns({**dict.fromkeys((*IN_ANSWER, *IN_TOLD)), **row}),
    "guesses": lambda row: {"guessed": _parts(row, "marks", "total", "in_the_way")},
    "safety_records": lambda row: {"done": _parts(row, "spoken", "plan_followed")},
    "goals": lambda row: {"aim": _parts(row, "kind", "within", "unit")},
    "visits": lambda row: {"of_all": _parts(row, "together", "together_lead", "apart")},
}
"""Columns that are one sealed document now."""


def _parts(row: Row, *names: str) -> dict[str, Any]:
    return {name: row.get(name) for name in names}


def _sealed(into: Table, row: Row) -> Row:
    """Seal what was in clear; what was sealed stays as it was."""
    values = dict(row)
    if into.name in DOCUMENTS:
        read = {name: _read(name, value) for name, value in row.items()}
        values |= DOCUMENTS[into.name](read)
    for each in into.columns:
        value = values.get(each.name)
        if isinstance(each.type, Sealed) and value is not None and not isinstance(value, bytes):
            values[each.name] = each.type.sealed(keys(), value, values[each.type.by])
        if isinstance(each.type, Indexed):
            values[each.name] = each.type.digest(keys(), row[each.type.of])
    return values


def _read(name: str, value: Any) -> Any:  # noqa: ANN401 -- of any column
    if name in OF_BOOLEANS:
        return None if value is None else bool(value)
    return json.loads(value) if name in OF_JSON and isinstance(value, str) else value


def _new_ways_in(check_in: Row) -> Row:
    """The hashes of the link and the short code that a form has from now on; the old ones open nothing."""
    token = keys().link_token(check_in["public_id"], check_in["link_version"])
    short_code = keys().short_code(check_in["public_id"], check_in["short_code_turn"])
    return {"link_hash": hash_of(token), "short_code_hash": keys().short_code_hash(short_code)}


def give_roles(session: WriteSession, now: datetime) -> None:
    """Everybody is a therapist, and administrator whoever set their practice up: nobody chose more for anybody."""
    founded = set[int]()
    for person in session.scalars(select(Person).order_by(Person.id)).all():
        roles = [Role.THERAPIST] if person.practice_id in founded else [Role.ADMINISTRATOR, Role.THERAPIST]
        founded.add(person.practice_id)
        person.given_roles = [GivenRole(practice_id=person.practice_id, role=role, given_at=now) for role in roles]


def visits_of_several(session: WriteSession) -> Sequence[Visit]:
    """The visits whose people were looked at together."""
    load = selectinload(Visit.check_ins).joinedload(CheckIn.response)
    return session.scalars(select(Visit).where(Visit.together_at.is_not(None)).options(load)).all()


def clients(session: WriteSession) -> Sequence[Client]:
    """Every client."""
    return session.scalars(select(Client).order_by(Client.id)).all()


def guesses(session: WriteSession) -> Sequence[tuple[Guess, CheckIn]]:
    """The therapists' guesses, each with its check-in."""
    found = session.execute(select(Guess, CheckIn).join(CheckIn, Guess.check_in_id == CheckIn.id))
    return [(guess, check_in) for guess, check_in in found]


def _columns(connection: Connection, name: str) -> set[str]:
    found = inspect(connection)
    return {each["name"] for each in found.get_columns(name)} if found.has_table(name) else set()


def _needed(into: Table) -> set[str]:
    return {each.name for each in into.columns if not each.nullable}
