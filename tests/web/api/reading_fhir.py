"""A program that reads FHIR, as tests speak of it."""

from collections.abc import Iterator

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kiosk.interchange.fhir.naming import Resource


def read(caller: FlaskClient, path: str) -> Resource:
    """One resource, or a page of a search."""
    answer = caller.get(f"/fhir/{path}")
    assert (answer.status_code, answer.mimetype) == (200, "application/fhir+json"), answer.text
    found: Resource = answer.get_json()
    return found


def pages(caller: FlaskClient, search: str) -> Iterator[Resource]:
    """The pages of a search, by the link in each to the next."""
    page = read(caller, search)
    while True:
        yield page
        following = [link["url"] for link in page["link"] if link["relation"] == "next"]
        if not following:
            return
        page = read(caller, following[0].partition("/fhir/")[2])


def found(caller: FlaskClient, search: str) -> list[Resource]:
    """All that a search finds, page by page."""
    return [entry["resource"] for page in pages(caller, search) for entry in page.get("entry", [])]


def ids(resources: list[Resource]) -> list[str]:
    return [one["id"] for one in resources]


def outcome(answer: TestResponse, status: int, code: str) -> str:
    """The sentence of an OperationOutcome with that status and that kind of issue."""
    assert (answer.status_code, answer.mimetype) == (status, "application/fhir+json"), answer.text
    (issue,) = answer.get_json()["issue"]
    assert (issue["severity"], issue["code"]) == ("error", code)
    return str(issue["diagnostics"])
