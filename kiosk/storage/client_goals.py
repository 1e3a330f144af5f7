"""The goals of a client, and the answers that they are met by."""

from collections.abc import Sequence
from datetime import datetime
from itertools import islice

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from kiosk.domain.answers import Marking
from kiosk.domain.goals import PRIORITY
from kiosk.domain.parts import Part
from kiosk.storage.clients import MOST
from kiosk.storage.sessions import ReadSession
from kiosk.storage.tables import CheckIn, Client, Goal, Response


def goals_of(session: ReadSession, client: Client) -> Sequence[Goal]:
    """All their goals, in the order in which they were agreed."""
    load = selectinload(Goal.taken_back)
    return session.scalars(select(Goal).where(Goal.client_id == client.id).order_by(Goal.id).options(load)).all()


def open_goals(session: ReadSession, client: Client) -> Sequence[Goal]:
    """Those that are neither met nor ended."""
    return [goal for goal in goals_of(session, client) if goal.met_at is None and goal.ended_at is None]


def priorities_of(session: ReadSession, client: Client) -> Sequence[Goal]:
    """The client's own list, in its order, without what is crossed out."""
    there = [goal for goal in open_goals(session, client) if goal.kind == PRIORITY]
    return sorted(there, key=lambda goal: goal.place)


def held_answers_of(session: ReadSession, client: Client) -> frozenset[datetime]:
    """Return the times at which this client's held answers came."""
    query = select(Response.received_at).join(Response.check_in)
    return frozenset(session.scalars(query.where(CheckIn.client_id == client.id, CheckIn.counts, ~CheckIn.is_revealed)))


def marks_on(  # noqa: PLR0913 -- whose, which, how many, and of which answers
    session: ReadSession, client: Client, item: str, most: int, after: datetime | None = None, *, shown: bool = False
) -> Sequence[int]:
    """The latest marks of sessions on one line (tenths), oldest first, whatever the form, where it was marked.

    Imported ones are no part of what a goal aims for.
    """
    query = (
        select(Response.marks)
        .join(Response.check_in)
        .where(
            CheckIn.client_id == client.id,
            CheckIn.counts,
            CheckIn.part == Part.CLOSING,
            ~Response.declined,
            Response.marked != Marking.IMPORT,
        )
    )
    if after is not None:
        query = query.where(Response.received_at > after)
    if shown:
        query = query.where(CheckIn.is_revealed)
    # Read here and not by the database, which ends a whole query at one document that it cannot read.
    rows = session.scalars(query.order_by(Response.received_at.desc(), Response.id.desc()).limit(MOST))
    known = (marks.get(item) for marks in rows if isinstance(marks, dict))
    return list(islice((mark for mark in known if isinstance(mark, int)), most))[::-1]
