"""The practice's tablets, as the page of a check-in offers them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from kiosk.actions.send_to_tablet import SeenTablet, Use, see_tablets
from kiosk.domain.phrases import Phrase, phrase
from kiosk.storage.tables import CheckIn, Person
from kiosk.storage.tablet_tables import Tablet
from kiosk.web.therapist.times import clock_time

Act = Literal["send", "instead", "back", ""]


@dataclass(frozen=True)
class TabletRow:
    """One tablet: where it is, how it stands to this check-in, and what can be done about that."""

    id: int
    label: str
    words: Phrase
    act: Act
    here: bool


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
SILENT_SINCE: Final = phrase("%(tablet)s, not heard from since %(time)s")
ACTS: Final[dict[Use, Act]] = {
    Use.READY: "send",
    Use.HERE: "back",
    Use.MINE: "instead",
    Use.COLLEAGUE: "",
    Use.SILENT: "send",
}


def tablet_rows(therapist: Person, check_in: CheckIn, now: datetime) -> Sequence[TabletRow]:
    """A row for each tablet that is not switched off."""
    zone = therapist.practice.time_zone
    return [_row(seen, now, zone) for seen in see_tablets(therapist, check_in, now)]


def tablet_choices(tablets: Sequence[Tablet]) -> Sequence[TabletChoice]:
    """The tablets that a form can be shown on from its start."""
    return [TabletChoice(str(tablet.id), label_of(tablet)) for tablet in tablets]


def label_of(tablet: Tablet) -> str:
    """Such as *Room 2*, or *Room 2 (blue cover)*."""
    return f"{tablet.room} ({tablet.name})" if tablet.name else tablet.room


def _row(seen: SeenTablet, now: datetime, zone: str) -> TabletRow:
    label, heard = label_of(seen.tablet), seen.tablet.last_heard_at
    words = WORDS[seen.use].filled(tablet=label)
    if seen.use is Use.SILENT and heard and heard.date() == now.date():
        words = SILENT_SINCE.filled(tablet=label, time=clock_time(heard, zone))
    return TabletRow(seen.tablet.id, label, words, ACTS[seen.use], here=seen.use is Use.HERE)
