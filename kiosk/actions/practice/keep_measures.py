"""A copy of each measure that was asked with is kept, so that no answer ever loses its questions."""

from datetime import datetime

from kiosk import catalogue
from kiosk.domain.actors import CommandLine
from kiosk.storage import kept_measures
from kiosk.storage.db import reading
from kiosk.storage.work import Work, unit_of_work


def keep_measure(work: Work, measure: str, version: int) -> None:
    """Keep a copy of this version, within the act that first asks with it."""
    kept_measures.keep(work.session, measure, version, catalogue.measures().text(measure, version), work.now)


def keep_used_measures(actor: CommandLine, now: datetime) -> None:
    """Keep a copy of every version that anybody was ever asked with, where its file is still here.

    They are looked for before writing begins: that takes long where there are many check-ins.
    """
    used = kept_measures.asked_with(reading())
    with unit_of_work(actor, now) as work:
        for measure, version in used:
            keep_measure(work, measure, version)
