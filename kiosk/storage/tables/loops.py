"""Open loops: what waits until somebody says what became of it."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kiosk.storage.sealed import InDocument, Sealed
from kiosk.storage.tables.base import Base, HasPublicId, OfPractice
from kiosk.storage.tables.clients import Client, Goal
from kiosk.storage.tables.visits import CheckIn


class OpenLoop(HasPublicId, OfPractice, Base):
    """A dip, a call for help, a promise or a missed goal that waits for an outcome.

    Beside its sealed topic it holds no content: what it is about stays in the check-in or the goal.
    """

    __tablename__ = "open_loops"
    __table_args__ = (
        Index(None, "client_id", "ended_at"),
        Index(None, "check_in_id"),
    )

    client_id: Mapped[int] = mapped_column(ForeignKey("clients.id"))
    about: Mapped[dict[str, Any]] = mapped_column(Sealed("open_loops.about", of="client_id", holds=dict))
    """Its topic and kind."""
    of_answer: Mapped[bool]
    """False for what the therapist noted, which is told while the answer itself still waits to be asked for."""
    check_in_id: Mapped[int | None] = mapped_column(ForeignKey("check_ins.id"))
    goal_id: Mapped[int | None] = mapped_column(ForeignKey("goals.id"), unique=True)
    opened_at: Mapped[datetime]
    """A goal in weeks is noted when it is agreed, for the day on which it is missed: until then the loop waits."""
    back_id: Mapped[int | None] = mapped_column(ForeignKey("check_ins.id"), index=True)
    """The check-in that showed the way back from a dip; the loop is closed once that result is shown."""
    ended_at: Mapped[datetime | None]
    ending: Mapped[str] = mapped_column(default="")
    """`done` or `not-needed`; empty while it is open."""
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))

    topic = InDocument[str]("about")
    """`help`, `session`, `together` or `goal`: of one check-in there is at most one loop of each."""
    kind = InDocument[str]("about")
    """`help`, `dip`, `wish`, `promise` or `goal`."""

    client: Mapped[Client] = relationship()
    check_in: Mapped[CheckIn | None] = relationship(foreign_keys=check_in_id)
    goal: Mapped[Goal | None] = relationship()
