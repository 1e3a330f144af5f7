"""An invented answer, by which administrators, who read no other, see exactly what would be sent."""

from datetime import datetime
from typing import Final

from kiosk import catalogue
from kiosk.domain import prompts
from kiosk.domain.answers import Marking, Talk
from kiosk.domain.lifecycle import State
from kiosk.domain.measures import Measure
from kiosk.domain.place import Place
from kiosk.domain.public_ids import BYTES, PublicId
from kiosk.domain.scoring import score
from kiosk.queries.check_ins import SeenCheckIn
from kiosk.queries.onward import PATIENT, ToSend
from kiosk.queries.programs import ProgramCheckIn
from kiosk.queries.results import Before, Result

EXAMPLE: Final = PublicId("e0" * BYTES)
WORDS: Final = "I wanted to get to the phone call with my sister."
MEASURE: Final = "session-check"


def example(now: datetime, *, with_words: bool) -> ToSend:
    """An answer to the usual form, sent now by nobody, for a patient whose id is `example`."""
    measure = catalogue.measures()[MEASURE]
    result = _result(measure, now, WORDS if with_words else "")
    seen = SeenCheckIn(
        id=EXAMPLE,
        visit=EXAMPLE,
        client=EXAMPLE,
        code="",
        place=Place.ROOM,
        of_several=False,
        measure=measure.id,
        version=measure.version,
        language="en",
        state=State.SENT,
        opens=False,
        can_be_asked=False,
        begun_at=now,
        opened_at=now,
        closed_at=now,
        link_ends_at=now,
        seen_at=now,
        outcome=result,
    )
    return ToSend(ProgramCheckIn(seen, measure, None, with_words or None), PATIENT)


def _result(measure: Measure, now: datetime, words: str) -> Result:
    marks = {item.id: item.lowest + (item.highest - item.lowest) * 3 // 4 for item in measure.items}
    scored = score(measure, marks)
    return Result(
        measure=measure.id,
        version=measure.version,
        marked=Marking.LINE,
        marks=marks,
        strain=None,
        sorted_out=None,
        obstacle=None,
        words=words,
        talk=Talk.NEXT,
        safety=False,
        declined=False,
        score=scored,
        before=Before(None, {}),
        signals=(),
        advice=prompts.choose((), scored, Talk.NEXT, None),
        lead=None,
        phase="",
        shown_at=now,
        received_at=now,
    )
