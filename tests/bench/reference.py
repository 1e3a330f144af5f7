"""The floor to compare with: a bare Flask app that stores one small row by SQLAlchemy's ORM, durably, and thanks."""

import os
import sqlite3

from flask import Flask, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

DATABASE = "REFERENCE_DATABASE"
"""The variable that names the app's database, as SQLAlchemy does."""


class Base(DeclarativeBase):
    pass


class Row(Base):
    """One form as it came."""

    __tablename__ = "rows"

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str]
    understood: Mapped[str]
    topics: Mapped[str]
    approach: Mapped[str]
    overall: Mapped[str]
    words: Mapped[str]


def make_table(url: str) -> None:
    """Make the table anew. Done once, before the workers start: they would meet here."""
    engine = _engine(url)
    Base.metadata.drop_all(engine)
    Base.metadata.create_all(engine)
    engine.dispose()


def _engine(url: str) -> Engine:
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_up)
    return engine


def _set_up(connection: sqlite3.Connection, _record: object) -> None:
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=5000"):
        connection.execute(f"PRAGMA {pragma}")


def make_app(url: str) -> Flask:
    """An app over that database, whose table is there."""
    bare, engine = Flask("bare"), _engine(url)

    @bare.get("/healthz")
    def health() -> ResponseReturnValue:
        return "ok"

    @bare.post("/c/<token>")
    def submit(token: str) -> ResponseReturnValue:
        marks = {name: request.form[f"item-{name}"] for name in ("understood", "topics", "approach", "overall")}
        with Session(engine) as session:
            session.add(Row(token=token, words=request.form["words"], **marks))
            session.commit()
        return redirect("/thanks", code=303)

    return bare


app = make_app(os.environ[DATABASE]) if DATABASE in os.environ else None
