"""SMART backend services: how this server shows a FHIR server that it is itself, and gets a token for an hour or less.

Client credentials with an assertion that is signed by a private key (`private_key_jwt`), as the guide for backend
services of SMART App Launch 2 says. https://hl7.org/fhir/smart-app-launch/backend-services.html
The library for tokens is imported where it is asked for: most practices have no record system.
"""

import json
import re
import time
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode
from uuid import uuid4

from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from kiosk.domain.onward import UNREADABLE, Algorithm, Step, deleting_scopes, scopes
from kiosk.domain.retries import DELIVERED, STATUS
from kiosk.network import Network
from kiosk.outgoing import Answer, Outgoing, RequestRefused, fault_in, send

RSA_BITS: Final = 3072
LASTS_S: Final = 300
"""Seconds for which an assertion holds: SMART allows no more."""
MOST: Final = 64 * 1024
MOST_METADATA: Final = 16 * 1024 * 1024
"""Bytes of an answer that are read; what a server says it can do may be several megabytes."""
FHIR_JSON: Final = "application/fhir+json"
ASSERTION: Final = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
MOST_ANSWER: Final = 1024 * 1024
_ERROR: Final = re.compile(r"[a-z_]{1,40}")
_CODE: Final = re.compile(r"[a-z-]{1,40}")
_ELEMENT: Final = re.compile(r"[A-Za-z0-9.\[\]]{1,120}")
_STATUS: Final = re.compile(r"[1-5][0-9]{2}")


class StepFailed(Exception):
    """A step that failed; `outcome` is a `RequestFault`, `unreadable`, or a status with what the server called it."""

    def __init__(self, step: Step, outcome: str, status: int = 0) -> None:
        super().__init__(step, outcome)
        self.step, self.outcome, self.status = step, outcome, status


@dataclass(frozen=True)
class Registration:
    """This server as a record system knows it."""

    url: str
    """The base address of the FHIR interface, without a slash at its end."""
    client_id: str
    key: str
    """The private key, as PEM."""
    key_id: str
    algorithm: Algorithm
    allowed: Collection[Network] = ()


@dataclass(frozen=True)
class Configuration:
    """The description that a server gives of how it is asked for a token."""

    token_url: str
    scopes: str
    deleting: str
    """The scopes to ask for where something is to be deleted too."""


def new_key(algorithm: Algorithm) -> str:
    """Make a private key, as PEM."""
    key = ec.generate_private_key(ec.SECP384R1()) if algorithm is Algorithm.ES384 else _rsa()
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def _rsa() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=RSA_BITS)


def public_keys(key: str, key_id: str, algorithm: Algorithm) -> dict[str, Any]:
    """The public part of a key as a JSON Web Key Set, for the server to check signatures with."""
    from jwt.algorithms import ECAlgorithm, RSAAlgorithm

    public = load_pem_private_key(key.encode(), None).public_key()
    if isinstance(public, ec.EllipticCurvePublicKey):
        found = ECAlgorithm.to_jwk(public, as_dict=True)
    elif isinstance(public, rsa.RSAPublicKey):
        found = RSAAlgorithm.to_jwk(public, as_dict=True)
    else:
        raise TypeError("This is a key for neither ES384 nor RS384.")
    named = {"kid": key_id, "use": "sig", "alg": str(algorithm), "key_ops": ["verify"]}
    return {"keys": [{**found, **named}]}


def assertion(registration: Registration, token_url: str, at: int) -> str:
    """Sign who this is, for the one that gives tokens there, within five minutes of `at` (seconds) and once."""
    import jwt

    named = {"iss": registration.client_id, "sub": registration.client_id, "aud": token_url}
    claims = {**named, "iat": at, "exp": at + LASTS_S, "jti": str(uuid4())}
    return jwt.encode(claims, registration.key, str(registration.algorithm), {"kid": registration.key_id})


def configuration(registration: Registration) -> Configuration:
    """Ask where tokens are given. Raises StepFailed."""
    found = _document(Step.CONFIGURATION, registration, f"{registration.url}/.well-known/smart-configuration", MOST)
    url, can = found.get("token_endpoint"), found.get("capabilities")
    if not isinstance(url, str) or not url.isascii():
        raise StepFailed(Step.CONFIGURATION, UNREADABLE)
    if fault := fault_in(url, registration.allowed):
        raise StepFailed(Step.TOKEN, fault)
    known = can if isinstance(can, list) else ()
    return Configuration(url, scopes(known), deleting_scopes(known))


def metadata(registration: Registration) -> str:
    """Ask what the server can do; gives the version of FHIR that it speaks. Raises StepFailed."""
    found = _document(Step.METADATA, registration, f"{registration.url}/metadata", MOST_METADATA)
    if found.get("resourceType") != "CapabilityStatement":
        raise StepFailed(Step.METADATA, UNREADABLE)
    return str(found.get("fhirVersion", ""))[:20]


def token(registration: Registration, found: Configuration, wanted: str = "") -> str:
    """Get a token for what is usually sent, or for these scopes. Raises StepFailed."""
    form = {
        "grant_type": "client_credentials",
        "scope": wanted or found.scopes,
        "client_assertion_type": ASSERTION,
        "client_assertion": assertion(registration, found.token_url, int(time.time())),
    }
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
    body = urlencode(form).encode()
    answer = asked(Step.TOKEN, Outgoing("POST", found.token_url, registration.allowed, headers, body, MOST))
    said = _object(answer.body)
    if answer.status not in DELIVERED:
        error = said.get("error") if said else None
        named = f" {error}" if isinstance(error, str) and _ERROR.fullmatch(error) else ""
        raise StepFailed(Step.TOKEN, f"{STATUS} {answer.status}{named}", answer.status)
    given = said.get("access_token") if said else None
    if not isinstance(given, str) or not given.isascii() or not given.isprintable():
        raise StepFailed(Step.TOKEN, UNREADABLE)
    return given


def transact(registration: Registration, given: str, body: bytes) -> str:
    """Send a transaction: all of it is taken, or nothing; gives the status. Raises StepFailed."""
    headers = {"Authorization": f"Bearer {given}", "Content-Type": FHIR_JSON, "Accept": FHIR_JSON}
    headers["Prefer"] = "return=minimal"
    answer = asked(Step.SENDING, Outgoing("POST", registration.url, registration.allowed, headers, body, MOST_ANSWER))
    said = _object(answer.body) or {}
    if answer.status not in DELIVERED:
        raise StepFailed(Step.SENDING, f"{STATUS} {answer.status}{_issue(said)}", answer.status)
    for status, outcome in _entries(said):
        if status not in DELIVERED:
            raise StepFailed(Step.SENDING, f"{STATUS} {status}{_issue(outcome)}", status)
    return f"{STATUS} {answer.status}"


def _entries(said: Mapping[str, Any]) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Give the status of each part of a transaction, with what is said of it. Raises StepFailed without one."""
    found = said.get("entry")
    if said.get("type") != "transaction-response" or not isinstance(found, list) or not found:
        raise StepFailed(Step.SENDING, UNREADABLE)
    for one in found:
        response = one.get("response") if isinstance(one, dict) else None
        status = str(response.get("status", "")) if isinstance(response, dict) else ""
        if not (number := _STATUS.match(status)):
            raise StepFailed(Step.SENDING, UNREADABLE)
        outcome = response.get("outcome") if isinstance(response, dict) else None
        yield int(number[0]), outcome if isinstance(outcome, dict) else {}


def _issue(outcome: Mapping[str, Any]) -> str:
    """Give the code of what is wrong and the element that it is about, in the words of FHIR alone.

    What else a server says of it may repeat what was sent, which nobody may read who reads the list of attempts.
    """
    issues = outcome.get("issue")
    first = issues[0] if isinstance(issues, list) and issues and isinstance(issues[0], dict) else {}
    places = first.get("expression")
    said = [first.get("code"), places[0] if isinstance(places, list) and places else None]
    rules = (_CODE, _ELEMENT)
    return "".join(
        f" {one}" for one, rule in zip(said, rules, strict=True) if isinstance(one, str) and rule.fullmatch(one)
    )


def asked(step: Step, request: Outgoing) -> Answer:
    """Send a request. Raises StepFailed, which names the step, where there is no answer."""
    try:
        return send(request)
    except RequestRefused as refused:
        raise StepFailed(step, refused.fault) from refused


def _document(step: Step, registration: Registration, url: str, most: int) -> Mapping[str, Any]:
    """Get what anybody may read there: it is asked for without a token."""
    accept = FHIR_JSON if step is Step.METADATA else "application/json"
    answer = asked(step, Outgoing("GET", url, registration.allowed, {"Accept": accept}, most=most))
    if answer.status not in DELIVERED:
        raise StepFailed(step, f"{STATUS} {answer.status}", answer.status)
    found = _object(answer.body)
    if found is None:
        raise StepFailed(step, UNREADABLE)
    return found


def _object(body: bytes) -> dict[str, Any] | None:
    """Read a JSON object; None for anything else."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
