"""Kinds of rows beside a check-in, found by one question: nearly always there are none, so none are read."""

from dataclasses import dataclass

from sqlalchemy import Integer, Select, bindparam, exists, select

from kiosk.domain.jobs import JobKind
from kiosk.storage.sessions import ReadSession
from kiosk.storage.tables import CheckIn, Correction, Guess, Job, OpenLoop, Sign


@dataclass(frozen=True)
class Beside:
    """The kinds of rows of which there are any: True says that it is worth to read them."""

    guess: bool
    signs: bool
    corrections: bool
    """Corrections of the check-in or of its session, undone ones too."""
    loops: bool
    """Loops with its client that nobody has closed, from whatever session."""
    retells: bool
    """Jobs of the practice that tell results again."""


# Put together once: each part of a session's page asks it.
_CHECK_IN = bindparam("check_in", type_=Integer)
_BESIDE: Select[bool, bool, bool, bool, bool] = select(
    exists().where(Guess.check_in_id == _CHECK_IN),
    exists().where(Sign.check_in_id == _CHECK_IN),
    exists().where(
        (Correction.check_in_id == _CHECK_IN)
        | (Correction.visit_id == bindparam("visit", type_=Integer)) & Correction.check_in_id.is_(None)
    ),
    exists().where(OpenLoop.client_id == bindparam("client", type_=Integer), OpenLoop.ended_at.is_(None)),
    exists().where(
        Job.kind == JobKind.RETELL, Job.practice_id == bindparam("practice", type_=Integer), Job.done_at.is_(None)
    ),
)


def beside(session: ReadSession, check_in: CheckIn) -> Beside:
    """Return what there is beside this check-in."""
    about = {
        "check_in": check_in.id,
        "visit": check_in.visit_id,
        "client": check_in.client_id,
        "practice": check_in.practice_id,
    }
    return Beside(*session.execute(_BESIDE, about).one())
