"""The summary of a client for the practice's own file, in the language of the therapist, on one or two sheets."""

from collections.abc import Iterator

from flask_babel import gettext

from kiosk import catalogue
from kiosk.domain.goals import words_of
from kiosk.interchange.documents import Block, Document, Heading, Points, Table, Text
from kiosk.queries.client import SeenClient
from kiosk.queries.courses import Course, HistoryEntry
from kiosk.web.shared.languages import direction, said, spoken
from kiosk.web.staff.clients.course import course_view
from kiosk.web.staff.clients.course_words import Moment
from kiosk.web.staff.documents.charts import chart_of, latest_of
from kiosk.web.staff.parts.for_the_record import for_the_record
from kiosk.web.staff.parts.times import dated, full_date

ROWS = 12
"""The latest check-ins that stand in figures."""


def summary_document(seen: SeenClient, moment: Moment) -> Document:
    """Their course, the latest session in four sentences, the latest figures, and what is agreed and open."""
    today = dated(moment.now, gettext("d MMMM y"), moment.zone)
    return Document(
        title=gettext("Summary of %(code)s", code=seen.code),
        lines=[seen.practice, gettext("Made on %(date)s.", date=today), _answered(seen, moment)],
        language=spoken(),
        direction=direction(),
        foot=f"{seen.practice}, {seen.code}, {today}",
        blocks=list(_blocks(seen, moment)),
    )


def _answered(seen: SeenClient, moment: Moment) -> str:
    if seen.answered_since is None:
        return gettext("Nothing answered yet.")
    since = full_date(seen.answered_since, moment.now, moment.zone)
    return gettext("Check-ins answered since %(since)s: %(count)s.", since=since, count=seen.answered)


def _blocks(seen: SeenClient, moment: Moment) -> Iterator[Block]:
    answered = [entry for entry in seen.entries if entry.check_in.result and not entry.check_in.is_opening]
    if answered:
        yield Heading(gettext("The latest session"))
        yield Text(" ".join(_sentences(answered[-1], moment)))
    if seen.held:
        yield Text(gettext("An answer is waiting to be opened. It is not in here."), is_hint=True)
    if seen.course:
        yield from _course(seen.course, moment)
    if goals := _goals(seen):
        yield Heading(gettext("Goals"))
        yield Points(goals)
    if seen.loops:
        yield Heading(gettext("Still open"))
        yield Text(gettext("%(count)s to come back to. They are on the client’s page.", count=len(seen.loops)))  # noqa: RUF001 -- as printed
    yield Text(gettext("Cues to ask, not findings. This is not a risk assessment."), is_hint=True)


def _sentences(entry: HistoryEntry, moment: Moment) -> list[str]:
    check_in = entry.check_in
    measure = catalogue.kept_measure(check_in.measure, check_in.version)
    return list(for_the_record(check_in, measure, entry.repair, moment.zone))


def _course(course: Course, moment: Moment) -> Iterator[Block]:
    latest = latest_of(course)
    yield Heading(gettext("The course so far"))
    if len(course.points) > len(latest.points):
        yield Text(gettext("The latest %(count)s check-ins.", count=len(latest.points)), is_hint=True)
    yield chart_of(latest, moment)
    view = course_view(latest, {}, moment)
    head = [gettext("Date"), *(view.columns if len(view.columns) > 1 else []), gettext("Total"), gettext("Afterwards")]
    yield Table(
        gettext("The latest check-ins, the newest first"),
        head,
        [[row.when, *(row.marks if len(view.columns) > 1 else []), row.total, row.outcome] for row in view.rows[:ROWS]],
    )
    yield Text(view.note, is_hint=True)


def _goals(seen: SeenClient) -> list[str]:
    return [said(words_of(goal.kind, goal.words)) for goal in seen.goals if not (goal.met_at or goal.ended_at)]
