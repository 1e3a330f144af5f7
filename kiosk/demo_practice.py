"""The invented practice of the demo: its clients, and what they answered over the last weeks."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from kiosk import zones
from kiosk.actions.accounts.links import make_link
from kiosk.actions.accounts.manage_people import add_person
from kiosk.actions.accounts.passwords import hash_password
from kiosk.actions.accounts.set_up import FIRST_ROLES, make_practice
from kiosk.actions.check_ins.submit import Sending, submit_check_in
from kiosk.actions.clients.asking import Choices, change_asking
from kiosk.actions.clients.priorities import add_priorities
from kiosk.actions.tablets.pair import make_tablet
from kiosk.actions.visits.change import Outcome, note_seen, record_repair, reveal_result
from kiosk.actions.visits.new_codes import AskWhose
from kiosk.actions.visits.open import Opened, Wanted, open_visit
from kiosk.actions.visits.open_at_start import open_at_start
from kiosk.actions.visits.open_together import OpenedTogether
from kiosk.actions.visits.still_open import AlreadyOpen
from kiosk.domain.actors import ByLink, CommandLine, Staff
from kiosk.domain.answers import RawAnswers
from kiosk.domain.permissions import Permission, as_therapist
from kiosk.domain.place import Place
from kiosk.domain.public_ids import PublicId
from kiosk.domain.visit_kinds import ONE_CLIENT
from kiosk.keys import keys
from kiosk.storage import people, visits
from kiosk.storage.db import reading
from kiosk.storage.sessions import ReadSession
from kiosk.storage.tables import Person, Practice
from kiosk.storage.work import unit_of_work

A_WEEK = timedelta(days=7)
LINES = ("understood", "topics", "approach", "overall")
LINES_OF_A_WEEK = ("myself", "people", "work", "week")
BEFORE_IT_ENDS = timedelta(minutes=50)
"""The time from an opening check-in to the closing one of the same session."""


@dataclass(frozen=True)
class Story:
    """One invented client: the marks of each week so far, words that came with some, and what came of it.

    `talked` is the week after which it was talked about; `left` is what was left for next time after the last one.
    """

    code: str
    place: Place
    weeks: tuple[tuple[float, float, float, float], ...]
    words: Mapping[int, str]
    left: str = ""
    talked: int | None = None
    before: tuple[tuple[float, float, float, float], ...] = ()
    """The answers about each week, from the first of these sessions to the last."""
    wants: tuple[str, ...] = ()
    """The client's own list of what to work on."""


PASSWORD_BYTES: Final = 9


@dataclass(frozen=True)
class Ways:
    """The ways into a demo: Dana's link and the tablet's, which work once, and the form that waits."""

    therapist: str
    form: str
    tablet: str
    password: str
    """Dana's, for what asks for a fresh proof."""


FOR_HELP = {
    "de": "Wenn Sie jetzt gleich Hilfe brauchen:",
    "es": "Para recibir ayuda ahora mismo:",
    "fr": "Pour une aide immédiate :",
    "ar": "عند الحاجة إلى مساعدة الآن:",
}
"""The practice's crisis sentence, in the languages besides its own."""
STORIES = (
    Story("C-030", Place.TELEHEALTH, ((8.8, 8.9, 9.0, 8.9), (9.0, 9.1, 8.8, 9.0), (9.1, 8.9, 9.0, 9.2)), {}),
    Story(
        "C-021",
        Place.ROOM,
        ((9.0, 8.8, 9.2, 9.1), (9.2, 9.0, 9.0, 9.3), (9.1, 9.2, 9.1, 9.0), (8.0, 7.6, 8.8, 8.4)),
        {3: "I did not know how to say that I was tired."},
        left="Begin with the letter, not with my questions.",
    ),
    Story(
        "C-003",
        Place.ROOM,
        ((8.6, 8.9, 9.0, 8.8), (6.9, 8.4, 8.6, 8.0), (8.9, 9.2, 9.1, 9.2), (9.3, 9.4, 9.2, 9.4)),
        {1: "It went a bit fast for me."},
    ),
    Story(
        "C-014",
        Place.ROOM,
        (
            (8.2, 8.0, 8.5, 8.3),
            (8.8, 8.7, 9.0, 8.8),
            (9.0, 8.8, 9.1, 9.0),
            (9.3, 9.1, 9.2, 9.4),
            (9.1, 8.9, 9.2, 9.2),
            (7.2, 8.0, 8.8, 8.1),
            (9.2, 9.0, 9.1, 9.3),
            (9.3, 9.1, 9.3, 9.4),
            (9.4, 9.0, 9.2, 9.6),
        ),
        {5: "I lost the thread when we came to my father."},
        talked=5,
        before=(
            (4.1, 5.6, 5.2, 4.4),
            (4.8, 6.0, 5.1, 5.0),
            (3.2, 4.9, 4.7, 3.5),
            (5.4, 6.3, 5.8, 5.6),
            (5.9, 6.8, 6.1, 6.2),
            (6.2, 6.6, 6.4, 6.5),
        ),
        wants=("Being able to say no at work", "Sleeping through the night", "Calling my sister again"),
    ),
)


def furnish(now: datetime) -> Ways:
    """Invent the practice."""
    zone = zones.of_this_machine() or zones.UNIVERSAL
    practice_id = make_practice(CommandLine(), "Lindenhof Practice", zone, now - 12 * A_WEEK)
    password = secrets.token_urlsafe(PASSWORD_BYTES)
    hashed = hash_password(password)
    with unit_of_work(CommandLine(), now) as work:
        practice = work.session.get_one(Practice, practice_id)
        practice.crisis_text, practice.crisis_number = "If you need help right now:", "0800 555 0134"
        practice.crisis_language, practice.crisis_texts = "en", FOR_HELP
        dana = add_person(work, practice_id, "Dana", "dana@lindenhof.example", hashed, FIRST_ROLES)
    person = people.staff(reading().get_one(Person, dana.id))
    for place, story in enumerate(STORIES):
        _live_through(story, person, now - timedelta(hours=place + 1))
    waiting = _opened(open_visit(person, "C-014", "session-check", Place.ROOM, now))
    link, tablet = (
        make_link(CommandLine(), practice_id, dana.id, now),
        make_tablet(CommandLine(), practice_id, "Room 2", now),
    )
    return Ways(link, keys().link_token(waiting.check_in, 1), tablet, password)


def _live_through(story: Story, person: Staff, last: datetime) -> None:
    """Every week of a client's story, through the same acts that a real one goes through."""
    for week, marks in enumerate(story.weeks):
        at = last - A_WEEK * (len(story.weeks) - week)
        if week >= (first := len(story.weeks) - len(story.before)):
            _ask_how_the_week_was(story, person, story.before[week - first], at - BEFORE_IT_ENDS)
        opened = _opened(open_visit(person, story.code, "session-check", story.place, at))
        _answer(person, opened.check_in, LINES, marks, at, story.words.get(week, ""))
        if week == story.talked:
            record_repair(person, opened.check_in, Outcome.TALKED, "", at + timedelta(minutes=2))
        if story.left and week == len(story.weeks) - 1:
            record_repair(person, opened.check_in, Outcome.NEXT, story.left, at + timedelta(minutes=2))
    if story.wants:
        with unit_of_work(person, last) as work:
            client = _client(work.session, person, story.code)
        add_priorities(person, client, "\n".join(story.wants), last)


def _ask_how_the_week_was(story: Story, person: Staff, marks: Sequence[float], at: datetime) -> None:
    """The opening check-in of a session; it is switched on for this client, and stays so."""
    with unit_of_work(person, at) as work:
        client = _client(work.session, person, story.code)
    change_asking(person, client, Choices(opening_measure="week-check"), at)
    begun = open_at_start(person, ONE_CLIENT, [Wanted(story.code, "")], story.place, at)
    if not isinstance(begun, OpenedTogether):
        raise TypeError(str(begun))
    with unit_of_work(person, at) as work:
        found = visits.visit_of(work.session, begun.visit, as_therapist(person, Permission.ASK_CLIENTS))
        check_ins = [check_in.public_id for check_in in found.check_ins] if found else []
    for check_in in check_ins:
        _answer(person, check_in, LINES_OF_A_WEEK, marks, at)


def _client(session: ReadSession, person: Staff, code: str) -> PublicId:
    found = visits.client_by_code(session, as_therapist(person, Permission.ASK_CLIENTS), code)
    if found is None:
        raise LookupError(code)
    return found.public_id


def _answer(  # noqa: PLR0913, PLR0917 -- whose, which, what is marked, when, and the words
    person: Staff, check_in: PublicId, lines: Sequence[str], marks: Sequence[float], at: datetime, words: str = ""
) -> None:
    """The client answers, and the therapist looks at it."""
    items = dict(zip(lines, (f"{mark:.1f}" for mark in marks), strict=True))
    sending = Sending(check_in, secrets.token_hex(8), at, RawAnswers(items=items, marked="line", words=words))
    submit_check_in(ByLink(keys().link_token(check_in, 1)), sending, at + timedelta(seconds=18))
    reveal_result(person, check_in, at + timedelta(minutes=1))
    note_seen(person, check_in, at + timedelta(minutes=1))


def _opened(outcome: Opened | AlreadyOpen | AskWhose) -> Opened:
    if not isinstance(outcome, Opened):
        raise TypeError(str(outcome))
    return outcome
