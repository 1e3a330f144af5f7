"""Copies of the measures that were asked with, so that old answers outlive the files they were given to."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from sqlalchemy import Select, bindparam, select, text

from kiosk.storage.db import reading
from kiosk.storage.sessions import ReadSession, WriteSession
from kiosk.storage.tables import CheckIn, KeptMeasure
from kiosk.storage.types import UTCDateTime

_KEEP: Final = text(
    "INSERT INTO kept_measures (measure, version, text, kept_at) VALUES (:measure, :version, :text, :kept_at)"
    " ON CONFLICT (measure, version) DO NOTHING"
).bindparams(bindparam("kept_at", type_=UTCDateTime()))


def recall(measure: str, version: int) -> str | None:
    """The text that was kept of that version."""
    return reading().scalars(_text_of(measure, version)).one_or_none()


def keep(session: WriteSession, measure: str, version: int, words: str, now: datetime) -> None:
    """Keep the text of a version, once; what is kept is never changed. Several practices may do so at the same time."""
    if words and session.scalars(_text_of(measure, version)).one_or_none() is None:
        session.execute(_KEEP, {"measure": measure, "version": version, "text": words, "kept_at": now})


def asked_with(session: ReadSession) -> Iterable[tuple[str, int]]:
    """Every version that anybody was ever asked with."""
    rows = session.execute(select(CheckIn.measure, CheckIn.measure_version).distinct())
    return [(measure, version) for measure, version in rows]


def _text_of(measure: str, version: int) -> Select[str]:
    return select(KeptMeasure.text).where(KeptMeasure.measure == measure, KeptMeasure.version == version)
