"""Triggers by which PostgreSQL protects rows: none is edited or deleted, but as a ticket of an erasure allows."""

from collections.abc import Collection

from sqlalchemy import Connection

from kiosk.storage.backends.protocol import NOTHING, SALT, TICKET, But, has_ticket


def protect(connection: Connection, table: str, refusal: str, but: But = NOTHING) -> None:
    """Make a trigger that compares whole rows without the free columns, whatever columns there will be."""
    changed = f"({but.unless} OR {_differ(but.free)})" if but.unless else "true"
    if but.erasable:
        beyond = f"{_differ({*but.free, *but.erasable, SALT})}"
        beyond += " OR length(NEW.words) > 0 AND OLD.words IS DISTINCT FROM NEW.words"
        changed += f" AND (NOT {has_ticket(table, 'part')} OR {beyond})"
    if but.sealed:
        changed += f" AND ({_differ({*but.sealed, SALT})} OR NOT {TICKET.format(table=table)})"
    connection.exec_driver_sql(
        f"CREATE FUNCTION {_name(table)}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" IF {changed} THEN"
        f" RAISE EXCEPTION '{refusal}' USING ERRCODE = 'integrity_constraint_violation'; END IF;"
        " RETURN NEW; END $$"
    )
    connection.exec_driver_sql(
        f"CREATE TRIGGER {_name(table)} BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION {_name(table)}()"
    )


def keep_rows(connection: Connection, table: str, refusal: str, unless: str = "") -> None:
    """Refuse to delete a row, unless a condition of SQL on OLD holds."""
    name = f"{table}_keep_rows"
    passing = f"IF TG_OP = 'DELETE' THEN IF {unless} THEN RETURN OLD; END IF; END IF;" if unless else ""
    connection.exec_driver_sql(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {passing}"
        f" RAISE EXCEPTION '{refusal}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    for when, each in (("DELETE", "ROW"), ("TRUNCATE", "STATEMENT")):
        connection.exec_driver_sql(
            f"CREATE TRIGGER {name}_{when} BEFORE {when} ON {table} FOR EACH {each} EXECUTE FUNCTION {name}()"
        )


def unprotect(connection: Connection, table: str) -> None:
    """Drop the triggers of a table."""
    for name in (_name(table), f"{table}_keep_rows"):
        connection.exec_driver_sql(f"DROP FUNCTION IF EXISTS {name}() CASCADE")  # and the triggers that call it


def _differ(but: Collection[str]) -> str:
    """Return the condition that any column but these has another value than before."""
    without = "".join(f" - '{name}'" for name in sorted(but))
    return f"(to_jsonb(OLD){without}) IS DISTINCT FROM (to_jsonb(NEW){without})"


def _name(table: str) -> str:
    return f"{table}_are_never_edited"
