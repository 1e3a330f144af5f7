"""The practice's tablets, as the page of a check-in offers them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from babel.dates import format_timedelta

from kiosk.domain.phrases import Phrase, phrase
from kiosk.domain.public_ids import PublicId
from kiosk.queries.tablets import SeenTablet, Use
from kiosk.web.shared.cues import CueView, cue_view
from kiosk.web.shared.languages import locale
from kiosk.web.staff.parts.addresses import base_of
from kiosk.web.staff.parts.times import near_time

Act = Literal["send", "instead", "back", "free", ""]


@dataclass(frozen=True)
class TabletRow:
    """One tablet: where it is, how it stands to this check-in, and what can be done about that."""

    id: PublicId
    label: str
    words: Phrase
    act: Act
    address: str
    """The address that the act is posted to."""
    cue: CueView | None
    """The cue of the form that it shows, or goes on to; None where it shows none of this visit."""

    @property
    def here(self) -> bool:
        """True if it shows a form of this visit, or goes on to one."""
        return self.cue is not None


@dataclass(frozen=True)
class TabletChoice:
    """One tablet in the form that starts a check-in."""

    value: str
    label: str


WORDS: Final = {
    Use.READY: phrase("%(tablet)s, ready"),
    Use.HERE: phrase("%(tablet)s shows this form"),
    Use.MINE: phrase("%(tablet)s, with another form of yours"),
    Use.COLLEAGUE: phrase("%(tablet)s, in use by a colleague"),
    Use.SILENT: phrase("%(tablet)s, asleep or switched off"),
}
GOES_ON: Final = phrase("%(tablet)s goes on to the next person")
IDLE_FOR: Final = phrase("%(tablet)s has shown a colleague's form since %(since)s, last touched %(span)s ago")
SILENT_SINCE: Final = phrase("%(tablet)s, not heard from since %(time)s")
ACTS: Final[dict[Use, Act]] = {
    Use.READY: "send",
    Use.HERE: "back",
    Use.MINE: "instead",
    Use.COLLEAGUE: "",
    Use.SILENT: "send",
}


def tablet_rows(tablets: Sequence[SeenTablet], base: str, now: datetime, zone: str) -> Sequence[TabletRow]:
    """A row for each tablet; `base` is the address below which acts on this check-in are posted."""
    return [_row(seen, base, now, zone) for seen in tablets]


def tablet_choices(tablets: Sequence[SeenTablet]) -> Sequence[TabletChoice]:
    """The tablets that a form can be shown on from its start."""
    return [TabletChoice(tablet.id, label_of(tablet)) for tablet in tablets]


def label_of(tablet: SeenTablet) -> str:
    """Such as *Room 2*, or *Room 2 (blue cover)*."""
    return f"{tablet.room} ({tablet.name})" if tablet.name else tablet.room


def blocked_words(blocked: SeenTablet, zone: str, now: datetime) -> Phrase:
    """Since when a colleague's form stands there, and how long nobody has touched it."""
    touched = blocked.touched_at
    if blocked.sent_at is None or touched is None:
        return WORDS[Use.COLLEAGUE].filled(tablet=label_of(blocked))
    since = near_time(blocked.sent_at, now, zone)
    span = format_timedelta(now - touched, locale=locale())
    return IDLE_FOR.filled(tablet=label_of(blocked), since=since, span=span)


def _row(seen: SeenTablet, base: str, now: datetime, zone: str) -> TabletRow:
    form = seen.form
    can_be_freed = seen.use is Use.COLLEAGUE and not seen.is_touched
    way = "/back" if form else f"/{seen.id}/free" if can_be_freed else ""
    return TabletRow(
        id=seen.id,
        label=label_of(seen),
        words=_words(seen, zone, now).filled(tablet=label_of(seen)),
        act="free" if can_be_freed else ACTS[seen.use],
        address=f"{base_of(form.ids) if form else base}/tablet{way}",
        cue=cue_view(form.cue, form.language) if form else None,
    )


def _words(seen: SeenTablet, zone: str, now: datetime) -> Phrase:
    if seen.use is Use.COLLEAGUE and not seen.is_touched:
        return blocked_words(seen, zone, now)
    if seen.use is Use.SILENT and seen.heard_at:
        return SILENT_SINCE.filled(time=near_time(seen.heard_at, now, zone))
    return GOES_ON if seen.use is Use.HERE and seen.handed_on else WORDS[seen.use]
