"""The practice's tablets, as they stand to a therapist's check-in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from kiosk.domain.actors import Staff, Therapist
from kiosk.domain.cues import Cue
from kiosk.domain.permissions import Permission, as_therapist, may, require
from kiosk.domain.public_ids import CheckInIds, PublicId
from kiosk.queries.readable import Unshown, each, whole
from kiosk.queries.tablet import is_in_use
from kiosk.queries.together import cue_of, ids_of
from kiosk.storage import tablets, visits
from kiosk.storage.db import reading
from kiosk.storage.tables import CheckIn, Practice, Tablet, TabletCopy

HEARD_WITHIN = timedelta(seconds=90)


GRACE = timedelta(minutes=1)
"""A form asks for 20 s whether somebody is there before it clears itself, and a touch is known up to 30 s late."""


class Use(StrEnum):
    """The use of a tablet, as seen from one check-in."""

    READY = "ready"
    HERE = "here"
    """It shows this check-in, or goes round with those of this visit."""
    MINE = "mine"
    """It shows another of the same therapist's."""
    COLLEAGUE = "colleague"
    SILENT = "silent"
    """It was not heard of lately: asleep, off, or out of reach. What is sent to it appears when it is back."""


@dataclass(frozen=True)
class FormThere:
    """A form of the same visit that a tablet shows, or goes on to."""

    ids: CheckInIds
    cue: Cue
    language: str


@dataclass(frozen=True)
class SeenTablet:
    """A tablet as the therapist of a check-in sees it."""

    id: PublicId
    room: str
    name: str
    use: Use
    form: FormThere | None
    """None where it shows none of this visit."""
    handed_on: bool
    """True if it is on its way to the next person."""
    is_touched: bool
    """True if somebody may be filling in the form on it."""
    sent_at: datetime | None
    touched_at: datetime | None
    heard_at: datetime | None
    turn: PublicId
    """The showing of a form that stands there."""


def see_tablets(therapist: Therapist, check_in: CheckIn | None, now: datetime) -> Sequence[SeenTablet]:
    """The practice's tablets, as they stand to this check-in, or to one that is still to be started."""
    paired = tablets.of_practice(reading(), therapist.practice_id)
    on = [one for one in paired if one.switched_off_at is None]
    return _readable(on, therapist, check_in, now)


def _readable(
    paired: Sequence[Tablet], therapist: Therapist, check_in: CheckIn | None, now: datetime
) -> Sequence[SeenTablet]:
    """Those of the tablets whose rows can be read: the settings name the others."""
    return each(paired, lambda one: _seen(one, use_of(one, therapist, check_in, now), now))[0]


def _seen(tablet: Tablet, use: Use, now: datetime) -> SeenTablet:
    there = tablet.check_in if use is Use.HERE else None
    return SeenTablet(
        id=tablet.public_id,
        room=tablet.room,
        name=tablet.name,
        use=use,
        form=_form(there) if there else None,
        handed_on=bool(tablet.handed_on),
        is_touched=in_hands(tablet, now),
        sent_at=tablet.sent_at,
        touched_at=last_touch(tablet),
        heard_at=tablet.last_heard_at,
        turn=tablet.turn,
    )


def _form(check_in: CheckIn) -> FormThere:
    return FormThere(ids_of(check_in), cue_of(check_in), check_in.language)


def see_free_tablets(actor: Staff, now: datetime) -> Sequence[SeenTablet]:
    """Those that a check-in can be started on: not those that a colleague uses now."""
    seen = see_tablets(as_therapist(actor, Permission.ASK_CLIENTS), None, now)
    return [one for one in seen if one.use is not Use.COLLEAGUE]


@dataclass(frozen=True)
class TabletsOfDay:
    """The practice's tablets, as far as a therapist's day needs them."""

    free: Sequence[SeenTablet]
    """Those that a check-in can be started on: not those that a colleague uses now."""
    copied: Sequence[str]
    """For an administrator, where those are of which a copy was shut out and nobody has looked at it yet."""


def see_tablets_of_day(actor: Staff, therapist: Therapist, now: datetime) -> TabletsOfDay:
    """Read the tablets once, for both."""
    paired = tablets.of_practice(reading(), therapist.practice_id)
    seen = _readable([one for one in paired if one.switched_off_at is None], therapist, None, now)
    copied = (
        [one.room for one in paired if one.shut_out_at is not None] if may(actor, Permission.MANAGE_TABLETS) else ()
    )
    return TabletsOfDay([one for one in seen if one.use is not Use.COLLEAGUE], copied)


def last_touch(tablet: Tablet) -> datetime | None:
    """Return when somebody was last known to be at the form on it: a touch, or the sending; None without either."""
    known = [at for at in (tablet.touched_at, tablet.sent_at) if at is not None]
    return max(known, default=None)


def in_hands(tablet: Tablet, now: datetime) -> bool:
    """Return whether somebody may be filling in the form on it; a future touch counts as now: a clock was set back."""
    touched, given = last_touch(tablet), timedelta(seconds=tablet.practice.tablet_idle_s)
    return touched is not None and now - touched < given + GRACE


def use_of(tablet: Tablet, therapist: Therapist, check_in: CheckIn | None, now: datetime) -> Use:
    """Return its use as seen from a check-in of this therapist, or from one that is still to be started."""
    if tablet.check_in is not None and is_in_use(tablet, now):
        if check_in is not None and tablet.visit_id == check_in.visit_id:
            return Use.HERE
        return Use.MINE if tablet.check_in.visit.therapist_id == therapist.person_id else Use.COLLEAGUE
    heard = tablet.last_heard_at
    return Use.READY if heard is not None and now - heard < HEARD_WITHIN else Use.SILENT


@dataclass(frozen=True)
class CopyProof:
    """The evidence that two devices held the credential of one tablet: what was known when it was found."""

    verdict: str
    came_at: datetime | None
    made_at: datetime | None


@dataclass(frozen=True)
class PairedTablet:
    """One of the practice's tablets, as its administrators look after it."""

    id: PublicId
    room: str
    name: str
    theme: str
    heard_at: datetime | None
    shut_out_at: datetime | None
    switched_off_at: datetime | None
    proof: CopyProof | None
    """Of the copy that was found last."""


@dataclass(frozen=True)
class TabletSettings:
    """All tablets by room, those switched off last, and what holds for forms on them."""

    tablets: Sequence[PairedTablet]
    idle_s: int
    larger_text: bool
    unshown: Sequence[Unshown] = ()
    """Tablets that cannot be shown."""


def see_tablet_settings(actor: Staff) -> TabletSettings:
    """Read the tablets of the actor's practice. Raises NotAllowed."""
    require(actor, Permission.MANAGE_TABLETS)
    session, practice = reading(), reading().get_one(Practice, actor.practice_id)
    proofs = {proof.tablet_id: proof for proof in tablets.proofs_of(session, practice.id)}
    every = tablets.of_practice(session, practice.id)
    found, unshown = each(every, lambda tablet: _paired(tablet, proofs.get(tablet.id)))
    return TabletSettings(found, practice.tablet_idle_s, practice.tablets_larger_text, unshown)


def _paired(tablet: Tablet, proof: TabletCopy | None) -> PairedTablet:
    return PairedTablet(
        id=tablet.public_id,
        room=tablet.room,
        name=tablet.name,
        theme=tablet.theme,
        heard_at=tablet.last_heard_at,
        shut_out_at=tablet.shut_out_at,
        switched_off_at=tablet.switched_off_at,
        proof=CopyProof(proof.verdict, proof.came_at, proof.made_at) if proof else None,
    )


def see_blocked(actor: Staff, check_in_id: PublicId, tablet_id: PublicId, now: datetime) -> SeenTablet | None:
    """A colleague's form that stands in the way of one's own; None where there is no such form or tablet."""
    therapist = as_therapist(actor, Permission.ASK_CLIENTS)
    found = visits.check_in_of(reading(), check_in_id, therapist)
    tablet = tablets.one_of(reading(), therapist.practice_id, tablet_id) if found else None
    if tablet is None or use_of(tablet, therapist, found, now) is not Use.COLLEAGUE or in_hands(tablet, now):
        return None
    return _seen(tablet, Use.COLLEAGUE, now)


def see_ids(actor: Staff, check_in_id: PublicId) -> CheckInIds | None:
    """The ids of a check-in of this therapist's own, or None."""
    therapist = as_therapist(actor, Permission.READ_RESULTS)
    found = visits.check_in_of(reading(), check_in_id, therapist)
    return whole(lambda: ids_of(found)) if found else None
