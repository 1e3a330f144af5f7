"""A correction in words: what was put right, when and by whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from flask_babel import gettext

from kiosk.domain.corrections import CorrectionKind, CorrectionReason
from kiosk.domain.phrases import Phrase, in_turn, phrase
from kiosk.domain.place import Place
from kiosk.domain.public_ids import PublicId
from kiosk.queries.corrections import SeenCorrection
from kiosk.web.shared.languages import said
from kiosk.web.staff.parts.times import at_time, clock_time, day_words, full_date

SET_ASIDE: Final[Mapping[str, Phrase]] = {
    CorrectionReason.SOMEBODY_ELSE: phrase("Set aside: somebody else’s."),  # noqa: RUF001 -- as printed
    CorrectionReason.MISTAKE: phrase("Set aside: sent by mistake."),
    CorrectionReason.TRIAL: phrase("Set aside: a test."),
}

PLACES: Final = {Place.ROOM: phrase("It was held in the room."), Place.TELEHEALTH: phrase("It was held on a call.")}


@dataclass(frozen=True)
class CorrectionView:
    """One correction: a sentence, the note, and when it was undone where it was."""

    id: PublicId
    words: str
    by: str
    """The person and time of a correction, in a sentence."""
    note: str
    undone: str
    """A sentence that says when it was undone; empty while it stands."""
    can_undo: bool


def correction_views(corrections: Sequence[SeenCorrection], now: datetime, zone: str) -> Sequence[CorrectionView]:
    """Each correction, the latest first. Of several of one matter only the latest that stands can be undone."""
    standing: dict[str, PublicId] = {}
    for one in corrections:
        if one.undone_at is None:
            standing.setdefault(_matter(one.kind), one.id)
    return [
        _view(one, now, zone, can_undo=one.id in standing.values() and not (one.ends_at and now > one.ends_at))
        for one in corrections
    ]


def _matter(kind: CorrectionKind) -> str:
    return "answer" if kind in {CorrectionKind.MOVED, CorrectionKind.SET_ASIDE} else kind


def closed_words(at: datetime | None, now: datetime, zone: str) -> str:
    """Say since when the work with a client is closed; empty while it goes on."""
    return gettext("Closed since %(date)s.", date=full_date(at, now, zone)) if at else ""


def mistake_said(at: datetime | None, now: datetime, zone: str) -> str:
    """Say when the client said that it was sent by mistake; empty where they did not."""
    if at is None:
        return ""
    return gettext("They said that they sent it by mistake: %(when)s.", when=at_time(at, now, zone))


def _view(one: SeenCorrection, now: datetime, zone: str, *, can_undo: bool) -> CorrectionView:
    return CorrectionView(
        id=one.id,
        words=said(_words(one, zone)),
        by=gettext("%(who)s, %(when)s.", who=one.by, when=at_time(one.made_at, now, zone)),
        note=one.note,
        undone=gettext("Undone %(when)s.", when=at_time(one.undone_at, now, zone)) if one.undone_at else "",
        can_undo=can_undo,
    )


def _words(one: SeenCorrection, zone: str) -> Phrase:
    match one.kind:
        case CorrectionKind.MOVED:
            return phrase("Moved from %(was)s to %(became)s.", was=one.code, became=one.to_code)
        case CorrectionKind.SET_ASIDE:
            return SET_ASIDE[one.reason]
        case CorrectionKind.RENAMED:
            return phrase("Code changed from %(was)s to %(became)s.", was=one.was["code"], became=one.became["code"])
        case CorrectionKind.MERGED:
            return phrase("%(was)s merged into %(became)s.", was=one.code, became=one.to_code)
        case CorrectionKind.RESCHEDULED:
            return _rescheduled(one, zone)


def _rescheduled(one: SeenCorrection, zone: str) -> Phrase:
    was, became = (datetime.fromisoformat(each["began_at"]) for each in (one.was, one.became))
    moved = phrase("Session corrected from %(was)s to %(became)s.", was=_when(was, zone), became=_when(became, zone))
    if one.was["place"] == one.became["place"]:
        return moved
    place = PLACES[Place(one.became["place"])]
    return place if was == became else in_turn(moved, place)


def _when(at: datetime, zone: str) -> str:
    return gettext("%(date)s, %(time)s", date=day_words(at, zone), time=clock_time(at, zone))
