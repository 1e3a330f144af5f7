"""SMART backend services: the assertion that is signed, and what is made of a server that answers otherwise."""

import json
from collections.abc import Callable, Mapping
from typing import Any

import jwt
import pytest

from kiosk import smart
from kiosk.actions.practice.record_system import WantedSystem, check_system
from kiosk.domain.onward import FORMER, PRESENT, Algorithm, Step, can_pass, passed, patient_id
from kiosk.domain.refusals import Invalid
from kiosk.outgoing import Answer, Outgoing, RequestFault, RequestRefused
from kiosk.smart import (
    Registration,
    StepFailed,
    assertion,
    configuration,
    metadata,
    new_key,
    public_keys,
    token,
    transact,
)

AT = 1_780_000_000
URL = "https://records.example.org/fhir"
TOKENS = "https://login.example.org/token"
SMART = {"token_endpoint": TOKENS, "capabilities": ["permission-v2"]}
Replies = Callable[..., None]


@pytest.fixture(scope="module")
def registration() -> Registration:
    return Registration(URL, "kiosk", new_key(Algorithm.ES384), "a1", Algorithm.ES384)


@pytest.fixture
def replies(monkeypatch: pytest.MonkeyPatch) -> Replies:
    """Has every request answered with this status and body, or not at all."""

    def reply(body: object, status: int = 200) -> None:
        def send(_: Outgoing) -> Answer:
            if isinstance(body, RequestFault):
                raise RequestRefused(body)
            return Answer(status, body if isinstance(body, bytes) else json.dumps(body).encode())

        monkeypatch.setattr(smart, "send", send)

    return reply


@pytest.mark.parametrize("algorithm", Algorithm)
def test_the_public_key_alone_shows_who_signed_for_whom_and_until_when(algorithm: Algorithm) -> None:
    key = new_key(algorithm)
    keys = public_keys(key, "a1", algorithm)
    signed = assertion(Registration(URL, "kiosk", key, "a1", algorithm), TOKENS, AT)
    (public,) = jwt.PyJWKSet.from_dict(keys).keys
    found = jwt.decode(signed, public, [algorithm], audience=TOKENS, options={"verify_exp": False, "verify_iat": False})
    assert (found["iss"], found["sub"], found["exp"] - found["iat"]) == ("kiosk", "kiosk", 300)
    assert jwt.get_unverified_header(signed)["kid"] == keys["keys"][0]["kid"] == "a1"
    assert not {"d", "p", "q"} & set(keys["keys"][0])
    again = assertion(Registration(URL, "kiosk", key, "a1", algorithm), TOKENS, AT)
    assert jwt.decode(again, options={"verify_signature": False})["jti"] != found["jti"]


@pytest.mark.parametrize(("capabilities", "scopes"), [(["permission-v2"], PRESENT), ([], FORMER), ("none", FORMER)])
def test_the_scopes_are_those_of_the_version_that_the_server_knows(
    registration: Registration, replies: Replies, capabilities: object, scopes: str
) -> None:
    replies({"token_endpoint": TOKENS, "capabilities": capabilities})
    assert configuration(registration).scopes == scopes


@pytest.mark.parametrize(
    ("body", "status", "told"),
    [
        (RequestFault.SILENT, 200, (Step.CONFIGURATION, "silent")),
        ({}, 404, (Step.CONFIGURATION, "status 404")),
        (b"<html>", 200, (Step.CONFIGURATION, "unreadable")),
        (b"[" * 100_000, 200, (Step.CONFIGURATION, "unreadable")),
        ({"token_endpoint": 7}, 200, (Step.CONFIGURATION, "unreadable")),
        ({"token_endpoint": "http://login.example.org/token"}, 200, (Step.TOKEN, "unencrypted")),
        ({"token_endpoint": "https://10.0.0.5/token"}, 200, (Step.TOKEN, "private")),
    ],
)
def test_a_server_that_does_not_say_where_tokens_are_given_is_named_by_its_fault(
    registration: Registration, replies: Replies, body: object, status: int, told: tuple[Step, str]
) -> None:
    replies(body, status)
    with pytest.raises(StepFailed) as fault:
        configuration(registration)
    assert (fault.value.step, fault.value.outcome) == told


@pytest.mark.parametrize(
    ("body", "status", "outcome"),
    [
        ({"error": "invalid_client", "error_description": "secret"}, 400, "status 400 invalid_client"),
        ({"error": "Words of Theirs"}, 400, "status 400"),
        (b"", 401, "status 401"),
        ({"token_type": "bearer"}, 200, "unreadable"),
        ({"access_token": "a\r\nHost: elsewhere"}, 200, "unreadable"),
    ],
)
def test_a_token_that_is_not_given_is_told_with_the_error_s_code_alone(
    registration: Registration, replies: Replies, body: object, status: int, outcome: str
) -> None:
    replies(SMART)
    found = configuration(registration)
    replies(body, status)
    with pytest.raises(StepFailed) as fault:
        token(registration, found)
    assert (fault.value.step, fault.value.outcome) == (Step.TOKEN, outcome)


def test_metadata_that_is_no_capability_statement_is_none(registration: Registration, replies: Replies) -> None:
    replies({"resourceType": "CapabilityStatement", "fhirVersion": "4.0.1"})
    assert metadata(registration) == "4.0.1"
    replies({"resourceType": "OperationOutcome"})
    with pytest.raises(StepFailed):
        metadata(registration)


def answered(*statuses: str, outcome: Mapping[str, Any] | None = None) -> dict[str, Any]:
    entries = [{"response": {"status": status, **({"outcome": outcome} if outcome else {})}} for status in statuses]
    return {"resourceType": "Bundle", "type": "transaction-response", "entry": entries}


ISSUE = {"code": "invalid", "diagnostics": "what they wrote", "expression": ["Observation.value"]}


@pytest.mark.parametrize(
    ("body", "status", "outcome"),
    [
        (answered("201 Created", "200"), 200, ""),
        (answered("201", "409 Conflict", outcome={"issue": [ISSUE]}), 200, "status 409 invalid Observation.value"),
        ({"issue": [ISSUE]}, 422, "status 422 invalid Observation.value"),
        ({"issue": [{"code": "They wrote: no", "expression": ["what they wrote"]}]}, 422, "status 422"),
        ({"issue": "what they wrote"}, 500, "status 500"),
        (answered(), 200, "unreadable"),
        (answered("yes"), 200, "unreadable"),
        ({"type": "transaction-response", "entry": [None]}, 200, "unreadable"),
        (b"ok", 200, "unreadable"),
    ],
)
def test_what_is_sent_is_taken_whole_or_told_without_a_word_of_what_was_sent(
    registration: Registration, replies: Replies, body: object, status: int, outcome: str
) -> None:
    replies(body, status)
    if not outcome:
        assert transact(registration, "token", b"{}") == "status 200"
        return
    with pytest.raises(StepFailed) as fault:
        transact(registration, "token", b"{}")
    assert (fault.value.step, fault.value.outcome) == (Step.SENDING, outcome)


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        (WantedSystem(" ", URL), "name"),
        (WantedSystem("x" * 41, URL), "name"),
        (WantedSystem("Records", "records.example.org"), "url"),
        (WantedSystem("Records", f"{URL}?a=b"), "url"),
        (WantedSystem("Records", f"{URL}#a"), "url"),
        (WantedSystem("Records", "https://records.example.org/ä"), "url"),
        (WantedSystem("Records", f"{URL}/{'x' * 1_000}"), "url"),
        (WantedSystem("Records", "http://records.example.org/"), "url"),
        (WantedSystem("Records", "https://192.168.1.4/fhir"), "url"),
        (WantedSystem("Records", URL, "none"), "algorithm"),
    ],
)
def test_a_record_system_that_cannot_be_is_refused_by_its_field(wanted: WantedSystem, field: str) -> None:
    with pytest.raises(Invalid) as fault:
        check_system(wanted, ())
    assert fault.value.field == field


@pytest.mark.parametrize(
    ("typed", "known"),
    [
        ("123", "123"),
        (" Patient/a-1.B ", "a-1.B"),
        ("https://records.example.org/fhir/Patient/7/", "7"),
        ("", None),
        ("not an id", None),
        ("x" * 65, None),
    ],
)
def test_an_id_is_found_in_what_people_copy(typed: str, known: str | None) -> None:
    assert patient_id(typed) == known


def test_a_trial_went_well_where_every_step_did() -> None:
    assert passed({"steps": [{"ok": True}]})
    assert not passed({})
    assert not passed({"steps": []})
    assert not passed({"steps": [{"ok": True}, {"ok": False}]})


def test_only_what_can_pass_is_tried_again() -> None:
    statuses = (400, 401, 404, 412, 422, 429, 500, 503)
    assert [status for status in statuses if can_pass(status)] == [401, 412, 429, 500, 503]
