"""Four neutral sentences about one check-in, to copy into a progress note: when, the score, what was said, what came.

In the language of the therapist. No rule, severity or prompt is in them: what happened, and nobody's reading of it.
"""

from collections.abc import Sequence
from typing import Final

from flask_babel import gettext

from kiosk.domain.answers import Talk
from kiosk.domain.measures import Measure
from kiosk.domain.phrases import phrase
from kiosk.domain.place import Place
from kiosk.domain.scoring import points
from kiosk.queries.check_ins import SeenCheckIn
from kiosk.queries.recorded import Recorded
from kiosk.queries.results import Result
from kiosk.web.shared.languages import figure as written
from kiosk.web.shared.languages import said, short_figure, spoken, within_sentence
from kiosk.web.staff.parts.marks import figure, mark_words
from kiosk.web.staff.parts.times import clock_time, dated

WHEN: Final = {
    Place.ROOM: phrase("Session of %(day)s, in the room; check-in at %(time)s with “%(form)s” (version %(version)s)."),
    Place.TELEHEALTH: phrase(
        "Session of %(day)s, on a call; check-in at %(time)s with “%(form)s” (version %(version)s)."
    ),
}
WISHES: Final = {
    Talk.NOW: phrase("wished to talk about it at once"),
    Talk.NEXT: phrase("wished to talk about it the next time"),
    Talk.NO: phrase("saw no need to talk about it"),
}
CAME: Final = {
    "talked": phrase("It was talked about with the client."),
    "next": phrase("It is to be taken up in the next session."),
    "not-needed": phrase("No talk about it was needed."),
}


def for_the_record(check_in: SeenCheckIn, measure: Measure, repair: Recorded | None, zone: str) -> Sequence[str]:
    """The sentences about an answer that may be shown; none where there is none."""
    result = check_in.result
    if result is None:
        return ()
    when = said(
        WHEN[check_in.place].filled(
            day=dated(check_in.begun_at, gettext("EEEE d MMMM y"), zone),
            time=clock_time(result.received_at, zone),
            form=measure.names[spoken()],
            version=f"{check_in.version}",
        )
    )
    return (when, _score(result, measure), _said(result), _came(repair))


def _score(result: Result, measure: Measure) -> str:
    if result.declined:
        return gettext("The client chose not to answer.")
    lines = _lines(result, measure)
    most = short_figure(points(result.score.maximum))
    if not result.score.is_scored:
        return gettext("Marked: %(lines)s.", lines=lines)
    if result.score.total is not None:
        total = figure(result.score.total)
        if result.before.total is None:
            return gettext("Total %(total)s (range 0 to %(most)s): %(lines)s.", total=total, most=most, lines=lines)
        return gettext(
            "Total %(total)s (range 0 to %(most)s), last time %(last)s: %(lines)s.",
            total=total,
            most=most,
            last=figure(result.before.total),
            lines=lines,
        )
    if result.score.estimate is not None:
        return gettext(
            "Total %(total)s, estimated from the lines that were marked (range 0 to %(most)s): %(lines)s.",
            total=written(float(result.score.estimate)),
            most=most,
            lines=lines,
        )
    return (
        gettext("Marked in part, without a total: %(lines)s.", lines=lines) if lines else gettext("Nothing was marked.")
    )


def _lines(result: Result, measure: Measure) -> str:
    told = (
        (item.texts[spoken()].label, mark_words(measure, item, spoken(), mark))
        for item in measure.items
        if (mark := result.marks.get(item.id)) is not None
    )
    return gettext(", ").join(f"{within_sentence(label, spoken())} {mark}" for label, mark in told)


def _said(result: Result) -> str:
    told = [gettext("The client asked for help staying safe.")] if result.safety else []
    wish = said(WISHES[result.talk]) if result.talk else ""
    if result.words and wish:
        told.append(gettext("The client wrote “%(words)s” and %(wish)s.", words=result.words, wish=wish))
    elif result.words:
        told.append(gettext("The client wrote “%(words)s”.", words=result.words))
    elif wish:
        told.append(gettext("The client added no words and %(wish)s.", wish=wish))
    elif not result.safety:
        told.append(gettext("The client added no words of their own."))
    if result.strain in {"yes", "partly"}:
        told.append(
            gettext("They marked that something had got in the way, and that it was sorted out.")
            if result.sorted_out == "yes"
            else gettext("They marked that something had got in the way.")
        )
    return " ".join(told)


def _came(repair: Recorded | None) -> str:
    if repair is None:
        return gettext("What came of it is not recorded yet.")
    came = said(CAME[repair.outcome]) if repair.outcome in CAME else repair.outcome
    return gettext("%(came)s Noted: %(note)s", came=came, note=repair.note) if repair.note else came
