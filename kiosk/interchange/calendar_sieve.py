"""Reading a calendar as it comes, line by line: of each entry only its times and its title stay, where they matter.

Descriptions, places and people are passed over as they arrive, and so is what is long over or far away. However large a
calendar is, what is held of it is bounded.
"""

import re
from datetime import date, timedelta
from typing import Final

from kiosk.domain.calendars import Trouble

MOST_BYTES: Final = 64 * 1024 * 1024
"""Of a calendar as it is received."""
MOST_KEPT: Final = 4 * 1024 * 1024
MOST_ENTRIES: Final = 5_000
MOST_OF_ENTRY: Final = 64 * 1024
LONGEST_LINE: Final = 64 * 1024
MARGIN: Final = timedelta(days=2)
"""Around the days that are asked for: zones lie up to a day apart."""
OLDEST: Final = 1970
"""An entry that has recurred since before that is no session."""
KEPT: Final = frozenset(
    (b"UID", b"DTSTART", b"RRULE", b"RDATE", b"EXDATE", b"RECURRENCE-ID", b"STATUS", b"SUMMARY", b"SEQUENCE")
)
TOP: Final = frozenset((b"VERSION", b"X-WR-TIMEZONE", b"CALSCALE"))
BOM: Final = b"\xef\xbb\xbf"
SLOW: Final = re.compile(rb"FREQ=(?:DAILY|WEEKLY|MONTHLY|YEARLY)\b")
"""Rules by which a session recurs: the others would come up thousands of times a day."""
WITHIN_DAY: Final = re.compile(rb"BY(?:HOUR|MINUTE|SECOND)=[^;]*,")
STANDS_STILL: Final = re.compile(rb"INTERVAL=(?!0{0,4}[1-9]\d{0,4}(?:[;\s]|$))")
"""A rule with an interval that is no number from 1 on: worked out, it never ends."""
DAY: Final = re.compile(rb":(\d{4})(\d\d)(\d\d)")
UNTIL: Final = re.compile(rb"UNTIL=(\d{4})(\d\d)(\d\d)")


class UnreadableCalendar(Exception):
    """Nothing can be made of it."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


class Sieve:
    """Takes a calendar in pieces, and keeps what may matter between two days."""

    def __init__(self, since: date, until: date) -> None:
        self._since, self._until = since - MARGIN, until + MARGIN
        self._rest, self._line, self._size = b"", b"", 0
        self._open: list[bytes] = []
        self._entry: dict[bytes, list[bytes]] = {}
        self._entry_bytes = 0
        self._kept: list[bytes] = []
        self._kept_bytes = 0
        self.entries = 0
        """Those that are kept."""
        self.seen = 0

    def add(self, piece: bytes) -> None:
        """Take one more piece. Raises UnreadableCalendar."""
        self._size += len(piece)
        if self._size > MOST_BYTES:
            raise UnreadableCalendar(Trouble.LARGE)
        *lines, self._rest = (self._rest + piece).split(b"\n")
        for line in lines:
            self._take(line)
        if len(self._rest) > LONGEST_LINE:
            self._take(self._rest)
            self._rest = b" "  # what comes goes on with it, and is too long already

    @property
    def held(self) -> int:
        """Bytes that are held now, about."""
        return len(self._rest) + len(self._line) + self._entry_bytes + self._kept_bytes

    def end(self) -> bytes:
        """Give what was kept, as a calendar. Raises UnreadableCalendar."""
        self._take(self._rest)
        self._whole_line(self._line)
        if not self._kept or self._open:
            raise UnreadableCalendar(Trouble.NO_CALENDAR)
        return b"\r\n".join([*self._kept, b""])

    def _take(self, line: bytes) -> None:
        """Take one line as it stands: a line that begins with a space goes on with the one before."""
        line = line.rstrip(b"\r")
        if line[:1] in {b" ", b"\t"}:
            if len(self._line) <= LONGEST_LINE:
                self._line += line[1:]
            return
        self._whole_line(self._line)
        self._line = line

    def _whole_line(self, line: bytes) -> None:
        name, _, value = line.partition(b":")
        word = name.partition(b";")[0].strip().upper()
        if not self._kept and not self._open:
            if word.removeprefix(BOM) != b"BEGIN" or value.strip().upper() != b"VCALENDAR":
                if line.strip(BOM + b" \r\n\t"):
                    raise UnreadableCalendar(Trouble.NO_CALENDAR)
                return
            word = b"BEGIN"
        match word:
            case b"BEGIN":
                self._begin(value.strip().upper())
            case b"END":
                self._end(value.strip().upper())
            case _ if self._open[-1:] == [b"VEVENT"] and word in KEPT:
                self._entry.setdefault(word, []).append(line)
                self._entry_bytes += len(line)
            case _ if b"VTIMEZONE" in self._open or (len(self._open) == 1 and word in TOP):
                self._keep(line)
            case _:
                pass

    def _begin(self, kind: bytes) -> None:
        self._open.append(kind)
        if len(self._open) > 8:  # noqa: PLR2004 -- deeper than any calendar
            raise UnreadableCalendar(Trouble.NO_CALENDAR)
        if self._open[-1] == b"VEVENT" and len(self._open) == 2:  # noqa: PLR2004 -- right within the calendar
            self._entry, self._entry_bytes = {}, 0
        elif kind == b"VCALENDAR" or b"VTIMEZONE" in self._open:
            self._keep(b"BEGIN:" + kind)

    def _end(self, kind: bytes) -> None:
        if self._open[-1:] != [kind]:
            raise UnreadableCalendar(Trouble.NO_CALENDAR)
        if kind == b"VCALENDAR" or b"VTIMEZONE" in self._open:
            self._keep(b"END:" + kind)
        self._open.pop()
        if kind == b"VEVENT" and self._open == [b"VCALENDAR"]:
            self.seen += 1
            if self._may_matter():
                self._keep_entry()

    def _keep_entry(self) -> None:
        self.entries += 1
        if self.entries > MOST_ENTRIES:
            raise UnreadableCalendar(Trouble.LARGE)
        self._keep(b"BEGIN:VEVENT")
        for lines in self._entry.values():
            for line in lines:
                self._keep(line)
        self._keep(b"END:VEVENT")

    def _keep(self, line: bytes) -> None:
        self._kept.append(line)
        self._kept_bytes += len(line) + 2
        if self._kept_bytes > MOST_KEPT:
            raise UnreadableCalendar(Trouble.LARGE)

    def _may_matter(self) -> bool:
        """Return whether an occurrence of the entry, or a change of one, may lie between the days."""
        start, recurs = self._days(b"DTSTART"), {b"RRULE", b"RDATE"} & self._entry.keys()
        if not start or self._entry_bytes > MOST_OF_ENTRY or any(map(_is_long, self._lines())):
            return False
        if b"RECURRENCE-ID" in self._entry:
            return any(map(self._is_near, [*start, *self._days(b"RECURRENCE-ID")])) or self._is_of_future()
        if not recurs:
            return not self._is_whole_day() and self._is_near(start[0])
        return not self._is_whole_day() and start[0] <= self._until and self._recurs_slowly(start[0])

    def _lines(self) -> list[bytes]:
        return [line for lines in self._entry.values() for line in lines]

    def _is_of_future(self) -> bool:
        return any(b"THISANDFUTURE" in line.partition(b":")[0].upper() for line in self._entry[b"RECURRENCE-ID"])

    def _is_whole_day(self) -> bool:
        return all(b"T" not in line.partition(b":")[2].upper() for line in self._entry[b"DTSTART"])

    def _recurs_slowly(self, start: date) -> bool:
        rules = [line.upper() for line in self._entry.get(b"RRULE", ())]
        if len(rules) > 1 or start.year < OLDEST:
            return False
        never = WITHIN_DAY, STANDS_STILL
        return all(
            SLOW.search(rule) and not any(one.search(rule) for one in never) and self._goes_on(rule) for rule in rules
        )

    def _goes_on(self, rule: bytes) -> bool:
        until = _day(UNTIL.search(rule))
        return until is None or until >= self._since

    def _is_near(self, day: date) -> bool:
        return self._since <= day <= self._until

    def _days(self, name: bytes) -> list[date]:
        found = [_day(DAY.search(line)) for line in self._entry.get(name, ())]
        return [day for day in found if day]


def _is_long(line: bytes) -> bool:
    return len(line) > LONGEST_LINE


def _day(found: re.Match[bytes] | None) -> date | None:
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None
