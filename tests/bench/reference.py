"""The floor to compare with: a bare Flask app that stores one small row by SQLAlchemy's ORM, durably, and thanks."""

import os
import sqlite3

from flask import Flask, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy import create_engine, event
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column


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


def _set_up(connection: sqlite3.Connection, _record: object) -> None:
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=5000"):
        connection.execute(f"PRAGMA {pragma}")


def make_app(database: str) -> Flask:
    """An app over that file, which is made when it is not there."""
    bare, engine = Flask("bare"), create_engine(f"sqlite:///{database}")
    event.listen(engine, "connect", _set_up)
    Base.metadata.create_all(engine)

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


app = make_app(os.environ["REFERENCE_DATABASE"]) if "REFERENCE_DATABASE" in os.environ else None
