"""FHIR over the app: what a program finds by id and by searching, how errors look, and who is let in."""

from time_machine import TimeMachineFixture

from kiosk import clock
from kiosk.catalogue import measure
from kiosk.domain.actors import Scope
from kiosk.domain.public_ids import PublicId
from kiosk.interchange.fhir.naming import Resource
from kiosk.storage.db import writing
from kiosk.storage.tables import CheckIn, Client
from tests.support.practice import WELL, Cast, Waiting
from tests.support.stored import stored
from tests.web.api.calling import LOW, program
from tests.web.api.reading_fhir import found, ids, outcome, pages, read
from tests.web.audit import audited
from tests.web.browsing import Desk
from tests.web.importing import Importer

NOBODY = "0" * 32
TWELVE = {item.id: "3" for item in measure("alliance-12").items}


def answered(cast: Cast, code: str = "C-014", **answers: str) -> Waiting:
    waiting = cast.begin(code)
    cast.send(waiting, None, **(answers or WELL))
    return waiting


def client_of(cast: Cast, code: str = "C-014") -> PublicId:
    return PublicId(stored(cast, Client.public_id, where=Client.code_index == code)[0])


def test_the_capability_statement_needs_no_token_and_names_what_there_is(cast: Cast) -> None:
    said = read(cast.app.test_client(), "metadata")
    assert (said["fhirVersion"], said["kind"]) == ("4.0.1", "instance")
    kinds = {one["type"] for one in said["rest"][0]["resource"]}
    routes = {rule.rule.split("/")[2] for rule in cast.app.url_map.iter_rules() if rule.rule.startswith("/fhir/")}
    assert kinds == routes - {"metadata"}


def test_every_parameter_that_is_named_is_taken_and_narrows_the_search(cast: Cast) -> None:
    caller, given = program(cast), {"_lastUpdated": "lt1999"}
    answered(cast)
    for one in read(caller, "metadata")["rest"][0]["resource"]:
        assert caller.get(f"/fhir/{one['type']}").get_json()["entry"] != []
        for parameter in one["searchParam"]:
            search = f"{one['type']}?{parameter['name']}={given.get(parameter['name'], NOBODY)}"
            assert "entry" not in read(caller, search), search


def test_answer_total_session_client_and_form_lead_to_each_other(cast: Cast) -> None:
    caller, waiting = program(cast), answered(cast, **LOW, words="The yellow door.")
    response = read(caller, f"QuestionnaireResponse/{waiting.check_in}")
    total = read(caller, f"Observation/{waiting.check_in}")
    assert total["derivedFrom"] == [{"reference": f"QuestionnaireResponse/{response['id']}"}]
    assert (total["valueQuantity"]["value"], response["item"][-1]["answer"][0]["valueString"]) == (
        13,
        "The yellow door.",
    )
    encounter, patient = (read(caller, total[name]["reference"]) for name in ("encounter", "subject"))
    assert (encounter["subject"], patient["identifier"][0]["value"]) == (total["subject"], "C-014")
    url, _, version = response["questionnaire"].partition("|")
    (form,) = found(caller, f"Questionnaire?url={url}&version={version}")
    assert {item["linkId"] for item in response["item"]} <= {item["linkId"] for item in form["item"]}
    assert read(caller, f"Questionnaire/{form['id']}") == form


def test_answers_are_found_by_client_and_by_session(cast: Cast) -> None:
    caller = program(cast)
    first, other = answered(cast), answered(cast, "C-020")
    client, base = client_of(cast), "http://127.0.0.1:8000/fhir"
    for kind in ("QuestionnaireResponse", "Observation"):
        for value in (client, f"Patient/{client}", f"{base}/Patient/{client}"):
            assert ids(found(caller, f"{kind}?patient={value}")) == [first.check_in]
            assert ids(found(caller, f"{kind}?subject={value}")) == [first.check_in]
        assert ids(found(caller, f"{kind}?encounter=Encounter/{other.visit}")) == [other.check_in]
        assert ids(found(caller, f"{kind}?encounter={other.visit}&patient={client}")) == []
        assert ids(found(caller, f"{kind}?_id={other.check_in}")) == [other.check_in]


def test_a_client_is_found_by_code(cast: Cast) -> None:
    caller = program(cast)
    answered(cast)
    answered(cast, "C-020")
    for code in ("C-020", "http://127.0.0.1:8000/fhir/identifiers/client-code|C-020"):
        assert ids(found(caller, f"Patient?identifier={code}")) == [client_of(cast, "C-020")]


def test_pages_follow_each_other_and_hold_no_more_than_asked_for(cast: Cast) -> None:
    caller = program(cast)
    for code in ("C-1", "C-2"):
        cast.send(cast.begin(code, measure="alliance-12"), None, marked="choice", **TWELVE)
    answered(cast, "C-3")
    whole = {
        kind: ids(found(caller, kind)) for kind in ("Observation", "QuestionnaireResponse", "Patient", "Encounter")
    }
    assert {kind: len(set(all_of)) for kind, all_of in whole.items()} == dict.fromkeys(whole, 3) | {"Observation": 9}
    for size in (2, 3, 5):
        for kind, all_of in whole.items():
            sizes = [len(page.get("entry", [])) for page in pages(caller, f"{kind}?_count={size}")]
            assert ids(found(caller, f"{kind}?_count={size}")) == all_of
            assert max(sizes) <= size


def test_a_poll_since_the_last_time_finds_what_came_and_what_was_corrected(
    cast: Cast, alice: Desk, time: TimeMachineFixture
) -> None:
    caller, waiting = program(cast), answered(cast)
    seen = read(caller, f"QuestionnaireResponse/{waiting.check_in}")["meta"]["lastUpdated"]
    time.shift(60)
    assert found(caller, f"QuestionnaireResponse?_lastUpdated=gt{seen}") == []
    assert ids(found(caller, f"QuestionnaireResponse?_lastUpdated=ge{seen}")) == [waiting.check_in]
    later = answered(cast, "C-020")
    assert ids(found(caller, f"Observation?_lastUpdated=gt{seen}")) == [later.check_in]
    correction = {"of": client_of(cast), "becomes": "mistake", "note": ""}
    assert alice.post(f"/check-ins/{waiting.check_in}/not-theirs", correction).status_code == 303
    changed = found(caller, f"QuestionnaireResponse?_lastUpdated=gt{seen}")
    assert {one["id"]: one["status"] for one in changed} == {
        waiting.check_in: "entered-in-error",
        later.check_in: "completed",
    }
    assert found(caller, f"QuestionnaireResponse?_lastUpdated=lt{seen}") == []


def test_what_was_set_aside_is_an_error_until_that_is_undone(cast: Cast, time: TimeMachineFixture) -> None:
    caller, waiting = program(cast), answered(cast, **WELL, words="The yellow door.")
    path = f"/api/v1/check-ins/{waiting.check_in}/corrections"
    wanted = {"client_id": client_of(cast), "becomes": "somebody-else"}
    assert caller.post(path, json=wanted).status_code == 204
    answer = caller.get(f"/fhir/QuestionnaireResponse/{waiting.check_in}")
    assert answer.get_json()["status"] == "entered-in-error"
    assert "yellow" not in answer.text
    assert read(caller, f"Observation/{waiting.check_in}")["status"] == "entered-in-error"
    assert read(caller, f"Encounter/{waiting.visit}")["status"] == "unknown"
    (correction,) = caller.get(path).get_json()["corrections"]
    time.shift(60)
    assert caller.post(f"/api/v1/corrections/{correction['id']}/undo").status_code == 204
    again = read(caller, f"QuestionnaireResponse/{waiting.check_in}")
    assert (again["status"], again["meta"]["lastUpdated"]) == ("completed", clock.now().isoformat())


def test_an_answer_that_was_moved_is_the_other_clients_from_then_on(cast: Cast) -> None:
    caller, waiting = program(cast), answered(cast)
    other = answered(cast, "C-020")
    wanted = {"client_id": client_of(cast), "becomes": "moved", "to_client": "C-020"}
    assert caller.post(f"/api/v1/check-ins/{waiting.check_in}/corrections", json=wanted).status_code == 204
    assert found(caller, f"Observation?patient={client_of(cast)}") == []
    assert ids(found(caller, f"Observation?patient={client_of(cast, 'C-020')}")) == [waiting.check_in, other.check_in]


def test_merged_codes_are_one_client_with_all_answers(cast: Cast, alice: Desk) -> None:
    caller, waiting = program(cast), answered(cast)
    answered(cast, "C-15")
    mine, other = client_of(cast), client_of(cast, "C-15")
    assert alice.post(f"/clients/{mine}/merge", {"other": "C-15"}).status_code == 303
    merged = {one["id"]: one for one in found(caller, "Patient")}
    (gone,) = [one for one in merged.values() if not one["active"]]
    (kept,) = {mine, other} - {gone["id"]}
    assert gone["link"] == [{"other": {"reference": f"Patient/{kept}"}, "type": "replaced-by"}]
    assert len(found(caller, f"QuestionnaireResponse?patient={kept}")) == 2
    assert waiting.check_in in ids(found(caller, f"Observation?patient={kept}"))


def test_each_of_a_couple_has_an_encounter_and_none_names_the_other(cast: Cast) -> None:
    caller = program(cast)
    one, other = cast.begin_together("F-1", "F-2")
    cast.send(one, None, **WELL)
    first, second = found(caller, "Encounter")
    assert (first["status"], second["status"]) == ("finished", "in-progress")
    assert first["identifier"] == second["identifier"]
    client = client_of(cast, "F-1")
    assert first["id"] == f"{one.visit}{client}"
    assert client_of(cast, "F-2") not in str(first)
    assert ids(found(caller, f"QuestionnaireResponse?encounter={first['id']}")) == [one.check_in]
    outcome(caller.get(f"/fhir/Encounter/{one.visit}"), 404, "not-found")
    assert other.visit == one.visit


def test_the_week_before_and_the_session_are_one_encounter(cast: Cast) -> None:
    caller = program(cast)
    answered(cast)
    (opening,) = cast.begin_week("C-014")
    assert [one["id"] for one in found(caller, "Encounter")][1:] == [opening.visit]


def test_a_held_answer_is_masked_until_its_therapist_asks_for_it(cast: Cast, alice: Desk) -> None:
    caller, waiting = program(cast), cast.begin(place="telehealth")
    cast.send(waiting, None, **WELL)
    masked = read(caller, f"Observation/{waiting.check_in}")
    assert (masked["dataAbsentReason"]["coding"][0]["code"], "valueQuantity" in masked) == ("masked", False)
    assert {item["extension"][0]["valueCode"] for item in _response(cast, waiting)["item"]} == {"masked"}
    alice.post(f"/check-ins/{waiting.check_in}/show")
    assert read(caller, f"Observation/{waiting.check_in}")["valueQuantity"]["value"] == 37.2


def _response(cast: Cast, waiting: Waiting, *scopes: Scope) -> Resource:
    return read(program(cast, *scopes), f"QuestionnaireResponse/{waiting.check_in}")


def test_a_held_answer_does_not_tell_whether_it_was_declined(cast: Cast) -> None:
    caller = program(cast)
    sent, left = cast.begin("C-1", place="telehealth"), cast.begin("C-2", place="telehealth")
    cast.send(sent, None, **WELL)
    cast.send(left, None, decline="yes")
    for kind in ("QuestionnaireResponse", "Observation"):
        one, other = found(caller, kind)
        assert one.keys() == other.keys()
        assert str(one.get("item")) == str(other.get("item"))
        assert one.get("dataAbsentReason") == other.get("dataAbsentReason")


def test_an_answer_whose_form_did_not_name_the_program_is_masked(cast: Cast, time: TimeMachineFixture) -> None:
    waiting = answered(cast)
    time.shift(1)
    late = program(cast)
    assert read(late, f"Observation/{waiting.check_in}")["dataAbsentReason"]["coding"][0]["code"] == "masked"


def test_what_was_typed_in_from_paper_is_masked_as_no_form_named_the_program(cast: Cast, alice: Desk) -> None:
    caller, waiting = program(cast), answered(cast)
    fields = {"measure": "session-check", "place": "room", "time": "10:00", "day": "2026-05-20"}
    marks = {f"item-{item}": mark for item, mark in LOW.items()}
    assert alice.post(f"/clients/{client_of(cast)}/paper", fields | marks).status_code == 303
    first, typed = found(caller, "QuestionnaireResponse")
    assert first["id"] == waiting.check_in
    assert (typed["meta"]["security"][0]["code"], typed["authored"][:10]) == ("MASKED", "2026-05-20")
    assert (first["source"], typed["source"]) == (first["subject"], {"type": "Practitioner", "display": "Alice"})
    assert found(caller, "Observation")[1]["performer"] == [typed["source"]]


def test_imported_answers_are_masked_on_their_own_days(cast: Cast, alice: Desk) -> None:
    caller = program(cast)
    Importer(cast, alice).take("code,day,understood,topics,approach,overall\nC-014,2026-05-04,9,9,9,9\n")
    (taken,) = found(caller, "QuestionnaireResponse")
    assert (taken["meta"]["security"][0]["code"], taken["authored"][:10]) == ("MASKED", "2026-05-04")
    assert "valueQuantity" not in found(caller, "Observation")[0]


def test_what_was_erased_is_gone_and_is_told_of_to_its_own_therapists_programs_alone(
    cast: Cast, alice: Desk, time: TimeMachineFixture
) -> None:
    caller, waiting, other = program(cast), answered(cast), answered(cast, "C-020", **WELL, words="A word.")
    client, bobs = client_of(cast, "C-020"), program(cast, person=cast.bob)
    for path, what, code in (
        (f"/check-ins/{waiting.check_in}", "answer", "C-014"),
        (f"/check-ins/{other.check_in}", "words", "C-020"),
        (f"/clients/{client}", "client", "C-020"),
    ):
        time.shift(60)
        assert alice.post(f"{path}/erase", {"what": what, "code": code}).status_code == 303
    for path in (f"QuestionnaireResponse/{waiting.check_in}", f"Observation/{waiting.check_in}", f"Patient/{client}"):
        assert "erased" in outcome(caller.get(f"/fhir/{path}"), 410, "deleted")
        outcome(bobs.get(f"/fhir/{path}"), 404, "not-found")
    told = caller.get("/api/v1/erasures").get_json()
    assert [(one["what"], one["about"]) for one in told["erasures"]] == [
        ("answer", waiting.check_in),
        ("words", other.check_in),
        ("client", client),
    ]
    assert told["last"] == told["erasures"][-1]["id"]
    first = caller.get("/api/v1/erasures?limit=1").get_json()
    assert caller.get(f"/api/v1/erasures?after={first['last']}").get_json()["erasures"] == told["erasures"][1:]
    assert caller.get(f"/api/v1/erasures?after={told['last']}").get_json() == {"erasures": [], "last": told["last"]}
    assert bobs.get("/api/v1/erasures").get_json() == {"erasures": [], "last": None}
    assert bobs.get(f"/api/v1/erasures?after={told['last']}").status_code == 422


def test_each_change_is_found_by_a_poll(cast: Cast, alice: Desk, time: TimeMachineFixture) -> None:
    caller, waiting = program(cast), cast.begin(place="telehealth")
    cast.send(waiting, None, **WELL, words="The yellow door.")
    client, of_answer = client_of(cast), f"QuestionnaireResponse?_id={waiting.check_in}"
    for path, fields, search in (
        (f"/check-ins/{waiting.check_in}/show", {}, of_answer),
        (f"/check-ins/{waiting.check_in}/erase", {"what": "words", "code": "C-014"}, of_answer),
        (f"/visits/{waiting.visit}/when", {"day": "2026-06-02", "time": "09:00", "place": "room"}, "Encounter?"),
        (f"/clients/{client}/code", {"code": "C-015"}, f"Patient?_id={client}"),
    ):
        time.shift(60)
        assert found(caller, f"{search}&_lastUpdated=ge{clock.now():%Y-%m-%dT%H:%M:%SZ}") == [], path
        assert alice.post(path, fields).status_code in {204, 303}, path
        (changed,) = found(caller, f"{search}&_lastUpdated=ge{clock.now():%Y-%m-%dT%H:%M:%SZ}")
        assert changed["meta"]["lastUpdated"] == clock.now().isoformat(), path


def test_words_are_left_out_without_their_scope(cast: Cast) -> None:
    waiting = answered(cast, **WELL, words="The yellow door.")
    assert "yellow" not in str(_response(cast, waiting, Scope.READ_RESULTS))
    assert "yellow" in str(_response(cast, waiting))


def test_the_form_names_a_program_that_reads_fhir(cast: Cast) -> None:
    program(cast, Scope.READ_RESULTS)
    assert "Record system" in cast.app.test_client().get(cast.begin().path).text


def test_what_is_read_is_kept_in_the_log(cast: Cast) -> None:
    caller, waiting = program(cast), answered(cast)
    before = len(audited(cast))
    read(caller, f"Observation/{waiting.check_in}")
    read(caller, "QuestionnaireResponse")
    read(caller, "Patient")
    assert [line[2:] for line in audited(cast, before)] == [
        ("result-read", "check_ins"),
        ("client-read", "clients"),
        ("list-read", "clients"),
    ]


def test_reading_what_is_masked_is_not_noted_as_read(cast: Cast) -> None:
    caller, waiting = program(cast), cast.begin(place="telehealth")
    cast.send(waiting, None, **WELL)
    before = len(audited(cast))
    read(caller, f"QuestionnaireResponse/{waiting.check_in}")
    read(caller, "Observation")
    assert audited(cast, before) == []


def test_a_search_that_cannot_be_done_as_asked_is_refused(cast: Cast) -> None:
    caller = program(cast)
    no_date = ("2026-13", "ne2026", "2026-06-03T14:48:00", "")
    for path, words in {
        "Observation?value-quantity=gt3": "is no parameter of Observation here",
        "Observation?patient=1&patient=2": "can be given once",
        "Observation?_count=0": "must be a number from 1 on",
        "Patient?_after=x": "leads nowhere",
        "Observation?_after=x": "leads nowhere",
        **{f"Encounter?_lastUpdated={date}": "must be a date" for date in no_date},
    }.items():
        assert words in outcome(caller.get(f"/fhir/{path}"), 400, "invalid"), path


def test_a_time_is_as_long_as_it_is_written(cast: Cast) -> None:
    caller, waiting = program(cast), answered(cast)
    for date in (
        "2026",
        "2026-06",
        "2026-06-03",
        "2026-06-03T14:48Z",
        "2026-06-03T16:48:00%2B02:00",
        "2026-06-03T16:48:00+02:00",
        "2026-06-03T14:48:00.000Z",
    ):
        found_by = {one: found(caller, f"Observation?_lastUpdated={one}{date}") for one in ("", "eq", "gt", "lt")}
        assert [bool(one) for one in found_by.values()] == [True, True, False, False], date
        assert ids(found_by[""]) == [waiting.check_in]


def test_an_id_of_somebody_elses_is_not_found_like_one_that_never_was(cast: Cast) -> None:
    waiting, bobs = answered(cast), program(cast, person=cast.bob)
    client = client_of(cast)
    for path, ours in {
        "Patient/{}": client,
        "Encounter/{}": waiting.visit,
        f"Encounter/{{}}{client}": waiting.visit,
        "QuestionnaireResponse/{}": waiting.check_in,
        "Observation/{}": waiting.check_in,
        "Observation/{}01": waiting.check_in,
    }.items():
        answers = [bobs.get(f"/fhir/{path.format(one)}") for one in (ours, NOBODY, "nonsense")]
        assert len({outcome(answer, 404, "not-found") for answer in answers}) == 1


def test_a_subscale_that_a_form_does_not_have_is_not_found(cast: Cast) -> None:
    waiting = answered(cast)
    outcome(program(cast).get(f"/fhir/Observation/{waiting.check_in}01"), 404, "not-found")
    outcome(program(cast).get("/fhir/Questionnaire/session-check"), 404, "not-found")


def test_before_an_answer_there_is_a_session_and_nothing_else(cast: Cast) -> None:
    caller, waiting = program(cast), cast.begin()
    assert read(caller, f"Encounter/{waiting.visit}")["status"] == "in-progress"
    assert found(caller, "QuestionnaireResponse") == found(caller, "Observation") == []
    outcome(caller.get(f"/fhir/QuestionnaireResponse/{waiting.check_in}"), 404, "not-found")


def test_errors_are_operation_outcomes(cast: Cast) -> None:
    nobody, caller = cast.app.test_client(), program(cast, Scope.ASK_CLIENTS)
    assert "Authorization: Bearer" in outcome(nobody.get("/fhir/Patient"), 401, "login")
    assert "lacks the scope results:read." in outcome(caller.get("/fhir/Observation"), 403, "forbidden")
    assert outcome(caller.post("/fhir/Observation", json={}), 405, "not-supported")
    assert outcome(caller.get("/fhir/Medication"), 404, "not-found")
    assert "JSON" in outcome(
        caller.get("/fhir/metadata", headers={"Accept": "application/fhir+xml"}), 406, "not-supported"
    )
    assert "JSON" in outcome(caller.get("/fhir/metadata?_format=xml"), 406, "not-supported")


def test_an_unchanged_resource_is_not_sent_again(cast: Cast) -> None:
    caller, waiting = program(cast), answered(cast)
    first = caller.get(f"/fhir/Observation/{waiting.check_in}")
    again = caller.get(f"/fhir/Observation/{waiting.check_in}", headers={"If-None-Match": first.headers["ETag"]})
    assert (first.headers["Last-Modified"], again.status_code) == ("Wed, 03 Jun 2026 14:48:00 GMT", 304)


def test_one_answer_with_a_value_that_cannot_be_leaves_the_others(cast: Cast) -> None:
    caller = program(cast)
    answered(cast)
    broken = answered(cast, "C-020")
    spoil(cast, broken)
    assert len(found(caller, "Observation")) == 1


def spoil(cast: Cast, waiting: Waiting) -> None:
    """Its state is none any more."""
    row = cast.row(waiting)
    with cast.on_stage(), writing() as session:
        session.get_one(CheckIn, row).state = "nowhere"
