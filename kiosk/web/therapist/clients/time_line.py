"""The client's own words, and repair over time: what was flagged, whether it was seen, what became of it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from flask_babel import gettext

from kiosk import catalogue
from kiosk.domain.lifecycle import State, state_at
from kiosk.domain.phrases import phrase
from kiosk.storage.tables import CheckIn, Pause, Repair, Response
from kiosk.web.languages import said, spoken, within_sentence
from kiosk.web.therapist.clients.pages import TimeEntry, TimeStop, WordsView
from kiosk.web.therapist.clients.ways_back import ends_of_episodes
from kiosk.web.therapist.parts.dates import full_date, heading_date, is_same_day
from kiosk.web.therapist.parts.times import clock_time

FLAGGED: Final = {2: phrase("Worth asking about."), 3: phrase("Worth making time for.")}
"""By severity, looking back; what was less stands on the time line only if something was recorded."""
FLAGGED_ABOUT: Final = {
    2: phrase("Worth asking about: %(reasons)s."),
    3: phrase("Worth making time for: %(reasons)s."),
}
REASONS = {
    "talk-now": phrase("they wanted to talk"),
    "strain": phrase("something got in the way"),
    "drop": phrase("lower than other times"),
    "own-baseline": phrase("lower than other times"),
    "own-range": phrase("lower than other times"),
    "total-low": phrase("a low total"),
}
"""What it was about, by rule, where it was not about one line; fit for the client to read."""
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
"""What a later check-in says of the ones before it, by rule."""
End = tuple[str, CheckIn]
"""The rule that told how an episode ended, and the check-in at which it did."""
TALKED = {"next": phrase("For next time"), "not-needed": phrase("No talk needed")}


def words_views(check_ins: Sequence[CheckIn], now: datetime, zone: str) -> Sequence[WordsView]:
    """All that they wrote, the newest first."""
    return [
        WordsView(
            when=heading_date(check_in.begun_at, now, zone),
            visit=check_in.visit_id,
            words=check_in.response.words,
            after=after_words(check_in, now, zone) or _wish(check_in.response, now, zone),
        )
        for check_in in reversed(check_ins)
        if check_in.response and check_in.response.words
    ]


def after_words(check_in: CheckIn, now: datetime, zone: str) -> str:
    """What became of it, such as *Talked about it the same day*; empty while nothing is recorded."""
    return _became(check_in, check_in.repairs[-1], now, zone) if check_in.repairs else ""


def time_line(check_ins: Sequence[CheckIn], pauses: Sequence[Pause], now: datetime, zone: str) -> Sequence[TimeEntry]:
    """Repairs, gaps and pauses, the newest first."""
    ends = ends_of_episodes(check_ins)
    dated = [
        (check_in.begun_at, entry)
        for check_in in check_ins
        for entry in _entries(check_in, ends.get(check_in.id), now, zone)
    ]
    dated += [(pause.begun_at, _pause(pause, now, zone)) for pause in pauses]
    return [entry for _, entry in sorted(dated, key=lambda pair: pair[0], reverse=True)]


def _entries(check_in: CheckIn, end: End | None, now: datetime, zone: str) -> Iterator[TimeEntry]:
    state = state_at(State(check_in.state), check_in.link_ends_at, now)
    is_gap = state in GAPS and not (check_in.response and check_in.response.safety)
    sentence = said(GAPS[state]) if is_gap else _flagged(check_in)
    repair = check_in.repairs[-1] if check_in.repairs else None
    if sentence or repair:
        yield TimeEntry(
            when=heading_date(check_in.begun_at, now, zone),
            visit=check_in.visit_id,
            sentence=sentence or gettext("Nothing was flagged."),
            stops=() if is_gap and repair is None else _stops(check_in, repair, end, now, zone),
            note=repair.note if repair else "",
        )


def _flagged(check_in: CheckIn) -> str:
    """What the rules found that day."""
    found = check_in.response.signals if check_in.response else []
    rules = {str(signal["rule"]) for signal in found}
    if "safety" in rules:
        return gettext("Asked for help staying safe.")
    severity = _severity(check_in)
    about = _about(check_in, found)
    words = (FLAGGED_ABOUT if about else FLAGGED).get(severity)
    flagged = [said(words.filled(reasons=about))] if words else []
    return " ".join([*flagged, *(said(words) for rule, words in OVER_TIME.items() if rule in rules)])


def _severity(check_in: CheckIn) -> int:
    found = check_in.response.signals if check_in.response else []
    return max((int(signal["severity"]) for signal in found), default=0)


def _about(check_in: CheckIn, found: Sequence[Mapping[str, Any]]) -> str:
    """The lines and reasons of everything that was worth asking about, each once."""
    measure = catalogue.kept_measure(check_in.measure, check_in.measure_version)
    language = spoken()
    labels = {item.id: within_sentence(item.texts[language].label, language) for item in measure.items}
    asked = [signal for signal in found if signal["severity"] in FLAGGED]
    named = (labels.get(signal["item"]) or said(REASONS.get(signal["rule"], "")) for signal in asked)
    return ", ".join(dict.fromkeys(name for name in named if name))


def _stops(check_in: CheckIn, repair: Repair | None, end: End | None, now: datetime, zone: str) -> Sequence[TimeStop]:
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


def _seen(check_in: CheckIn, now: datetime, zone: str) -> tuple[str, bool]:
    if check_in.seen_at is None:
        return gettext("Not looked at yet"), False
    if is_same_day(check_in.seen_at, check_in.begun_at, zone):
        return gettext("Seen at %(time)s", time=clock_time(check_in.seen_at, zone)), True
    return gettext("Seen on %(date)s", date=full_date(check_in.seen_at, now, zone)), True


def _became(check_in: CheckIn, repair: Repair, now: datetime, zone: str) -> str:
    if repair.outcome != "talked":
        return said(TALKED.get(repair.outcome, repair.outcome))
    if is_same_day(repair.recorded_at, check_in.begun_at, zone):
        return gettext("Talked about it the same day")
    return gettext("Talked about it on %(date)s", date=full_date(repair.recorded_at, now, zone))


def _wish(response: Response, now: datetime, zone: str) -> str:
    today = is_same_day(response.received_at, now, zone)
    match response.talk:
        case "now":
            return gettext("Wants to talk now") if today else gettext("Wanted to talk then")
        case "next":
            return gettext("Wants to talk next time") if today else gettext("Wanted to talk the next time")
        case "no":
            return gettext("No need to talk")
        case _:
            return ""


def _pause(pause: Pause, now: datetime, zone: str) -> TimeEntry:
    begun = full_date(pause.begun_at, now, zone)
    if pause.ended_at:
        ended = full_date(pause.ended_at, now, zone)
        sentence = gettext("Check-ins paused from %(begun)s to %(ended)s.", begun=begun, ended=ended)
    else:
        sentence = gettext("Check-ins paused since %(begun)s.", begun=begun)
    return TimeEntry(heading_date(pause.begun_at, now, zone), None, sentence, (), "")
