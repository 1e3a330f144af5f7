"""All that is kept about a client, as a document that they can read."""

from collections.abc import Iterable, Iterator, Sequence

from flask_babel import gettext

from kiosk.domain.goals import words_of
from kiosk.domain.noted import Became
from kiosk.interchange.documents import Block, Document, Heading, Points, Table, Text
from kiosk.queries.kept import KeptCorrection, KeptGoal, KeptReading, Record
from kiosk.queries.recorded import Paused
from kiosk.web.shared.languages import direction, name_in_ours, said, spoken
from kiosk.web.staff.clients.course_words import Moment
from kiosk.web.staff.documents.theirs.check_in import check_in_blocks
from kiosk.web.staff.documents.theirs.when import day, day_of, moment
from kiosk.web.staff.documents.theirs.words import (
    CORRECTED,
    EXTENTS,
    HANDED_OVER,
    LOOKS,
    NOT_HANDED_OVER,
    NOTED,
    PAUSED,
    TITLES,
)


def record_document(record: Record, practice: str, now: Moment) -> Document:
    """The document in the language of the page."""
    today = day(now.now, now.zone)
    return Document(
        title=said(TITLES[record.extent].filled(code=record.client.code)),
        lines=[practice, gettext("Made on %(date)s.", date=today)],
        language=spoken(),
        direction=direction(),
        foot=f"{practice}, {today}",
        blocks=list(_blocks(record, now.zone)),
    )


def _blocks(record: Record, zone: str) -> Iterator[Block]:
    yield Text(" ".join(said(one.filled(code=record.client.code)) for one in EXTENTS[record.extent]))
    if record.unreadable:
        yield Text(gettext("Entries that cannot be read, and are not in here: %(count)s.", count=record.unreadable))
    yield from _lists(_before(record, zone))
    yield Heading(gettext("Check-ins"))
    if not record.check_ins:
        yield Text(gettext("There are none."))
    for check_in in reversed(record.check_ins):
        yield from check_in_blocks(check_in, zone)
    yield from _lists(_after(record, zone))
    yield Heading(gettext("Who has seen it"))
    yield from _seen(record, zone)


def _lists(lists: Iterable[tuple[str, Sequence[str]]]) -> Iterator[Block]:
    """Each list under its heading; none where it is empty."""
    for heading, sentences in lists:
        if sentences:
            yield Heading(heading)
            yield Points(sentences)


def _before(record: Record, zone: str) -> Iterator[tuple[str, Sequence[str]]]:
    yield gettext("How you are asked"), list(_asked(record, zone))
    yield gettext("Goals, and what you want to work on"), [_goal(goal, zone) for goal in record.goals]
    yield gettext("Times in which you were not asked"), [_pause(one, zone) for one in record.pauses]
    yield gettext("From one therapist to another"), list(_handovers(record, zone))


def _after(record: Record, zone: str) -> Iterator[tuple[str, Sequence[str]]]:
    became = [(day_of(one.day), said(NOTED.get(one.became, NOTED[Became.HELD]))) for one in record.noted]
    yield gettext("Sessions without a check-in"), [f"{at}: {words}" for at, words in became]
    yield gettext("What was corrected"), [_correction(one, zone) for one in record.corrections]


def _asked(record: Record, zone: str) -> Iterator[str]:
    client = record.client
    yield gettext("Your code: %(code)s.", code=client.code)
    yield gettext(
        "Known since %(date)s, now with %(therapist)s.", date=day(client.made_at, zone), therapist=record.therapist
    )
    if client.language:
        yield gettext("In this language: %(language)s.", language=name_in_ours(client.language))
    if client.larger_text:
        yield gettext("In larger text.")
    if client.opening_measure:
        yield gettext("At the beginning of a session, too: how your week was.")


def _goal(goal: KeptGoal, zone: str) -> str:
    words = said(words_of(goal.kind, goal.words))
    told = [gettext("“%(words)s”, agreed on %(date)s.", words=words, date=day(goal.agreed_at, zone))]
    if goal.met_at:
        told.append(gettext("Reached on %(date)s.", date=day(goal.met_at, zone)))
    if goal.ended_at:
        told.append(gettext("Let go on %(date)s.", date=day(goal.ended_at, zone)))
    return " ".join(told)


def _pause(pause: Paused, zone: str) -> str:
    reason = said(PAUSED.get(pause.reason, PAUSED["other"]))
    begun = day(pause.begun_at, zone)
    if pause.ended_at is None:
        return gettext("Since %(begun)s: %(reason)s.", begun=begun, reason=reason)
    return gettext(
        "From %(begun)s to %(ended)s: %(reason)s.", begun=begun, ended=day(pause.ended_at, zone), reason=reason
    )


def _handovers(record: Record, zone: str) -> Iterator[str]:
    for one in record.handovers:
        words = HANDED_OVER.get(one.outcome, NOT_HANDED_OVER)
        yield said(
            words.filled(when=day(one.ended_at or one.offered_at, zone), giver=one.giver_name, taker=one.taker_name)
        )


def _correction(one: KeptCorrection, zone: str) -> str:
    told = [said(CORRECTED[one.kind].filled(when=moment(one.made_at, zone), who=one.by_name))]
    if one.note:
        told.append(gettext("Note: “%(note)s”", note=one.note))
    if one.undone_at:
        told.append(gettext("Undone: %(when)s.", when=moment(one.undone_at, zone)))
    return " ".join(told)


def _seen(record: Record, zone: str) -> Iterator[Block]:
    yield Text(
        gettext(
            "Each form named, before you sent it, everyone who gets the answer. "
            "Above it says when your therapist first saw it."
        )
    )
    looks = dict.fromkeys(
        (day(one.at, zone), said(LOOKS.get(one.what, LOOKS[""])), _who(one)) for one in record.seen_by
    )
    if looks:
        head = [gettext("Day"), gettext("What"), gettext("Who")]
        yield Table(gettext("As far as it is still kept, once a day:"), head, [list(look) for look in looks])


def _who(one: KeptReading) -> str:
    if one.by_program:
        return gettext("a program of %(who)s", who=one.by_name)
    return one.by_name or gettext("on the server itself")
