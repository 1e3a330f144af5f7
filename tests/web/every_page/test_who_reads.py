"""Recipients are computed: everybody whom a route or command gives an answer was named on the form before."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from html import unescape
from itertools import combinations

import pytest
from werkzeug.wrappers import Response

from kiosk.actions.accounts.api_tokens import WantedToken, make_token
from kiosk.actions.practice.supervise import agree_supervision, end_share, end_supervision, share_words
from kiosk.cli.program import Kiosk
from kiosk.domain.actors import ByLink, Role, Scope
from kiosk.domain.recipients import Named, Recipient
from kiosk.queries.forms import Form, read_form
from kiosk.storage.tables import Client, SharedWords, Supervision
from kiosk.web.checkin.who_sees import who_sees
from tests.support.pdf import printed
from tests.support.practice import Cast, Waiting
from tests.support.stored import stored
from tests.web.browsing import NOW, Desk
from tests.web.every_route import ROWS, Asker, World, address, make_world, routes

WORDS = "Nobody but her: the yellow door."
MARKS = {"understood": "2.9", "topics": "3.1", "approach": "3.7", "overall": "4.0"}
TOTAL = "13.7"
"""Of these marks, and on no other page of this world."""
YESTERDAY = NOW - timedelta(days=1)
"""On a later day the day page too says what somebody wanted to talk about."""
GIVING: Mapping[str, Recipient] = dict.fromkeys(
    """
    day.day visits.visit visits.live check_ins.live clients.everybody clients.client clients.agree record.record
    record.summary record.plain
    loops.loops
    """.split(),
    Recipient.THERAPIST,
) | dict.fromkeys(
    "api.visit api.check_in api.history fhir.response fhir.responses fhir.observation fhir.observations".split(),
    Recipient.PROGRAM,
)
"""Each route of the staff and of programs that gives an answer away, and whom it serves: a new one is entered here."""
HANDED_OUT = {"export", "backup"}
"""Commands that give answers to the person who keeps the server: they hold the database and its key anyway."""
GIVE_NOTHING = {
    "api-token",
    "demo",
    "doctor",
    "erase",
    "handover",
    "import",
    "init",
    "key",
    "measure",
    "migrate",
    "move",
    "person",
    "restore",
    "restored",
    "retain",
    "serve",
    "study",
    "verify",
}
CODE, STREAM = "C-990", "events.events"
OTHERS = (
    Named(Recipient.SUPERVISOR, "Sam"),
    Named(Recipient.WORDS_SUPERVISOR, "Toni"),
    Named(Recipient.PROGRAM, "Bookings"),
    Named(Recipient.RECORD_SYSTEM, "Practice Records"),
)


PROGRAM = "Record system"
"""The program of Alice's whose token reads results and words."""


@pytest.fixture
def world(stage: Callable[[], Cast]) -> World:
    """Everybody, with one program of Alice's that reads and one of Bob's."""
    world = make_world(stage())
    programs = {"program": (world.cast.alice, PROGRAM), "bobs": (world.cast.bob, "Of Bob")}
    made = {key: Asker(name, bearer(world.cast, person, name)) for key, (person, name) in programs.items()}
    return World(world.cast, {**world.askers, **made}, world.owned)


def bearer(cast: Cast, person: int, name: str) -> Desk:
    """A program with a token of this person's that was made days ago and may do all there is."""
    client = cast.app.test_client()
    made_at = YESTERDAY - timedelta(days=1)
    with cast.on_stage():
        secret = make_token(cast.actor(person), WantedToken(name, list(Scope)), made_at)
    client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {secret}"
    return Desk(client)


def form_behind(cast: Cast, waiting: Waiting) -> Form:
    with cast.on_stage():
        found = read_form(ByLink(waiting.token), YESTERDAY)
        assert found
        return found


def answered(cast: Cast, waiting: Waiting) -> None:
    cast.send(waiting, YESTERDAY, words=WORDS, talk="next", **MARKS)


def asked_everywhere(world: World, waiting: Waiting, senders: Collection[str]) -> Iterator[tuple[str, Asker, str]]:
    """Everybody asks for each page with the ids of that check-in; whoever sends something, with each form too."""
    client = stored(world.cast, Client.public_id, where=Client.code_index == CODE)[0]
    ids = {"visit_id": waiting.visit, "check_in_id": waiting.check_in, "client_id": client}
    for method, rule in sorted(routes(world.cast.app), key=lambda each: each[0]):
        sends = method == "POST"
        if rule.endpoint == STREAM or (sends and not rule.arguments & ids.keys()):
            continue
        for asker in [world.askers[name] for name in (senders if sends else world.askers)]:
            others = {part: owned[0] for part, table in ROWS.items() if (owned := world.owned.of(asker, table))}
            with asker.ask(method, address(rule, others | ids)) as response:
                yield rule.endpoint, asker, said_in(response)


def said_in(response: Response) -> str:
    """All that is read there, in a file as well."""
    if response.mimetype == "application/pdf":
        return printed(response.data).text
    return unescape(response.get_data(as_text=True))


def given(world: World, waiting: Waiting, *senders: str) -> set[tuple[str, str]]:
    """The routes that gave the answer away, each with the name of whom it was given to."""
    return {
        (endpoint, asker.staff.name if asker.staff else asker.name)
        for endpoint, asker, page in asked_everywhere(world, waiting, senders)
        if WORDS in page or TOTAL in page
    }


def test_every_route_that_gives_an_answer_serves_somebody_whom_the_form_named(world: World) -> None:
    waiting = world.cast.begin(CODE, at=YESTERDAY)
    form = form_behind(world.cast, waiting)
    answered(world.cast, waiting)
    found = given(world, waiting, "alice")
    assert {endpoint for endpoint, _ in found} == GIVING.keys(), "enter it, and see that the form names whom it serves"
    assert {GIVING[endpoint] for endpoint, _ in found} == {one.kind for one in form.recipients}
    assert {name for _, name in found} == {one.name for one in form.recipients}
    assert [name for _, name in found if name not in str(who_sees(form))] == []


def test_nobody_gets_an_answer_whose_therapist_can_no_longer_log_in(world: World) -> None:
    waiting = world.cast.begin(CODE, at=YESTERDAY)
    world.cast.give(world.cast.bob, Role.THERAPIST, Role.ADMINISTRATOR)
    world.cast.disable(world.cast.alice)
    assert [one.kind for one in form_behind(world.cast, waiting).recipients] == [Recipient.PRACTICE]
    answered(world.cast, waiting)
    assert given(world, waiting) == set()
    assert given(world, waiting, "bob", "ada") == {("left_record.take", "Bob"), ("left_record.take", "Ada")}


def test_a_supervisor_sees_only_what_became_of_forms_that_named_them(world: World) -> None:
    cast, sam = world.cast, world.askers["sam"].staff
    assert sam
    low = {"words": WORDS, "talk": "no", **MARKS}
    cast.send(cast.begin("C-991", at=YESTERDAY - timedelta(days=1)), YESTERDAY - timedelta(days=1), **low)
    with cast.on_stage():
        agree_supervision(cast.actor(cast.alice), sam.id, YESTERDAY - timedelta(hours=1))
    waiting = cast.begin(CODE, at=YESTERDAY)
    form = form_behind(cast, waiting)
    assert [(one.kind, one.name) for one in form.recipients] == [
        (Recipient.THERAPIST, "Alice"),
        (Recipient.SUPERVISOR, "Sam"),
        (Recipient.PROGRAM, PROGRAM),
    ]
    assert "Sam helps your therapist and sees how it went, by code and without your words." in str(who_sees(form))
    answered(cast, waiting)
    agreement = stored(cast, Supervision.public_id, where=Supervision.agreed_at < YESTERDAY)[0]
    page = world.askers["sam"].ask("GET", f"/supervision/{agreement}").text
    assert (CODE in page, "C-991" in page, WORDS in page, TOTAL in page) == (True, False, False, False)
    with cast.on_stage():
        end_supervision(cast.actor(cast.alice), agreement, NOW)
    assert CODE not in world.askers["sam"].ask("GET", f"/supervision/{agreement}").text
    left = [one.kind for one in form_behind(cast, cast.begin(CODE, at=YESTERDAY)).recipients]
    assert left == [Recipient.THERAPIST, Recipient.PROGRAM]


def test_a_supervisor_reads_a_client_s_words_only_where_they_are_shared_and_the_form_said_so(world: World) -> None:
    cast, sam = world.cast, world.askers["sam"].staff
    assert sam
    with cast.on_stage():
        agree_supervision(cast.actor(cast.alice), sam.id, YESTERDAY - timedelta(hours=2))
    cast.send(cast.begin(CODE, at=YESTERDAY - timedelta(hours=1)), YESTERDAY - timedelta(hours=1), words="not yet said")
    agreement = stored(cast, Supervision.public_id, where=Supervision.agreed_at < YESTERDAY)[0]
    client = stored(cast, Client.public_id, where=Client.code_index == CODE)[0]
    with cast.on_stage():
        share_words(cast.actor(cast.alice), agreement, client, YESTERDAY - timedelta(minutes=30))
    other, waiting = cast.begin("C-991", at=YESTERDAY), cast.begin(CODE, at=YESTERDAY)
    assert Recipient.WORDS_SUPERVISOR not in {one.kind for one in form_behind(cast, other).recipients}
    form = form_behind(cast, waiting)
    assert [one.name for one in form.recipients if one.kind is Recipient.WORDS_SUPERVISOR] == ["Sam"]
    assert "Sam helps your therapist, sees how it went, and can read your words too." in str(who_sees(form))
    answered(cast, waiting)
    cast.send(other, YESTERDAY, words="of somebody else", talk="no")
    page = world.askers["sam"].ask("GET", f"/supervision/{agreement}").text
    assert [words in page for words in (WORDS, "not yet said", "of somebody else", TOTAL)] == [
        True,
        False,
        False,
        False,
    ]
    assert WORDS not in world.askers["ada"].ask("GET", f"/supervision/{agreement}").text
    share = stored(cast, SharedWords.public_id)[-1]
    with cast.on_stage():
        end_share(cast.actor(cast.alice), agreement, share, NOW)
    assert WORDS not in world.askers["sam"].ask("GET", f"/supervision/{agreement}").text


def test_every_command_is_known_to_give_answers_or_none() -> None:
    assert Kiosk.modules.keys() == HANDED_OUT | GIVE_NOTHING


@pytest.mark.parametrize("others", [(), *combinations(OTHERS, 1), OTHERS], ids=len)
def test_the_form_names_everybody_who_gets_the_answer(cast: Cast, others: tuple[Named, ...]) -> None:
    form = form_behind(cast, cast.begin(CODE, at=YESTERDAY))
    said = str(who_sees(replace(form, recipients=(*form.recipients, *others))))
    assert [one.name for one in (*form.recipients, *others) if one.name not in said] == []
    assert said.startswith("Alice will see this right away")
    assert said.count(".") == 1 + len(others)


def test_every_kind_of_recipient_has_words_of_its_own(cast: Cast) -> None:
    form = form_behind(cast, cast.begin(CODE, at=YESTERDAY))
    said = {str(who_sees(replace(form, recipients=(Named(kind, "N"),)))) for kind in Recipient}
    assert len(said) == len(Recipient)
