"""What the settings' page of tablets is given to show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from kiosk.actions.manage_tablets import LEAST_IDLE_S, MOST_IDLE_S
from kiosk.domain.phrases import Phrase, phrase
from kiosk.storage.tables import Practice
from kiosk.storage.tablet_tables import Tablet

JUST_NOW_S = 90
HEARD_NOW: Final = phrase("Heard from just now.")
HEARD_AT: Final = phrase("Last heard from on %(when)s.")
NEVER_HEARD: Final = phrase("Paired, and not heard from yet.")
THEMES: Final = (("", phrase("As the device")), ("light", phrase("Light")), ("dark", phrase("Dark")))


@dataclass(frozen=True)
class TabletView:
    """One tablet as the administrator sees it."""

    id: int
    room: str
    name: str
    theme: str
    heard: Phrase
    shut_out: str
    """When a copy of its credential was refused; empty when there is nothing to tell."""
    off: str
    """Since when it is switched off; empty when it is on."""


@dataclass(frozen=True)
class TabletsPage:
    """All tablets of the practice, and how another is paired."""

    on: Sequence[TabletView]
    off: Sequence[TabletView]
    idle_s: str
    larger_text: bool
    """Whether forms on tablets begin in it."""
    code: str = ""
    room: str = ""
    name: str = ""
    problems: Sequence[tuple[str, Phrase]] = ()
    saved: Phrase | None = None
    themes: Sequence[tuple[str, Phrase]] = THEMES
    least_idle_s: int = LEAST_IDLE_S
    most_idle_s: int = MOST_IDLE_S


@dataclass(frozen=True)
class Typed:
    """What was typed when it could not be taken, and why."""

    code: str = ""
    room: str = ""
    name: str = ""
    idle_s: str = ""
    problems: Mapping[str, Phrase] = field(default_factory=dict)


def tablets_page(
    tablets: Sequence[Tablet],
    practice: Practice,
    now: datetime,
    typed: Typed | None = None,
    saved: Phrase | None = None,
) -> TabletsPage:
    """The page, with what was typed."""
    views = [_view(tablet, practice.time_zone, now) for tablet in tablets]
    typed = typed or Typed()
    return TabletsPage(
        on=[view for view in views if not view.off],
        off=[view for view in views if view.off],
        idle_s=typed.idle_s or str(practice.tablet_idle_s),
        larger_text=practice.tablets_larger_text,
        code=typed.code,
        room=typed.room,
        name=typed.name,
        problems=tuple(typed.problems.items()),
        saved=saved,
    )


def _view(tablet: Tablet, zone: str, now: datetime) -> TabletView:
    return TabletView(
        id=tablet.id,
        room=tablet.room,
        name=tablet.name,
        theme=tablet.theme,
        heard=_heard(tablet, zone, now),
        shut_out=_moment(tablet.shut_out_at, zone),
        off=_moment(tablet.switched_off_at, zone),
    )


def _heard(tablet: Tablet, zone: str, now: datetime) -> Phrase:
    heard = tablet.last_heard_at
    if heard is None:
        return NEVER_HEARD
    return HEARD_NOW if (now - heard).total_seconds() < JUST_NOW_S else HEARD_AT.filled(when=_moment(heard, zone))


def _moment(at: datetime | None, zone: str) -> str:
    """In figures, which read alike in every language."""
    return at.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d, %H:%M") if at else ""
