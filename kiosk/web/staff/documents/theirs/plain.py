"""The plain summary for a client to take along: what they marked and wrote, and what they are aiming for."""

from collections.abc import Iterator

from flask_babel import gettext

from kiosk.domain.goals import words_of
from kiosk.domain.scoring import points
from kiosk.interchange.documents import Block, Document, Heading, Points, Quote, Text
from kiosk.queries.client import SeenClient
from kiosk.queries.courses import Course
from kiosk.web.shared.languages import direction, said, short_figure, spoken
from kiosk.web.staff.clients.course_words import Moment
from kiosk.web.staff.documents.charts import latest_of, plain_chart_of
from kiosk.web.staff.documents.theirs.when import day, running
from kiosk.web.staff.parts.marks import figure

MOST_WORDS = 8
"""The latest of their own words; all of them are in their record."""


def plain_document(seen: SeenClient, moment: Moment) -> Document:
    """Nothing of a rule, a cue or a note is in it."""
    today = day(moment.now, moment.zone)
    return Document(
        title=gettext("Your check-ins"),
        lines=[
            seen.practice,
            gettext("Made on %(date)s.", date=today),
            gettext("Your code: %(code)s.", code=seen.code),
        ],
        language=spoken(),
        direction=direction(),
        foot=f"{seen.practice}, {today}",
        blocks=list(_blocks(seen, moment)),
    )


def _blocks(seen: SeenClient, moment: Moment) -> Iterator[Block]:
    if seen.course:
        yield Heading(gettext("What you marked"))
        yield from _course(seen.course, moment)
    if seen.week:
        yield Heading(gettext("How your weeks were"))
        yield from _course(seen.week, moment)
    if not (seen.course or seen.week):
        yield Text(gettext("Nothing is marked yet."))
    written = [
        (entry.check_in.begun_at, result.words)
        for entry in reversed(seen.entries)
        if (result := entry.check_in.result) and result.words
    ]
    if written:
        yield Heading(gettext("What you wrote"))
        yield from (Quote(words, running(words), day(at, moment.zone)) for at, words in written[:MOST_WORDS])
    goals = [goal for goal in seen.goals if not (goal.met_at or goal.ended_at)]
    for heading, is_priority in (
        (gettext("What you want to work on"), True),
        (gettext("What you are aiming for"), False),
    ):
        told = [said(words_of(goal.kind, goal.words)) for goal in goals if goal.is_priority is is_priority]
        if told:
            yield Heading(heading)
            yield Points(told)
    yield Text(
        gettext(
            "Ask in the practice about anything you read here. It says what you marked. "
            "It is not a test of you, and it is not about risk."
        ),
        is_hint=True,
    )


def _course(course: Course, moment: Moment) -> Iterator[Block]:
    latest = latest_of(course)
    known = [point.score.total for point in latest.points if point.score and point.score.total is not None]
    if not known:
        yield Text(gettext("There is no complete total yet."))
        return
    words = gettext(
        "Your totals from %(first)s to %(last)s, of at most %(most)s: between %(lowest)s and %(highest)s, "
        "the latest %(latest)s.",
        first=day(latest.points[0].entry.check_in.begun_at, moment.zone),
        last=day(latest.points[-1].entry.check_in.begun_at, moment.zone),
        most=short_figure(points(course.measure.maximum)),
        lowest=figure(min(known)),
        highest=figure(max(known)),
        latest=figure(known[-1]),
    )
    yield plain_chart_of(latest, moment, gettext("Your totals over time"), words)
    yield Text(words)
    yield Text(gettext("Higher means better for you. A ring: you talked about it."), is_hint=True)
