"""The API: a program with a token starts a visit, shows its QR code, waits, and reads the result."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import fromstring

import pytest
from time_machine import TimeMachineFixture

from kiosk import clock
from kiosk.api.pace import MOST, Pace
from kiosk.domain.actors import Scope
from kiosk.operations.purge import purge
from kiosk.storage.tables import CheckIn, Client, Person, SentRequest, Visit
from tests.support.practice import WELL, Cast
from tests.support.stored import count, stored
from tests.web.api.calling import LOW, ROOM, begun, detail, program
from tests.web.audit import audited
from tests.web.browsing import NOW, Desk, lines


def test_a_program_starts_a_visit_shows_its_code_waits_and_reads_the_result(cast: Cast) -> None:
    caller, phone = program(cast), cast.app.test_client()
    form = begun(caller)
    assert (form["state"], form["client"], len(form["short_code"])) == ("waiting", "C-014", 8)
    picture = caller.get(form["qr_svg_url"].removeprefix("https://localhost"))
    assert (picture.mimetype, fromstring(picture.text).tag) == ("image/svg+xml", "{http://www.w3.org/2000/svg}svg")  # noqa: S314
    path = re.sub("https?://[^/]+", "", form["url"])
    key = re.search(r'name="key" value="([^"]+)"', phone.get(path).text)
    assert key
    fields = {"key": key[1], "marked": "line", "words": "The <b>river</b>.", "talk": "next", **lines(**LOW)}
    assert phone.post(path, data=fields).status_code == 303
    answer = caller.get(f"/api/v1/visits/{form['visit']}")
    (found,) = answer.get_json()["check_ins"]
    assert (found["state"], found["url"], found["withheld"]) == ("sent", None, None)
    assert found["answers"] == {"understood": 2.5, "topics": 3.0, "approach": 4.0, "overall": 3.5}
    assert found["score"] == {"total": 13.0, "max": 40.0, "subscales": {}, "estimated": None}
    assert (found["words"], found["words_withheld"], found["talk"]) == ("The <b>river</b>.", False, "next")
    assert 1 <= len(found["prompts"]) <= 2
    assert all(one["why"] and one["figures"] is not None for one in found["signals"])
    assert found["closed_at"].endswith("+00:00")
    assert caller.get(f"/api/v1/check-ins/{form['id']}").get_json() == found
    (client,) = caller.get("/api/v1/clients").get_json()["clients"]
    history = caller.get(f"/api/v1/clients/{client['id']}/history").get_json()
    assert history == {"client_id": found["client_id"], "check_ins": [found], "next": None}


def test_what_a_program_does_is_kept_in_the_log_with_whom_it_acts_for(cast: Cast) -> None:
    caller = program(cast)
    form = begun(caller)
    caller.post(f"/api/v1/check-ins/{form['id']}/withdraw")
    done = {line[:3] for line in audited(cast)}
    assert done >= {("token", cast.alice, "visit-begun"), ("token", cast.alice, "check-in-withdrawn")}


def test_words_are_withheld_without_their_scope(cast: Cast) -> None:
    reader = program(cast, Scope.READ_RESULTS)
    waiting = cast.begin()
    cast.send(waiting, None, **WELL, words="The yellow door.")
    answer = reader.get(f"/api/v1/visits/{waiting.visit}")
    (found,) = answer.get_json()["check_ins"]
    assert (found["words"], found["words_withheld"], found["score"]["total"]) == (None, True, 37.2)
    assert "yellow" not in answer.text


def test_what_is_held_on_the_page_is_held_for_a_program_until_it_is_shown(cast: Cast, alice: Desk) -> None:
    reader, waiting = program(cast), cast.begin(place="telehealth")
    cast.send(waiting, None, **WELL)
    path = f"/api/v1/check-ins/{waiting.check_in}"
    found = reader.get(path).get_json()
    assert (found["state"], found["withheld"]["reason"], found["answers"]) == ("sent", "held", None)
    alice.post(f"/check-ins/{waiting.check_in}/show")
    assert reader.get(path).get_json()["answers"]["understood"] == 9.4


def test_an_answer_whose_form_did_not_name_the_program_is_withheld(cast: Cast, time: TimeMachineFixture) -> None:
    waiting = cast.begin()
    cast.send(waiting, None, **WELL)
    time.shift(1)
    found = program(cast).get(f"/api/v1/check-ins/{waiting.check_in}").get_json()
    assert (found["withheld"]["reason"], found["answers"], found["score"]) == ("not-named", None, None)


def test_a_visit_of_several_says_what_they_say_together(cast: Cast, alice: Desk) -> None:
    caller = program(cast)
    people = [{"client": code, "measure": "family-check"} for code in ("F-1", "F-2")]
    visit = caller.post("/api/v1/visits", json={**ROOM, "kind": "couple", "check_ins": people}).get_json()
    path = f"/api/v1/visits/{visit['id']}"
    assert [one["client"] for one in visit["check_ins"]] == ["F-1", "F-2"]
    assert caller.get(path).get_json()["withheld"] is None
    for one in visit["check_ins"]:
        phone = cast.app.test_client()
        form = re.sub("https?://[^/]+", "", one["url"])
        key = re.search(r'name="key" value="([^"]+)"', phone.get(form).text)
        assert key
        assert phone.post(form, data={"key": key[1], "marked": "line", "decline": "yes"}).status_code == 303
    assert caller.get(path).get_json()["withheld"]["reason"] == "held"
    assert alice.get(f"/visits/{visit['id']}").status_code == 200


@pytest.mark.parametrize(
    ("method", "path", "scope", "lacks"),
    [
        ("GET", "/api/v1/visits/{}", Scope.ASK_CLIENTS, "results:read"),
        ("GET", "/api/v1/clients", Scope.ASK_CLIENTS, "results:read"),
        ("POST", "/api/v1/visits", Scope.READ_RESULTS, "visits:write"),
        ("POST", "/api/v1/check-ins/{}/withdraw", Scope.READ_RESULTS, "visits:write"),
        ("GET", "/api/v1/check-ins/{}/qr.svg", Scope.READ_RESULTS, "visits:write"),
    ],
)
def test_a_token_without_the_scope_is_told_which_it_lacks(
    cast: Cast, method: str, path: str, scope: Scope, lacks: str
) -> None:
    asked = program(cast, scope).open(path.format("0" * 32), method=method, json=ROOM if method == "POST" else None)
    assert f"lacks the scope {lacks}." in detail(asked, 403)


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer x", "Basic YTpi", "bearer byg_" + "x" * 43])
def test_without_a_valid_token_nothing_is_told(alice: Desk, header: str) -> None:
    headers = {"Authorization": header} if header else {}
    answer = alice.client.get("/api/v1/clients", headers=headers)
    assert "Account, Programs" in detail(answer, 401)
    assert (answer.headers["WWW-Authenticate"], "Set-Cookie" in answer.headers) == ("Bearer", False)


def test_an_expired_token_opens_nothing(cast: Cast, time: TimeMachineFixture) -> None:
    caller = program(cast)
    time.shift(timedelta(days=30))
    detail(caller.get("/api/v1/measures"), 401)


def test_ids_of_others_are_byte_for_byte_ids_that_never_were(cast: Cast) -> None:
    waiting = cast.begin()
    client = stored(cast, Client.public_id)[0]
    for person in (cast.bob, cast.carol):
        caller = program(cast, person=person)
        for method, path in (
            ("GET", f"/api/v1/visits/{waiting.visit}"),
            ("GET", f"/api/v1/check-ins/{waiting.check_in}"),
            ("GET", f"/api/v1/check-ins/{waiting.check_in}/qr.svg"),
            ("POST", f"/api/v1/check-ins/{waiting.check_in}/withdraw"),
            ("GET", f"/api/v1/clients/{client}/history"),
            ("GET", f"/api/v1/clients?after={client}"),
            ("GET", f"/api/v1/clients/{client}/history?limit=1"),
        ):
            never = re.sub(r"\w{32}", "0" * 32, path)
            theirs, nothing = caller.open(path, method=method), caller.open(never, method=method)
            number = re.compile(r'"request_id": "\w+"')
            assert number.sub("", theirs.text) == number.sub("", nothing.text)
            assert theirs.status_code == nothing.status_code == (422 if "after" in path else 404)
    assert stored(cast, CheckIn.state) == ["waiting"]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"therapist": "bob@example.org"}, "must be the email or the id of the person who made this token"),
        ({"therapist": 7}, "“therapist” must be a text."),
        ({"place": "moon"}, "“place” must be room or telehealth."),
        ({"check_ins": []}, "“check_ins” must be a list of 1 to 12 people."),
        ({"check_ins": [{"client": "C-1"}] * 2}, "“kind” is couple, family or group."),
        ({"check_ins": ["C-1"]}, "Send “check_ins[0]” as a JSON object."),
        ({"check_ins": [{"client": "Anna M. <x>"}]}, "Type a code of up to 24"),
        ({"check_ins": [{"client": "C-1", "measure": "no"}]}, "There is no form"),
        ({"check_ins": [{"client": "C-1", "new_client": 1}]}, "“new_client” must be true or false."),
        ({"check_ins": [{"client": "C-1", "language": "xx"}]}, "can be asked in: en, "),
        ({"kind": "crowd"}, "“kind” must be couple, family or group."),
        ({"more": 1}, "There is no field “more” in the body."),
    ],
)
def test_a_wrong_value_is_named_and_nothing_is_begun(cast: Cast, changed: dict[str, object], said: str) -> None:
    assert said in detail(program(cast).post("/api/v1/visits", json={**ROOM, **changed}), 422)
    assert count(cast, Visit) == 0


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b"[]", "application/json", 422),
        (b"[" * 5_000, "application/json", 400),
        (b"\xff", "application/json", 400),
        (b"client=C-1", "application/x-www-form-urlencoded", 415),
        (b"", "", 415),
        (b"x" * (64 * 1024 + 1), "application/json", 413),
    ],
)
def test_a_body_that_is_no_object_is_refused(cast: Cast, body: bytes, kind: str, status: int) -> None:
    assert detail(program(cast).post("/api/v1/visits", data=body, content_type=kind), status)


def test_a_form_that_is_still_open_is_named_and_withdrawn_on_purpose(cast: Cast) -> None:
    caller = program(cast)
    first = begun(caller)
    assert first["id"] in detail(caller.post("/api/v1/visits", json=ROOM), 409)
    assert caller.post(f"/api/v1/check-ins/{first['id']}/withdraw").status_code == 204
    assert caller.post(f"/api/v1/check-ins/{first['id']}/withdraw").status_code == 204
    assert "opens no form" in detail(caller.get(f"/api/v1/check-ins/{first['id']}/qr.svg"), 409)
    begun(caller)


def test_a_new_code_that_looks_like_a_clients_is_asked_about(cast: Cast) -> None:
    caller = program(cast)
    begun(caller)
    alike = {"client": "C 014"}
    assert "looks like C-014" in detail(caller.post("/api/v1/visits", json={**ROOM, "check_ins": [alike]}), 409)
    begun(caller, check_ins=[alike | {"new_client": True}])


def test_a_program_that_names_no_form_asks_with_the_one_that_the_page_would_offer(cast: Cast) -> None:
    cast.app.extensions["kiosk-config"] = replace(cast.app.extensions["kiosk-config"], measure="group-check")
    cast.send(cast.begin("C-015", measure="felt-understood"), None, decline="yes")
    caller = program(cast)

    def form(code: str, **visit: str) -> str:
        people = [{"client": code}, {"client": f"{code}-2"}][: 2 if visit else 1]
        return begun(caller, check_ins=people, **visit)["measure"]

    assert (form("C-015"), form("Z-1")) == ("felt-understood", "group-check")
    assert form("Z-2", kind="couple") == "family-check"


def test_clients_come_a_page_at_a_time(cast: Cast) -> None:
    for number in range(5):
        cast.begin(f"C-{number}")
    reader, seen, after = program(cast), list[str](), ""
    while True:
        page = reader.get(f"/api/v1/clients?limit=2&after={after}").get_json()
        seen += [one["code"] for one in page["clients"]]
        after = page["next"]
        if after is None:
            break
    assert seen == [f"C-{number}" for number in range(5)]
    for limit in ("0", "201", "x", "-1", "1" * 9):
        assert "“limit” must be" in detail(reader.get(f"/api/v1/clients?limit={limit}"), 422)


def test_a_history_comes_a_page_at_a_time_and_an_id_of_nothing_begins_none(cast: Cast) -> None:
    for days in (5, 4, 4, 2, 1):
        at = NOW - timedelta(days=days)
        cast.send(cast.begin(at=at), at, **WELL)
    reader, seen, after = program(cast), list[str](), ""
    path = f"/api/v1/clients/{stored(cast, Client.public_id)[0]}/history"
    while after is not None:
        page = reader.get(f"{path}?limit=2&after={after}").get_json()
        seen += [one["id"] for one in page["check_ins"]]
        after = page["next"]
    assert seen == stored(cast, CheckIn.public_id, where=CheckIn.counts)
    assert "leads nowhere" in detail(reader.get(f"{path}?after={'0' * 32}"), 422)


def test_measures_are_named_with_their_questions(cast: Cast) -> None:
    found = {one["id"]: one for one in program(cast).get("/api/v1/measures").get_json()["measures"]}
    items = [item["id"] for item in found["session-check"]["items"]]
    assert items == ["understood", "topics", "approach", "overall"]


def test_what_has_not_changed_is_not_sent_again(cast: Cast) -> None:
    reader = program(cast)
    first = reader.get("/api/v1/measures")
    again = reader.get("/api/v1/measures", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_too_many_requests_are_told_when_to_come_back(cast: Cast, time: TimeMachineFixture) -> None:
    reader, other = program(cast, Scope.READ_RESULTS), program(cast, Scope.READ_RESULTS)
    for _ in range(MOST):
        assert reader.get("/api/v1/clients?limit=0").status_code == 422
    refused = reader.get("/api/v1/clients")
    assert (detail(refused, 429) != "", 0 < int(refused.headers["Retry-After"]) <= 60) == (True, True)
    assert other.get("/api/v1/clients").status_code == 200
    time.shift(61)
    assert reader.get("/api/v1/clients").status_code == 200


def test_all_workers_of_a_machine_count_together(tmp_path: Path) -> None:
    one, other, now = Pace(tmp_path), Pace(tmp_path), clock.now()
    assert {worker.wait_s("Bookings", now) for _ in range(MOST // 2) for worker in (one, other)} == {0}
    assert (one.wait_s("Bookings", now), other.wait_s("Bookings", now), other.wait_s("Records", now)) == (60, 60, 0)
    assert other.wait_s("Bookings", now + timedelta(seconds=61)) == 0


def test_no_cookie_opens_the_api_and_no_page_of_a_site_is_in_its_way(cast: Cast, alice: Desk) -> None:
    detail(alice.client.post("/api/v1/visits", json=ROOM), 401)
    elsewhere = {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}
    answer = program(cast).post("/api/v1/visits", json=ROOM, headers=elsewhere)
    assert (answer.status_code, "Set-Cookie" in answer.headers) == (201, False)


def test_an_address_or_a_method_that_is_not_there_is_a_problem_too(cast: Cast) -> None:
    caller = program(cast)
    for path in ("/api/v1/nothing", "/api/v2"):
        answer = caller.get(path)
        assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")
    wrong = caller.delete("/api/v1/visits")
    assert (wrong.status_code, wrong.headers["Allow"]) == (405, "OPTIONS, POST")


def test_a_therapist_is_named_by_a_public_id_too(cast: Cast) -> None:
    me = stored(cast, Person.public_id, where=Person.id == cast.alice)[0]
    assert begun(program(cast), therapist=me)["state"] == "waiting"


def test_the_description_names_every_route_and_describes_what_it_gives(cast: Cast) -> None:
    described = cast.app.test_client().get("/api/v1/openapi.json").get_json()
    routes = {
        (re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule), method.lower())
        for rule in cast.app.url_map.iter_rules()
        if rule.endpoint.startswith("api.") and rule.endpoint not in {"api.describe", "api.reference"}
        for method in (rule.methods or set()) & {"GET", "POST"}
    }
    assert {(path, method) for path, methods in described["paths"].items() for method in methods} == routes
    caller, schemas = program(cast), described["components"]["schemas"]
    waiting = cast.begin("C-001")
    cast.send(waiting, None, **LOW, words="A word.")
    visit = caller.get(f"/api/v1/visits/{waiting.visit}").get_json()
    for value in (begun(caller), visit["check_ins"][0]):
        assert faults(value, {"$ref": "#/components/schemas/CheckIn"}, schemas) == []
    assert faults(visit, {"$ref": "#/components/schemas/Visit"}, schemas) == []
    measures = caller.get("/api/v1/measures").get_json()
    assert faults(measures, {"$ref": "#/components/schemas/Measures"}, schemas) == []
    assert faults(caller.get("/api/v1/nothing").get_json(), schemas["Problem"], schemas) == []
    assert faults({"id": 7}, {"$ref": "#/components/schemas/Client"}, schemas) != []


KINDS: Mapping[str, Any] = {"string": str, "integer": int, "number": (int, float), "boolean": bool, "null": type(None)}


def faults(value: Any, schema: Mapping[str, Any], schemas: Mapping[str, Any]) -> list[str]:  # noqa: ANN401, PLR0911 -- JSON, and a line for each kind of schema
    """Hold a value against its schema, by the few words that ours use."""
    if "$ref" in schema:
        return faults(value, schemas[schema["$ref"].rpartition("/")[2]], schemas)
    if "anyOf" in schema:
        return [] if any(not faults(value, one, schemas) for one in schema["anyOf"]) else [f"{value!r} is none of them"]
    if schema.get("type") == "array":
        return [fault for one in value for fault in faults(one, schema["items"], schemas)]
    if schema.get("type") == "object":
        if not isinstance(value, dict):
            return [f"{value!r} is no object"]
        known, others = schema.get("properties", {}), schema.get("additionalProperties", True)
        missing = [f"{name} is missing" for name in schema.get("required", ()) if name not in value]
        unknown = [f"{name} is unknown" for name in value.keys() - known.keys() if others is False]
        inner = [(one, known.get(name, others)) for name, one in value.items()]
        return missing + unknown + [bad for one, kind in inner if kind for bad in faults(one, kind, schemas)]
    if "enum" in schema and value not in schema["enum"]:
        return [f"{value!r} is not among {schema['enum']}"]
    is_right = not schema or isinstance(value, KINDS[schema["type"]])
    return [] if is_right else [f"{value!r} is no {schema['type']}"]


def test_a_request_that_is_sent_again_with_its_key_begins_nothing_more(cast: Cast, time: TimeMachineFixture) -> None:
    caller, other, key = program(cast), program(cast), {"Idempotency-Key": "visit 4711"}
    first = caller.post("/api/v1/visits", json=ROOM, headers=key)
    again = caller.post("/api/v1/visits", json=ROOM, headers=key)
    assert (again.status_code, again.get_json()) == (201, first.get_json())
    assert count(cast, Visit) == 1
    changed = caller.post("/api/v1/visits", json={**ROOM, "place": "telehealth"}, headers=key)
    assert "came with another body" in detail(changed, 422)
    assert "still open" in detail(other.post("/api/v1/visits", json=ROOM, headers=key), 409)
    couple = {**ROOM, "kind": "couple", "check_ins": [{"client": "F-1"}, {"client": "F-2"}]}
    ids = {other.post("/api/v1/visits", json=couple, headers=key).get_json()["id"] for _ in range(2)}
    assert (len(ids), count(cast, Visit)) == (1, 2)
    time.shift(timedelta(days=1, seconds=1))
    assert caller.post("/api/v1/visits", json=ROOM, headers=key).get_json()["id"] not in ids | {first.get_json()["id"]}
    assert count(cast, SentRequest) == 2
    with cast.on_stage():
        purge(clock.now() + timedelta(days=2))
    assert count(cast, SentRequest) == 0
    detail(caller.post("/api/v1/visits", json=ROOM, headers={"Idempotency-Key": "x" * 201}), 422)
