"""Triggers by which SQLite protects rows: none is edited or deleted, but as a ticket of an erasure allows."""

from collections.abc import Collection

from sqlalchemy import Connection, inspect

from kiosk.storage.backends.protocol import NOTHING, SALT, TICKET, But, has_ticket


def protect(connection: Connection, table: str, refusal: str, but: But = NOTHING) -> None:
    """Make a trigger that names every column: a comparison of rows is all that SQLite has for it."""
    columns = [column["name"] for column in inspect(connection).get_columns(table)]
    changed = f"({but.unless} OR {_differ(columns, but.free)})" if but.unless else "true"
    if but.erasable:
        beyond = f"{_differ(columns, {*but.free, *but.erasable, SALT})}"
        beyond += " OR length(NEW.words) AND OLD.words IS NOT NEW.words"
        changed += f" AND (NOT {has_ticket(table, 'part')} OR {beyond})"
    if but.sealed:
        changed += f" AND ({_differ(columns, {*but.sealed, SALT})} OR NOT {TICKET.format(table=table)})"
    connection.exec_driver_sql(
        f"CREATE TRIGGER {table}_are_never_edited BEFORE UPDATE ON {table} WHEN {changed} "
        f"BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
    )


def keep_rows(connection: Connection, table: str, refusal: str, unless: str = "") -> None:
    """Refuse to delete a row, unless a condition of SQL on OLD holds."""
    condition = f"WHEN NOT {unless}" if unless else ""
    connection.exec_driver_sql(
        f"CREATE TRIGGER {table}_keep_rows BEFORE DELETE ON {table} {condition} "
        f"BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
    )


def unprotect(connection: Connection, table: str) -> None:
    """Drop the triggers of a table."""
    for name in (f"{table}_are_never_edited", f"{table}_keep_rows"):
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")


def _differ(columns: Collection[str], but: Collection[str]) -> str:
    """Return the condition that any column but these has another value than before."""
    old, new = (", ".join(f"{row}.{name}" for name in columns if name not in but) for row in ("OLD", "NEW"))
    return f"({old}) IS NOT ({new})"
