"""The client's own words, and repair over time: what was flagged, whether it was seen, what became of it."""

from collections.abc import Iterator, Sequence
from datetime import datetime, time
from typing import Final

from flask_babel import gettext

from kiosk import catalogue, zones
from kiosk.domain.lifecycle import State
from kiosk.domain.noted import MIDDAY, Became
from kiosk.domain.phrases import phrase
from kiosk.domain.signals import Signal
from kiosk.domain.signs import LABELS
from kiosk.queries.check_ins import SeenCheckIn
from kiosk.queries.client import SeenClient
from kiosk.queries.courses import HistoryEntry
from kiosk.queries.noted import KeptNoted
from kiosk.queries.recorded import Paused, Recorded, SafetyDone
from kiosk.queries.results import Result
from kiosk.web.shared.languages import said, spoken
from kiosk.web.staff.clients.pages import TimeEntry, TimeStop, WordsView
from kiosk.web.staff.clients.ways_back import ends_of_episodes
from kiosk.web.staff.parts.addresses import session_of
from kiosk.web.staff.parts.dates import heading_date, is_same_day
from kiosk.web.staff.parts.noted_words import SENTENCES
from kiosk.web.staff.parts.safety_words import safety_words
from kiosk.web.staff.parts.times import clock_time, full_date

FLAGGED: Final = {2: phrase("Worth asking about."), 3: phrase("Worth making time for.")}
"""By severity, looking back; what was less stands on the time line only if something was recorded."""
REASONS = {
    "talk-now": phrase("They wanted to talk."),
    "strain": phrase("Something got in the way."),
    "below-expected": phrase("Lower than other times."),
    "total-low": phrase("A low total."),
    "line-low": phrase("%(line)s: marked low."),
    "line-below-expected": phrase("%(line)s: lower than other times."),
}
"""Reasons by rule, fit for the client to read."""
GAPS = {
    State.DECLINED: phrase("Chose not to answer."),
    State.EXPIRED: phrase("Not answered."),
    State.UNFINISHED: phrase("Not finished."),
}
OVER_TIME = {
    "repair-seen": phrase("Back to how it was before."),
    "unrepaired": phrase("Three sessions on, and not yet back to how it was."),
    "persistent-low": phrase("Four sessions in a row under the cue."),
}
"""Sentences of a later check-in about those before it, by rule."""
End = tuple[str, SeenCheckIn]
"""The rule that told how an episode ended, and the check-in at which it did."""
TALKED = {"next": phrase("For next time"), "not-needed": phrase("No talk needed")}


def words_views(entries: Sequence[HistoryEntry], now: datetime, zone: str) -> Sequence[WordsView]:
    """All that they wrote, the newest first."""
    return [
        WordsView(
            when=heading_date(entry.check_in.begun_at, now, zone),
            address=session_of(entry.check_in.ids),
            words=result.words,
            after=after_words(entry, now, zone) or _wish(result, now, zone),
        )
        for entry in reversed(entries)
        if (result := entry.check_in.result) and result.words
    ]


def after_words(entry: HistoryEntry, now: datetime, zone: str) -> str:
    """Say what became of it, such as *Talked about it the same day*; empty while nothing is recorded."""
    return _became(entry.check_in, entry.repair, now, zone) if entry.repair else ""


def time_line(seen: SeenClient, now: datetime, zone: str) -> Sequence[TimeEntry]:
    """Repairs, gaps, pauses and sessions without a form of the part shown, the newest first."""
    entries = seen.entries
    ends = ends_of_episodes([*entries, *seen.next_entries])
    dated = [
        (entry.check_in.begun_at, line)
        for entry in entries
        for line in _entries(entry, ends.get(entry.check_in.id), now, zone)
    ]
    dated += [
        (done.recorded_at, _done(done, entry.check_in, now, zone)) for entry in entries for done in entry.safety_done
    ]
    asked = {entry.check_in.begun_at.astimezone(zones.zone(zone)).date() for entry in entries}
    between = [(pause.begun_at, _pause(pause, now, zone)) for pause in seen.pauses]
    between += [(at := _time_of(one, zone), _noted(one, at, now, zone)) for one in seen.noted if one.day not in asked]
    dated += [(at, line) for at, line in between if _is_within(seen, at)]
    return [line for _, line in sorted(dated, key=lambda pair: pair[0], reverse=True)]


def _is_within(seen: SeenClient, at: datetime) -> bool:
    """Return whether a moment belongs to the part shown: the latest has what came since, the first what was before."""
    begun = [entry.check_in.begun_at for entry in seen.entries]
    after = seen.part.number == seen.part.count or not begun or at >= begun[0]
    return after and (not seen.next_entries or at < seen.next_entries[0].check_in.begun_at)


def _time_of(noted: KeptNoted, zone: str) -> datetime:
    at = MIDDAY if noted.minute is None else time(*divmod(noted.minute, 60))
    return datetime.combine(noted.day, at, zones.zone(zone))


def _noted(noted: KeptNoted, at: datetime, now: datetime, zone: str) -> TimeEntry:
    return TimeEntry(heading_date(at, now, zone), "", said(SENTENCES[Became(noted.became)]), (), "")


def _entries(entry: HistoryEntry, end: End | None, now: datetime, zone: str) -> Iterator[TimeEntry]:
    check_in, repair = entry.check_in, entry.repair
    is_gap = check_in.state in GAPS and not (check_in.result and check_in.result.safety)
    sentence = said(GAPS[check_in.state]) if is_gap else _flagged(check_in)
    signs = [said(label) for sign, label in LABELS.items() if sign in entry.signs]
    if sentence or repair or signs:
        yield TimeEntry(
            when=heading_date(check_in.begun_at, now, zone),
            address=session_of(check_in.ids),
            sentence=sentence or gettext("Nothing was flagged."),
            stops=() if repair is None and (is_gap or not sentence) else _stops(check_in, repair, end, now, zone),
            note=repair.note if repair else "",
            signs=signs,
        )


def _done(done: SafetyDone, check_in: SeenCheckIn, now: datetime, zone: str) -> TimeEntry:
    """One record of what was done after a tap for help, with time and person."""
    when, time = heading_date(done.recorded_at, now, zone), clock_time(done.recorded_at, zone)
    sentence = gettext("%(who)s, %(time)s: %(done)s", who=done.by, time=time, done=safety_words(done))
    return TimeEntry(when, session_of(check_in.ids), sentence, (), done.note)


def _flagged(check_in: SeenCheckIn) -> str:
    """Say what the rules found that day; empty where nothing was flagged."""
    rules = {signal.rule for signal in _found(check_in)}
    if "safety" in rules:
        return gettext("Asked for help staying safe.")
    words = FLAGGED.get(_severity(check_in))
    flagged = [said(words), *_about(check_in)] if words else []
    return " ".join([*flagged, *(said(words) for rule, words in OVER_TIME.items() if rule in rules)])


def _found(check_in: SeenCheckIn) -> Sequence[Signal]:
    return check_in.result.signals if check_in.result else ()


def _severity(check_in: SeenCheckIn) -> int:
    return max((signal.severity for signal in _found(check_in)), default=0)


def _about(check_in: SeenCheckIn) -> Sequence[str]:
    """One sentence for each reason that was worth asking about, each once."""
    measure = catalogue.kept_measure(check_in.measure, check_in.version)
    labels = {item.id: item.texts[spoken()].label for item in measure.items}
    asked = [signal for signal in _found(check_in) if signal.severity in FLAGGED and signal.rule in REASONS]
    told = (said(REASONS[signal.rule].filled(line=labels.get(signal.item or "", ""))) for signal in asked)
    return list(dict.fromkeys(told))


def _stops(
    check_in: SeenCheckIn, repair: Recorded | None, end: End | None, now: datetime, zone: str
) -> Sequence[TimeStop]:
    """From flagged to the way back; what was not flagged has stops only where something was recorded."""
    flagged = _severity(check_in) in FLAGGED
    if not flagged and repair is None:
        return ()
    became = TimeStop(gettext("Not talked about yet"), is_done=False)
    if repair:
        became = TimeStop(_became(check_in, repair, now, zone), is_done=repair.outcome != "next")
    return (
        *([TimeStop(gettext("Flagged"), is_done=True)] if flagged else []),
        TimeStop(*_seen(check_in, now, zone)),
        became,
        *([_ended(end, now, zone)] if end else []),
    )


def _ended(end: End, now: datetime, zone: str) -> TimeStop:
    rule, later = end
    if rule == "repair-seen":
        return TimeStop(
            gettext("Back to how it was on %(date)s", date=full_date(later.begun_at, now, zone)), is_done=True
        )
    return TimeStop(gettext("Not back after three sessions"), is_done=False)


def _seen(check_in: SeenCheckIn, now: datetime, zone: str) -> tuple[str, bool]:
    if check_in.seen_at is None:
        return gettext("Not looked at yet"), False
    if is_same_day(check_in.seen_at, check_in.begun_at, zone):
        return gettext("Seen at %(time)s", time=clock_time(check_in.seen_at, zone)), True
    return gettext("Seen on %(date)s", date=full_date(check_in.seen_at, now, zone)), True


def _became(check_in: SeenCheckIn, repair: Recorded, now: datetime, zone: str) -> str:
    if repair.outcome != "talked":
        return said(TALKED.get(repair.outcome, repair.outcome))
    if is_same_day(repair.recorded_at, check_in.begun_at, zone):
        return gettext("Talked about it the same day")
    return gettext("Talked about it on %(date)s", date=full_date(repair.recorded_at, now, zone))


def _wish(result: Result, now: datetime, zone: str) -> str:
    today = is_same_day(result.received_at, now, zone)
    match result.talk:
        case "now":
            return gettext("Wants to talk now") if today else gettext("Wanted to talk then")
        case "next":
            return gettext("Wants to talk next time") if today else gettext("Wanted to talk the next time")
        case "no":
            return gettext("No need to talk")
        case _:
            return ""


def _pause(pause: Paused, now: datetime, zone: str) -> TimeEntry:
    begun = full_date(pause.begun_at, now, zone)
    if pause.ended_at:
        ended = full_date(pause.ended_at, now, zone)
        sentence = gettext("Check-ins paused from %(begun)s to %(ended)s.", begun=begun, ended=ended)
    else:
        sentence = gettext("Check-ins paused since %(begun)s.", begun=begun)
    return TimeEntry(heading_date(pause.begun_at, now, zone), "", sentence, (), "")
