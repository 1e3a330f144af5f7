"""Copies of the measures that were asked with, so that old answers outlive the files they were given to."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from kiosk.storage.db import reading
from kiosk.storage.tables import CheckIn, KeptMeasure


def recall(measure: str, version: int) -> str | None:
    """The text that was kept of that version."""
    return reading().scalars(_text_of(measure, version)).one_or_none()


def keep(session: Session, measure: str, version: int, text: str, now: datetime) -> None:
    """Keep the text of a version, once; what is kept is never changed."""
    if text and session.scalars(_text_of(measure, version)).one_or_none() is None:
        session.add(KeptMeasure(measure=measure, version=version, text=text, kept_at=now))


def asked_with(session: Session) -> Iterable[tuple[str, int]]:
    """Every version that anybody was ever asked with."""
    rows = session.execute(select(CheckIn.measure, CheckIn.measure_version).distinct())
    return [(measure, version) for measure, version in rows]


def _text_of(measure: str, version: int) -> Select[str]:
    return select(KeptMeasure.text).where(KeptMeasure.measure == measure, KeptMeasure.version == version)
