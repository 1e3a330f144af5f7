# The types of what is used of recurring-ical-events 3.8 and later, which is published without any.
from collections.abc import Sequence
from datetime import datetime

from icalendar import Component, Event

class CalendarQuery:
    def between(self, start: datetime, stop: datetime) -> Sequence[Event]: ...

def of(a_calendar: Component, *, skip_bad_series: bool = False) -> CalendarQuery: ...
