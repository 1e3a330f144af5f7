"""The people of one visit: the cue of each, whether all are in, and what their marks say together."""

from collections.abc import Collection, Sequence

from kiosk.domain.cues import Cue, cue_at
from kiosk.domain.lifecycle import OPEN, State
from kiosk.domain.parts import Part
from kiosk.domain.public_ids import CheckInIds
from kiosk.domain.signals import Signal
from kiosk.storage.tables import CheckIn, Visit


def asked_in(visit: Visit, part: Part) -> Sequence[CheckIn]:
    """Give the check-ins of one part of the visit."""
    return [check_in for check_in in visit.check_ins if check_in.part == part]


def beside(check_in: CheckIn) -> Sequence[CheckIn]:
    """Give the check-ins of the same part of its visit, with itself among them."""
    return asked_in(check_in.visit, Part(check_in.part))


def present_part(visit: Visit) -> Sequence[CheckIn]:
    """Give the check-ins of the part that the visit has come to: its end, or its start as long as that is all."""
    return asked_in(visit, Part.CLOSING) or visit.check_ins


def opening_of(visit: Visit, client_id: int) -> CheckIn | None:
    """Give a client's latest opening check-in of the visit."""
    return next((one for one in reversed(asked_in(visit, Part.OPENING)) if one.client_id == client_id), None)


def ids_of(check_in: CheckIn) -> CheckInIds:
    """Name a check-in, as pages and other programs know it."""
    visit = check_in.visit
    return CheckInIds(check_in.public_id, visit.public_id, visit.is_of_several, Part(check_in.part))


def cue_of(check_in: CheckIn) -> Cue:
    """The cue of this check-in, by its visit and its place in it."""
    visit = check_in.visit
    place = [one.id for one in beside(check_in)].index(check_in.id) if visit.is_of_several else 0
    return cue_at(visit.id, place)


def is_asking(visit: Visit) -> bool:
    """Return whether at the end of the visit somebody has neither answered nor been withdrawn."""
    return any(State(check_in.state) in OPEN for check_in in asked_in(visit, Part.CLOSING))


def kept_together(visit: Visit) -> tuple[Signal, ...]:
    """The signals of the visit as they were found first."""
    return tuple(Signal(**kept) for kept in visit.together or ())


def kept_apart(visit: Visit) -> Collection[int]:
    """The check-ins that *apart from group* is about, by the corrected answers: for each one's own result."""
    return (visit.together_retold or {}).get("apart", visit.apart) or ()
