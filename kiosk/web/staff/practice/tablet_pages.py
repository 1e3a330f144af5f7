"""Values that the tablets' settings page shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from kiosk.actions.tablets.manage import LEAST_IDLE_S, MOST_IDLE_S, THEMES
from kiosk.domain.phrases import Phrase, phrase
from kiosk.domain.public_ids import PublicId
from kiosk.queries.tablets import CopyProof, PairedTablet, TabletSettings
from kiosk.web.staff.parts.times import at_time
from kiosk.web.staff.parts.unshown import unshown_lines

JUST_NOW_S = 90
HEARD_NOW: Final = phrase("Heard from just now.")
HEARD_AT: Final = phrase("Last heard from %(when)s.")
NEVER_HEARD: Final = phrase("Paired, and not heard from yet.")
ENDED: Final = phrase("The copy no longer works.")
FOUND: Final = {
    "shut_out": (
        phrase("Both asked at the same time, and the tablet had a newer credential than the other device."),
        ENDED,
    ),
    "returns": (
        phrase("The other device was there while the tablet slept. The tablet came back, and goes on."),
        ENDED,
    ),
    "neither": (phrase("Nothing shows which of the two is the tablet, so both were shut out."),),
}
CAME_AT: Final = phrase("The second device was first heard %(when)s.")
MADE_AT: Final = phrase("It showed a credential that was made %(when)s. So it was copied then or later.")
WORDS: Final = {"": phrase("As the device"), "light": phrase("Light"), "dark": phrase("Dark")}


@dataclass(frozen=True)
class TabletView:
    """One tablet as the administrator sees it."""

    id: PublicId
    room: str
    name: str
    theme: str
    heard: Phrase
    shut_out: str
    """The time at which a copy of its credential was refused; empty when there is nothing to tell."""
    proof: Sequence[Phrase]
    """The evidence that there were two devices, and what to do."""
    off: str
    """Since when it is switched off; empty when it is on."""


@dataclass(frozen=True)
class TabletsPage:
    """All tablets of the practice, and how another is paired."""

    on: Sequence[TabletView]
    off: Sequence[TabletView]
    idle_s: str
    larger_text: bool
    """True if forms on tablets begin in it."""
    code: str = ""
    room: str = ""
    name: str = ""
    is_there: bool = False
    """A tablet of that room and name is there: this one may be the same."""
    problems: Sequence[tuple[str, Phrase]] = ()
    saved: Phrase | None = None
    themes: Sequence[tuple[str, Phrase]] = tuple((theme, WORDS[theme]) for theme in THEMES)
    least_idle_s: int = LEAST_IDLE_S
    most_idle_s: int = MOST_IDLE_S
    unshown: Sequence[str] = ()
    """The names of tablets that cannot be shown."""


@dataclass(frozen=True)
class Typed:
    """The fields as typed when they could not be taken, and why."""

    code: str = ""
    room: str = ""
    name: str = ""
    idle_s: str = ""
    is_there: bool = False
    problems: Mapping[str, Phrase] = field(default_factory=dict)


def tablets_page(
    seen: TabletSettings, zone: str, now: datetime, *, typed: Typed | None = None, saved: Phrase | None = None
) -> TabletsPage:
    """The page, with what was typed."""
    views = [_view(tablet, zone, now) for tablet in seen.tablets]
    typed = typed or Typed()
    return TabletsPage(
        on=[view for view in views if not view.off],
        off=[view for view in views if view.off],
        idle_s=typed.idle_s or str(seen.idle_s),
        larger_text=seen.larger_text,
        code=typed.code,
        room=typed.room,
        name=typed.name,
        is_there=typed.is_there,
        problems=tuple(typed.problems.items()),
        saved=saved,
        unshown=unshown_lines(seen.unshown, now, zone),
    )


def _view(tablet: PairedTablet, zone: str, now: datetime) -> TabletView:
    return TabletView(
        id=tablet.id,
        room=tablet.room,
        name=tablet.name,
        theme=tablet.theme,
        heard=_heard(tablet, zone, now),
        shut_out=_moment(tablet.shut_out_at, zone, now),
        proof=_proof(tablet.proof, zone, now) if tablet.shut_out_at else (),
        off=_moment(tablet.switched_off_at, zone, now),
    )


def _heard(tablet: PairedTablet, zone: str, now: datetime) -> Phrase:
    heard = tablet.heard_at
    if heard is None:
        return NEVER_HEARD
    return HEARD_NOW if (now - heard).total_seconds() < JUST_NOW_S else HEARD_AT.filled(when=_moment(heard, zone, now))


def _proof(proof: CopyProof | None, zone: str, now: datetime) -> Sequence[Phrase]:
    """The evidence in sentences; one that was found before proofs were kept has none."""
    if proof is None:
        return ()
    came = [CAME_AT.filled(when=_moment(proof.came_at, zone, now))] if proof.came_at else []
    made = [MADE_AT.filled(when=_moment(proof.made_at, zone, now))] if proof.made_at else []
    return [*FOUND[proof.verdict], *came, *made]


def _moment(at: datetime | None, zone: str, now: datetime) -> str:
    return at_time(at, now, zone, says_fresh=False) if at else ""
