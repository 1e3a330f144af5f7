"""Check-ins as programs get them, for tests of what is made of them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from kiosk.catalogue import measure as the_measure
from kiosk.domain.lifecycle import State
from kiosk.domain.measures import Measure
from kiosk.domain.place import Place
from kiosk.domain.public_ids import PublicId
from kiosk.domain.scoring import score
from kiosk.queries.check_ins import SeenCheckIn
from kiosk.queries.programs import ProgramCheckIn
from kiosk.queries.results import SeenResult, Withheld, WithheldReason
from tests.unit.results import AT, shown

CHECK_IN, VISIT, CLIENT = PublicId("a1" * 16), PublicId("b2" * 16), PublicId("c3" * 16)
SENT_AT = datetime(2026, 6, 3, 14, 48, tzinfo=UTC)


def check_in(outcome: SeenResult | None, form: Measure | None = None, **changed: Any) -> ProgramCheckIn:  # noqa: ANN401 -- of any field
    """A check-in of a form, the usual one unless named, with what came of it."""
    of = form or the_measure("session-check")
    seen = SeenCheckIn(
        id=CHECK_IN,
        visit=VISIT,
        client=CLIENT,
        code="C-014",
        place=Place.ROOM,
        of_several=False,
        measure=of.id,
        version=of.version,
        language="en",
        state=State.SENT if outcome else State.WAITING,
        opens=outcome is None,
        can_be_asked=outcome is None,
        begun_at=AT,
        opened_at=None,
        closed_at=AT,
        link_ends_at=AT + timedelta(hours=1),
        seen_at=None,
        outcome=outcome,
    )
    return ProgramCheckIn(replace(seen, **changed), of, None, has_words=True)


def answered(marks: Mapping[str, int], measure_id: str = "session-check", **changed: Any) -> ProgramCheckIn:  # noqa: ANN401 -- of any field
    """A form that was sent with these marks, in tenths."""
    form = the_measure(measure_id)
    of_result = {name: changed.pop(name) for name in ("words", "entered_by", "entered_at") if name in changed}
    return check_in(replace(shown(score(form, marks)), marks=marks, **of_result), form, **changed)


def declined(measure_id: str = "session-check") -> ProgramCheckIn:
    """A form that was left for today."""
    form = the_measure(measure_id)
    return check_in(shown(score(form, {}), declined=True), form)


def withheld(measure_id: str = "session-check", reason: WithheldReason = WithheldReason.HELD) -> ProgramCheckIn:
    """A form whose answer is there and kept back."""
    return check_in(Withheld(reason, AT), the_measure(measure_id))
