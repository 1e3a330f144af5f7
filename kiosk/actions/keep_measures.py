"""A copy of each measure that was asked with is kept, so that no answer ever loses its questions."""

from datetime import datetime

from sqlalchemy.orm import Session

from kiosk import catalogue
from kiosk.storage import kept_measures
from kiosk.storage.db import writing


def keep_measure(session: Session, measure: str, version: int, now: datetime) -> None:
    """Keep a copy of this version, in the transaction that first asks with it."""
    kept_measures.keep(session, measure, version, catalogue.measures().text(measure, version), now)


def keep_used_measures(now: datetime) -> None:
    """Keep a copy of every version that anybody was ever asked with, where its file is still here."""
    with writing() as session:
        for measure, version in kept_measures.asked_with(session):
            keep_measure(session, measure, version, now)
