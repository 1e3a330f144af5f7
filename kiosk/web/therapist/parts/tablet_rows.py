"""The practice's tablets, as the page of a check-in offers them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from kiosk.actions.send_to_tablet import SeenTablet, Use, see_tablets
from kiosk.actions.together import cue_of, is_of_several
from kiosk.domain.phrases import Phrase, phrase
from kiosk.storage.tables import CheckIn, Person
from kiosk.storage.tablet_tables import Tablet
from kiosk.web.cues import CueView, cue_view
from kiosk.web.therapist.parts.times import clock_time

Act = Literal["send", "instead", "back", ""]


@dataclass(frozen=True)
class TabletRow:
    """One tablet: where it is, how it stands to this check-in, and what can be done about that."""

    id: int
    label: str
    words: Phrase
    act: Act
    address: str
    """Where the act is posted."""
    cue: CueView | None
    """Whose form it shows, or goes on to; None where it shows none of this visit."""

    @property
    def here(self) -> bool:
        """Whether it shows a form of this visit."""
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
    return [_row(seen, check_in, now) for seen in see_tablets(therapist, check_in, now)]


def tablet_choices(tablets: Sequence[Tablet]) -> Sequence[TabletChoice]:
    """The tablets that a form can be shown on from its start."""
    return [TabletChoice(str(tablet.id), label_of(tablet)) for tablet in tablets]


def label_of(tablet: Tablet) -> str:
    """Such as *Room 2*, or *Room 2 (blue cover)*."""
    return f"{tablet.room} ({tablet.name})" if tablet.name else tablet.room


def _row(seen: SeenTablet, check_in: CheckIn, now: datetime) -> TabletRow:
    tablet, is_here = seen.tablet, seen.use is Use.HERE
    shown = tablet.check_in if is_here and tablet.check_in else check_in
    return TabletRow(
        id=tablet.id,
        label=label_of(tablet),
        words=_words(seen, check_in.visit.therapist.practice.time_zone, now).filled(tablet=label_of(tablet)),
        act=ACTS[seen.use],
        address=f"{_base(shown)}/tablet{'/back' if is_here else ''}",
        cue=cue_view(cue_of(shown), shown.language) if is_here else None,
    )


def _words(seen: SeenTablet, zone: str, now: datetime) -> Phrase:
    heard = seen.tablet.last_heard_at
    if seen.use is Use.SILENT and heard and heard.date() == now.date():
        return SILENT_SINCE.filled(time=clock_time(heard, zone))
    return GOES_ON if seen.use is Use.HERE and seen.tablet.handed_on else WORDS[seen.use]


def _base(check_in: CheckIn) -> str:
    whole = f"/visits/{check_in.visit_id}"
    return f"{whole}/people/{check_in.id}" if is_of_several(check_in.visit) else whole
