"""All that is kept about a client, as a document that they can read."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from flask_babel import gettext

from kiosk.domain.answers import OBSTACLES, Obstacle, Talk
from kiosk.domain.corrections import Kind
from kiosk.domain.goals import words_of
from kiosk.domain.lifecycle import State
from kiosk.domain.measures import Measure
from kiosk.domain.noted import Became
from kiosk.domain.phrases import Phrase, phrase
from kiosk.domain.place import Place
from kiosk.domain.reasons import why
from kiosk.domain.scoring import points
from kiosk.domain.signs import LABELS
from kiosk.interchange.documents import Block, Document, Heading, Points, Quote, Table, Text
from kiosk.queries.check_ins import Paused, SafetyDone
from kiosk.queries.record import KeptCheckIn, KeptCorrection, KeptGoal, KeptGuess, KeptReading, Record
from kiosk.queries.results import Reason, Result, Withheld
from kiosk.web.shared.languages import direction, languages, name_in_ours, said, short_figure, spoken
from kiosk.web.staff.clients.course import Moment
from kiosk.web.staff.documents.theirs.when import day, day_of, moment, running
from kiosk.web.staff.parts.marks import figure, mark_words

PLACES: Final = {
    Place.ROOM: phrase("Session with %(therapist)s, in the room. Form: %(form)s, version %(version)s."),
    Place.TELEHEALTH: phrase("Session with %(therapist)s, on a call. Form: %(form)s, version %(version)s."),
}
UNANSWERED: Final[Mapping[str, Phrase]] = {
    State.WAITING: phrase("Not answered."),
    State.OPENED: phrase("Not answered."),
    State.EXPIRED: phrase("Not answered."),
    State.UNFINISHED: phrase("Begun, and not sent. Nothing of it was kept."),
    State.WITHDRAWN: phrase("Withdrawn before it was answered."),
}
WITHHELD: Final = {
    Reason.HELD: phrase("Your answer is kept, and your therapist has not opened it yet. So it is not in here."),
    Reason.UNREADABLE: phrase("Your answer is kept, and cannot be read as it is. So it is not in here."),
}
MARKED: Final = {
    "line": phrase("marked on lines"),
    "buttons": phrase("marked with buttons"),
    "faces": phrase("marked with faces"),
    "choice": phrase("marked by choosing"),
    "paper": phrase("typed in from paper"),
    "import": phrase("taken over from another program"),
}
STRAIN: Final = {
    "no": phrase("Nothing got in the way."),
    "partly": phrase("Something partly got in the way."),
    "yes": phrase("Something got in the way."),
}
SORTED_OUT: Final = {"yes": phrase("It was sorted out."), "not-yet": phrase("It was not sorted out yet.")}
WISHES: Final = {
    Talk.NOW: phrase("You wanted to talk about it at once."),
    Talk.NEXT: phrase("You wanted to talk about it the next time."),
    Talk.NO: phrase("You saw no need to talk about it."),
}
CAME: Final = {
    "talked": phrase("%(when)s: you talked about it."),
    "next": phrase("%(when)s: kept for the next time."),
    "not-needed": phrase("%(when)s: no talk about it was needed."),
}
PAUSED: Final[Mapping[str, Phrase]] = {
    "crisis": phrase("an acute crisis"),
    "consent": phrase("you could not choose freely"),
    "screen": phrase("somebody else could see the screen"),
    "other": phrase("another reason"),
}
NOTED: Final[Mapping[str, Phrase]] = {
    Became.HELD: phrase("held, and you were not asked."),
    Became.NO_TIME: phrase("held, and there was no time to ask."),
    Became.FORGOTTEN: phrase("held, and asking was forgotten."),
    Became.CRISIS: phrase("held, and not asked because of a crisis."),
    Became.TECHNICAL: phrase("held, and not asked because of a technical problem."),
    Became.NOT_HELD: phrase("not held."),
}
LOW, LOWER = phrase("A low mark."), phrase("Lower than at other times.")
IN_SHORT: Final[Mapping[str, Phrase]] = {
    "total-low": LOW,
    "line-low": LOW,
    "persistent-low": phrase("Low for a while."),
    "below-expected": LOWER,
    "line-below-expected": LOWER,
    "drop": LOWER,
    "floor": LOW,
    "face-low": LOW,
    "week-worse": LOWER,
    "ceiling": phrase("Very high marks for a while."),
    "first-high": phrase("Very high marks the first time."),
    "straight-line": phrase("All marks alike, and sent fast."),
    "missed": phrase("Other than your therapist had guessed."),
    "repair-seen": phrase("Back to how it was before."),
    "unrepaired": phrase("Not yet back to how it was."),
    "goal-met": phrase("A goal was reached."),
    "too-little": phrase("Too little marked for a total."),
}
"""By rule; what the client said in so many words stands beside it anyway."""
LOOKS: Final[Mapping[str, Phrase]] = {
    "": phrase("your answers were seen"),
    "supervision-read": phrase("seen in supervision"),
    "record-exported": phrase("your record was taken out as a file"),
}
CORRECTED: Final[Mapping[str, Phrase]] = {
    Kind.MOVED: phrase("%(when)s, %(who)s: an answer was moved from or to somebody else’s code."),  # noqa: RUF001 -- as printed
    Kind.SET_ASIDE: phrase("%(when)s, %(who)s: an answer was set aside. It counts for nothing."),
    Kind.RENAMED: phrase("%(when)s, %(who)s: your code was changed."),
    Kind.MERGED: phrase("%(when)s, %(who)s: two codes of yours were put together."),
    Kind.RESCHEDULED: phrase("%(when)s, %(who)s: the day, time or place of a session was corrected."),
}
HANDED_OVER: Final[Mapping[str, Phrase]] = {
    "accepted": phrase("%(when)s: %(giver)s handed over to %(taker)s."),
    "": phrase("%(when)s: %(giver)s offered to hand over to %(taker)s."),
}
NOT_HANDED_OVER: Final = phrase("%(when)s: %(giver)s offered to hand over to %(taker)s. That did not happen.")


def record_document(record: Record, practice: str, now: Moment) -> Document:
    """The document in the language of the page."""
    today = day(now.now, now.zone)
    return Document(
        title=gettext("What is kept about you"),
        lines=[practice, gettext("Made on %(date)s.", date=today)],
        language=spoken(),
        direction=direction(),
        foot=f"{practice}, {today}",
        blocks=list(_blocks(record, now.zone)),
    )


def _blocks(record: Record, zone: str) -> Iterator[Block]:
    yield Text(
        gettext(
            "This is all that the practice keeps about you in this program. Your name is not in it: "
            "you are known by the code %(code)s.",
            code=record.client.code,
        )
    )
    if record.unreadable:
        yield Text(gettext("Entries that cannot be read, and are not in here: %(count)s.", count=record.unreadable))
    yield from _lists(_before(record, zone))
    yield Heading(gettext("Check-ins"))
    if not record.check_ins:
        yield Text(gettext("There are none."))
    for check_in in reversed(record.check_ins):
        yield from _check_in(check_in, zone)
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


def _check_in(check_in: KeptCheckIn, zone: str) -> Iterator[Block]:
    measure, language = check_in.measure, check_in.measure.language_for(spoken())
    yield Heading(moment(check_in.begun_at, zone), 2)
    words = PLACES[Place(check_in.visit.place)].filled(
        therapist=check_in.visit.therapist_name, form=measure.names[language], version=f"{measure.version}"
    )
    yield Text(said(words), is_hint=True)
    response = check_in.response
    if response is None:
        yield Text(said(UNANSWERED.get(check_in.state, UNANSWERED[State.WAITING])))
    elif isinstance(response, Withheld):
        yield Text(said(WITHHELD.get(response.reason, WITHHELD[Reason.HELD])))
    else:
        yield from _answer(response, check_in, zone)
    if check_in.mistake_said_at:
        yield Text(
            gettext("You said that you sent it by mistake: %(when)s.", when=moment(check_in.mistake_said_at, zone))
        )
    yield from _afterwards(check_in, zone)


def _answer(response: Result, check_in: KeptCheckIn, zone: str) -> Iterator[Block]:
    measure, language = check_in.measure, check_in.measure.language_for(spoken())
    if response.declined:
        yield Text(gettext("You chose not to answer."))
    rows = [
        [item.texts[language].question, mark_words(measure, item, language, response.marks[item.id])]
        for item in measure.items
        if item.id in response.marks
    ]
    if rows:
        yield Table("", [gettext("Question"), gettext("Your mark")], rows)
    told = list(_told(response))
    how = said(MARKED.get(response.marked, MARKED["line"]))
    told.append(gettext("Sent: %(when)s, %(how)s.", when=moment(response.received_at, zone), how=how))
    yield Text(" ".join(told))
    if response.words:
        yield Quote(response.words, running(response.words), gettext("You wrote:"))
    if response.words_kept_back:
        yield Text(gettext("What you wrote to a therapist before is kept closed, and is not in here."))
    if reasons := list(dict.fromkeys(_reasons(response, measure, language))):
        yield Text(gettext("What the program pointed out to your therapist:"))
        yield Points(reasons)


def _reasons(response: Result, measure: Measure, language: str) -> Iterator[str]:
    """Say what was found, as the therapist reads it; in a language that their pages have not, in short."""
    is_theirs = spoken() in languages("staff")
    for one in response.signals:
        if is_theirs:
            yield said(why(one, measure, language))
        elif words := IN_SHORT.get(one.rule):
            yield said(words)


def _told(response: Result) -> Iterator[str]:
    if response.score.total is not None:
        most = short_figure(points(response.score.maximum))
        yield gettext("Total: %(total)s of %(most)s.", total=figure(response.score.total), most=most)
    if response.strain in STRAIN:
        yield said(STRAIN[response.strain])
    if response.obstacle:
        yield gettext("What it was: %(what)s.", what=said(OBSTACLES[Obstacle(response.obstacle)]))
    if response.sorted_out in SORTED_OUT:
        yield said(SORTED_OUT[response.sorted_out])
    if response.talk:
        yield said(WISHES[response.talk])
    if response.safety:
        yield gettext("You asked for help staying safe.")


def _afterwards(check_in: KeptCheckIn, zone: str) -> Iterator[Block]:
    if check_in.guess:
        yield Text(_guess(check_in, check_in.guess))
    if check_in.signs:
        noticed = ", ".join(said(LABELS[sign]) for sign in LABELS if sign in {one.kind for one in check_in.signs})
        yield Text(gettext("What your therapist noticed: %(what)s.", what=noticed))
    for repair in check_in.repairs:
        came = CAME.get(repair.outcome, CAME["talked"])
        yield Text(said(came.filled(when=moment(repair.recorded_at, zone))))
        if repair.note:
            yield Quote(repair.note, running(repair.note), gettext("Your therapist’s note:"))  # noqa: RUF001 -- as printed
    for done in check_in.safety_records:
        yield Text(_done(done, zone))
        if done.note:
            yield Quote(done.note, running(done.note), gettext("Note:"))
    if check_in.seen_at:
        yield Text(
            gettext("First seen by your therapist: %(when)s.", when=moment(check_in.seen_at, zone)), is_hint=True
        )


def _guess(check_in: KeptCheckIn, guess: KeptGuess) -> str:
    measure, language = check_in.measure, check_in.measure.language_for(spoken())
    marks = ", ".join(
        f"{item.texts[language].label} {mark_words(measure, item, language, guess.marks[item.id])}"
        for item in measure.items
        if item.id in guess.marks
    )
    told = [gettext("Your therapist’s guess before your answer: %(marks)s.", marks=marks or "–")]  # noqa: RUF001 -- as printed
    if guess.in_the_way is not None:
        told.append(
            gettext("They guessed that something got in the way.")
            if guess.in_the_way
            else gettext("They guessed that nothing got in the way.")
        )
    return " ".join(told)


def _done(done: SafetyDone, zone: str) -> str:
    told = [gettext("After your call for help, %(when)s, %(who)s:", when=moment(done.recorded_at, zone), who=done.by)]
    if done.spoken:
        told.append(gettext("spoke with you."))
    if done.handed_to:
        told.append(gettext("Handed to %(whom)s.", whom=done.handed_to))
    if done.plan_followed:
        told.append(gettext("The plan of the practice was followed."))
    return " ".join(told)


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
