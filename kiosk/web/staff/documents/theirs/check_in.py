"""One check-in in a client's record: what they answered, and what was noted of it afterwards."""

from collections.abc import Iterator

from flask_babel import gettext

from kiosk.domain.answers import OBSTACLES, Obstacle
from kiosk.domain.lifecycle import State
from kiosk.domain.measures import Measure
from kiosk.domain.reasons import why
from kiosk.domain.scoring import points
from kiosk.domain.signs import LABELS
from kiosk.interchange.documents import Block, Heading, Points, Quote, Table, Text
from kiosk.queries.kept import KeptCheckIn, KeptGuess
from kiosk.queries.recorded import SafetyDone
from kiosk.queries.results import Result, Withheld, WithheldReason
from kiosk.web.shared.languages import languages, said, short_figure, spoken
from kiosk.web.staff.documents.theirs.when import moment, running
from kiosk.web.staff.documents.theirs.words import (
    CAME,
    IN_SHORT,
    MARKED,
    PLACES,
    SORTED_OUT,
    STRAIN,
    UNANSWERED,
    WISHES,
    WITHHELD,
)
from kiosk.web.staff.parts.marks import figure, mark_words


def check_in_blocks(check_in: KeptCheckIn, zone: str) -> Iterator[Block]:
    """The blocks of one check-in, under the moment at which it began."""
    measure, language = check_in.measure, check_in.measure.language_for(spoken())
    yield Heading(moment(check_in.begun_at, zone), 2)
    if (where := PLACES.get(check_in.visit.place)) is not None:
        form = {"form": measure.names[language], "version": f"{measure.version}"}
        yield Text(said(where.filled(therapist=check_in.visit.therapist_name, **form)), is_hint=True)
    response = check_in.response
    if response is None:
        yield Text(said(UNANSWERED.get(check_in.state, UNANSWERED[State.WAITING])))
    elif isinstance(response, Withheld):
        yield Text(said(WITHHELD.get(response.reason, WITHHELD[WithheldReason.HELD])))
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
    # For translators: the comma stands between figures such as 1.5
    marks = gettext(", ").join(
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
