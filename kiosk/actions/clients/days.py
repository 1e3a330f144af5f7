"""Days that a therapist types: of something that has been, by the practice's clock."""

from datetime import date

from kiosk import zones
from kiosk.domain.phrases import phrase
from kiosk.domain.refusals import Invalid
from kiosk.storage.tables import Practice
from kiosk.storage.work import Work


def past_day(work: Work, practice_id: int, typed: str, field: str) -> str:
    """Give a day as YYYY-MM-DD; empty where none was typed. Raises Invalid for what is no day, or one to come."""
    if not typed.strip():
        return ""
    today = work.now.astimezone(zones.zone(work.session.get_one(Practice, practice_id).time_zone)).date()
    try:
        day = date.fromisoformat(typed.strip())
    except ValueError:
        day = date.max
    if day > today:
        raise Invalid(phrase("Give a day in the past, as year, month and day."), field)
    return day.isoformat()
