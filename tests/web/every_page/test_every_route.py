"""The gate: every route as every kind of actor, with everybody's ids; a foreign id is as one that never was."""

import re
from collections.abc import Callable, Iterator, Mapping

import pytest
from sqlalchemy import select
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from kiosk.domain.permissions import Permission, may
from kiosk.storage.db import reading
from kiosk.storage.tables import Base, CheckIn, Client, OpenLoop, Tablet, Visit
from tests.support.practice import Cast
from tests.support.stored import dump
from tests.web.api.calling import program
from tests.web.browsing import hidden
from tests.web.every_route import CLASSIFIED, NEVER, ROWS, TEXTS, Asker, Room, World, address, make_world, routes

THERAPISTS = ("alice", "bob", "carol")
STAFF = (*THERAPISTS, "sam", "ada")
ASKERS = ("nobody", "client", "tablet", *STAFF)
LOGIN, REFUSED, NOT_FOUND = 401, 403, 404
OTHERWISE = {"to_tablet.ask_to_free": 303, "to_tablet.free": 422}
"""From one's own visit, whatever tablet is named: it leads back, or says that the form cannot be shown there."""
SECRETS = {"token", "secret", "link", "page", "key"}
"""The parts of addresses that only those know who were given them."""


@pytest.fixture(scope="module")
def made() -> list[World]:
    """The world, once a test has made it: no test here depends on what another did in it."""
    return []


@pytest.fixture
def world(made: list[World], lasting_stage: Callable[[], Cast]) -> World:
    if not made:
        made.append(make_world(lasting_stage()))
    return made[0]


def staff_routes(world: World) -> Iterator[tuple[str, Rule, Permission]]:
    for method, rule in routes(world.cast.app):
        audience = CLASSIFIED[rule.endpoint]
        if isinstance(audience, Permission):
            yield method, rule, audience


def gate(asker: Asker, permission: Permission) -> int | None:
    """The status with which the gate turns somebody away; None for whoever may come in."""
    if asker.name == "tablet":
        return REFUSED
    if asker.staff is None:
        return LOGIN
    return None if may(asker.staff, permission) else REFUSED


def named(rule: Rule) -> list[str]:
    """The parts of its address that are ids."""
    return sorted(rule.arguments & ROWS.keys())


def foreign_addresses(world: World, asker: Asker, rule: Rule) -> Iterator[tuple[str, str]]:
    """Addresses that name something of somebody else's, each with the same address of what never was."""
    parts = named(rule)
    for chosen in range(1, 2 ** len(parts)):
        foreign = [part for place, part in enumerate(parts) if chosen >> place & 1]
        own = {part: world.owned.of(asker, ROWS[part])[:1] for part in parts if part not in foreign}
        if not all(own.values()):
            continue
        theirs = [world.owned.foreign(asker, ROWS[part]) for part in foreign]
        for ids in zip(*theirs, strict=False):
            kept = {part: one for part, (one,) in own.items()}
            never = {part: NEVER[ROWS[part]] for part in foreign}
            yield address(rule, kept | dict(zip(foreign, ids, strict=True))), address(rule, kept | never)


def seen(response: TestResponse, path: str) -> tuple[int, bytes, Mapping[str, str], list[str]]:
    """Everything that comes back, but for the address itself where the page says it."""
    headers = {name: value for name, value in response.headers if name not in {"Set-Cookie", "Content-Length"}}
    cookies = [cookie.partition("=")[0] for cookie in response.headers.getlist("Set-Cookie")]
    body = response.data.replace(path.encode(), b"PATH")
    return response.status_code, body, {name: value.replace(path, "PATH") for name, value in headers.items()}, cookies


def test_every_route_is_classified_and_nothing_else_is(cast: Cast) -> None:
    there = {rule.endpoint for _, rule in routes(cast.app)}
    assert there - CLASSIFIED.keys() == set(), "enter them in tests/web/every_route.py"
    assert CLASSIFIED.keys() - there == set(), "these are gone"


def test_every_part_of_an_address_is_known_as_an_id_or_as_a_secret(cast: Cast) -> None:
    found = {part for _, rule in routes(cast.app) for part in rule.arguments}
    assert found == ROWS.keys() | SECRETS | TEXTS.keys()


def test_everybody_has_something_of_each_table_and_somebody_else_has_too(world: World) -> None:
    for table in set(ROWS.values()):
        assert [name for name in THERAPISTS if not world.owned.of(world.askers[name], table)] == []
        assert [name for name in STAFF if not world.owned.foreign(world.askers[name], table)] == []


@pytest.mark.parametrize("name", ASKERS)
def test_what_is_not_theirs_is_byte_for_byte_what_never_was(world: World, name: str) -> None:
    asker, before, asked = world.askers[name], dump(world.cast), 0
    for method, rule, permission in staff_routes(world):
        for theirs, never in foreign_addresses(world, asker, rule):
            answer, nothing = asker.ask(method, theirs), asker.ask(method, never)
            assert seen(answer, theirs) == seen(nothing, never), (method, theirs)
            assert answer.status_code in {gate(asker, permission) or NOT_FOUND, OTHERWISE.get(rule.endpoint)}, theirs
            asked += 1
    assert asked > 50
    assert dump(world.cast) == before


@pytest.mark.parametrize("name", ASKERS)
def test_a_secret_that_never_was_opens_nothing_for_anybody(world: World, name: str) -> None:
    asker, before = world.askers[name], dump(world.cast)
    for method, rule in routes(world.cast.app):
        if rule.arguments & SECRETS:
            answer = asker.ask(method, address(rule, {}))
            assert answer.status_code in {302, 303, *range(400, 500)} or not answer.data, (method, rule.rule)
    assert dump(world.cast) == before


def test_a_link_that_is_used_up_is_as_one_that_never_was(world: World) -> None:
    nobody, used = world.askers["nobody"], world.cast.one_time_link(world.cast.bob)
    phone = world.cast.app.test_client()
    token = hidden(phone.get(used), "csrf_token")
    assert phone.post(used, data={"csrf_token": token}).status_code == 303
    for method in ("GET", "POST"):
        never = f"/open/{'x' * len(used.removeprefix('/open/'))}"
        assert seen(nobody.ask(method, used), used) == seen(nobody.ask(method, never), never)


@pytest.mark.parametrize("name", THERAPISTS)
def test_a_therapist_finds_what_is_theirs(world: World, name: str) -> None:
    asker, found = world.askers[name], set()
    for method, rule, permission in staff_routes(world):
        if method == "GET" and named(rule) and not gate(asker, permission):
            own = (world.owned.of(asker, ROWS[part]) for part in named(rule))
            asked = [address(rule, dict(zip(named(rule), ids, strict=True))) for ids in zip(*own, strict=False)]
            statuses = {asker.ask(method, path).status_code for path in asked}
            assert statuses <= {200, 303, NOT_FOUND}
            found |= {rule.endpoint} if statuses & {200, 303} else set()
    assert found >= {"visits.visit", "clients.client", "asking.asking", "record.record", "code_alone.code"}


@pytest.mark.parametrize("name", ASKERS)
def test_everybody_gets_into_the_rooms_of_their_roles_and_into_no_other(world: World, name: str) -> None:
    asker = world.askers[name]
    for method, rule, permission in staff_routes(world):
        if named(rule):
            continue
        with asker.ask(method, address(rule, {})) as answer:
            if refused := gate(asker, permission):
                assert answer.status_code == refused, (method, rule.rule)
            else:
                assert answer.status_code not in {LOGIN, REFUSED, NOT_FOUND, 500}, (method, rule.rule)


@pytest.mark.parametrize("name", THERAPISTS)
def test_a_form_that_names_what_is_not_theirs_touches_nothing_of_it(world: World, name: str) -> None:
    asker, others = world.askers[name], dump_of_others(world, world.askers[name])
    start = {"client": f"C-{name}", "measure": "session-check", "place": "room"}
    for tablet in world.owned.foreign(asker, Tablet):
        refused = asker.ask("POST", "/visits", start | {"tablet": tablet})
        assert seen(refused, "/") == seen(asker.ask("POST", "/visits", start | {"tablet": NEVER[Tablet]}), "/")
        assert refused.status_code == 422
    for check_in in world.owned.foreign(asker, CheckIn):
        assert asker.ask("POST", "/visits", start | {"instead": check_in}).status_code in {303, 409}
    assert dump_of_others(world, asker) == others


def dump_of_others(world: World, asker: Asker) -> list[tuple[object, ...]]:
    """Read the state of every form and tablet that is not theirs."""
    with world.cast.on_stage():
        forms = select(CheckIn.id, CheckIn.state).join(CheckIn.visit).order_by(CheckIn.id)
        shown = select(Tablet.id, Tablet.check_in_id, Tablet.turn).order_by(Tablet.id)
        staff = asker.staff
        assert staff
        return [
            *map(tuple, reading().execute(forms.where(Visit.therapist_id != staff.person_id))),
            *map(tuple, reading().execute(shown.where(Tablet.practice_id != staff.practice_id))),
        ]


PLACES: Mapping[str, tuple[type[Base], ...]] = {
    "/api/v1/clients?after={}": (Client,),
    "/api/v1/events?after={}": (Visit, CheckIn),
    "/api/v1/open-loops?after={}": (OpenLoop, Client),
    "/fhir/Patient?_id={}": (Client,),
    "/fhir/Patient?_after={}": (Client,),
    "/fhir/Encounter?_id={}": (Visit,),
    "/fhir/Encounter?patient={}": (Client,),
    "/fhir/Encounter?_after={}": (Visit,),
    "/fhir/Observation?_id={}": (CheckIn,),
    "/fhir/Observation?encounter={}": (Visit,),
    "/fhir/Observation?subject=Patient/{}": (Client,),
    "/fhir/Observation?_after={}": (CheckIn,),
    "/fhir/QuestionnaireResponse?_id={}": (CheckIn,),
    "/fhir/QuestionnaireResponse?encounter=Encounter/{}": (Visit,),
    "/fhir/QuestionnaireResponse?patient={}": (Client,),
    "/fhir/QuestionnaireResponse?_after={}": (CheckIn,),
}
"""Searches of programs, with the tables whose ids they take; the routes themselves are found by their rules."""


@pytest.mark.parametrize("name", THERAPISTS)
def test_what_is_not_theirs_is_for_a_program_what_never_was(world: World, name: str) -> None:
    asker, before, asked = world.askers[name], dump(world.cast, "api_tokens", "audit", "chain"), 0
    assert asker.staff
    caller = program(world.cast, person=asker.staff.person_id)
    rules = [(method, rule) for method, rule in routes(world.cast.app) if CLASSIFIED[rule.endpoint] is Room.PROGRAM]
    pairs = [(method, *one) for method, rule in rules for one in foreign_addresses(world, asker, rule)]
    for search, tables in PLACES.items():
        for table in tables:
            ids = world.owned.foreign(asker, table)
            pairs += [("GET", search.format(one), search.format(NEVER[table])) for one in ids]
    for method, theirs, never in pairs:
        answer, nothing = (
            caller.open(path, method=method, json={"ending": "done", "kind": "set-aside"} if method == "POST" else None)
            for path in (theirs, never)
        )
        assert told(answer, theirs) == told(nothing, never), (method, theirs)
        asked += 1
    assert asked > 40
    assert dump(world.cast, "api_tokens", "audit", "chain") == before


def told(response: TestResponse, path: str) -> tuple[int, str]:
    """The answer to a program, but for the ids of the request itself."""
    named = re.findall("[0-9a-f]{32}", path)
    body = response.text.replace(response.headers["X-Request-Id"], "REQUEST")
    for one in named:
        body = body.replace(one, "ID")
    return response.status_code, body
