"""Steps that tests of the web repeat: log in, fill in a form, read a page."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import unescape
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from kiosk.domain.public_ids import PublicId
from kiosk.storage.db import db
from kiosk.storage.tables import CheckIn, Client, Goal, Visit
from tests.support.practice import PASSWORD, WELL, Cast, Waiting
from tests.web.page_rules import parse, words

NOW = datetime(2026, 6, 3, 14, 48, tzinfo=UTC)
"""A Wednesday; every test begins here, and time stands still until the test moves it."""
JSON = {"Accept": "application/json"}
HIDDEN = '<input type="hidden" name="{name}" value="([^"]*)"'


@dataclass(frozen=True)
class Desk:
    """The browser of somebody of the staff, logged in."""

    client: FlaskClient
    tokens: dict[str, str] = field(default_factory=dict)

    @property
    def cookie(self) -> str:
        """The cookie's text, as a thief would copy it."""
        found = self.client.get_cookie("__Host-staff") or self.client.get_cookie("staff")
        assert found is not None
        return found.value

    def again(self, app: Flask) -> "Desk":
        """The same browser before an app that has this desk's logins in its database."""
        client = app.test_client()
        for name in ("staff", "known"):
            for sent in (name, f"__Host-{name}"):
                if cookie := self.client.get_cookie(sent):
                    client.set_cookie(sent, cookie.value)
        return Desk(client, dict(self.tokens))

    def fetch_token(self) -> None:
        """Have the token of this login's forms."""
        if self.cookie not in self.tokens:
            account = self.client.get("/account")
            assert account.status_code == 200, "not logged in (any more)"
            self.tokens[self.cookie] = hidden(account, "csrf_token")

    def visit_path(self, place: int = 1) -> str:
        """The address of the visit that was begun as this one, counted from 1."""
        return f"/visits/{self._made(Visit, place)}"

    def check_in_path(self, place: int = 1) -> str:
        """The address of the check-in that was begun as this one."""
        return f"/check-ins/{self._made(CheckIn, place)}"

    def client_path(self, place: int = 1) -> str:
        """The address of the client who came as this one."""
        return f"/clients/{self._made(Client, place)}"

    def goal_path(self, place: int = 1) -> str:
        """The address of the first client's goal that was agreed as this one."""
        return f"{self.client_path()}/goals/{self._made(Goal, place)}"

    def _made(self, table: type[Visit | CheckIn | Client | Goal], place: int) -> PublicId:
        with self.client.application.app_context():
            return list(db.session.scalars(select(table.public_id).order_by(table.id)))[place - 1]

    def get(self, path: str, **options: Any) -> TestResponse:  # noqa: ANN401 -- Werkzeug's own
        return self.client.get(path, **options)

    def post(self, path: str, fields: Mapping[str, str] | None = None) -> TestResponse:
        """Send a form as its page has it, token included."""
        self.fetch_token()
        return self.client.post(path, data={"csrf_token": self.tokens[self.cookie]} | dict(fields or {}))


def log_in(cast: Cast, person: int) -> Desk:
    """By a one-time link, which costs no password hashing."""
    client, link = cast.app.test_client(), cast.one_time_link(person)
    token = hidden(client.get(link), "csrf_token")
    assert client.post(link, data={"csrf_token": token, "password": PASSWORD}).status_code == 303
    return Desk(client)


def by_password(client: FlaskClient, email: str, password: str, **more: str) -> TestResponse:
    """Send the login form."""
    token = hidden(client.get("/login"), "csrf_token")
    return client.post("/login", data={"csrf_token": token, "email": email, "password": password} | more)


def with_cookie(cast: Cast, cookie: str) -> FlaskClient:
    """Another browser that holds a copied cookie."""
    client = cast.app.test_client()
    client.set_cookie("__Host-staff", cookie)
    return client


def hidden(response: TestResponse, name: str) -> str:
    """The value of a hidden field of a page."""
    found = re.search(HIDDEN.format(name=name), response.text)
    assert found, f"no hidden field {name} at {response.request.path}: {response.status}"
    return unescape(found[1])


def leads_to(response: TestResponse) -> str:
    """The page that a browser or a script is sent on to, without what its address conceals."""
    return str((response.get_json() or {}).get("next", "") if response.is_json else response.location).partition("?")[0]


def lines(**marks: str) -> dict[str, str]:
    """Marks as the fields of the form; without any, everything went well."""
    return {f"item-{item}": mark for item, mark in (marks or WELL).items()}


def answer(phone: FlaskClient, waiting: Waiting, fields: Mapping[str, str], **options: Any) -> TestResponse:  # noqa: ANN401 -- Werkzeug's own
    """Open the form and send it."""
    key = hidden(phone.get(waiting.path), "key")
    return phone.post(waiting.path, data={"key": key, "marked": "line"} | dict(fields), **options)


def read(response: TestResponse) -> str:
    """Everything on a page that is read aloud, its apostrophes as they are typed here."""
    return words(parse(response.text).root).replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")


def checked(response: TestResponse) -> dict[str, str]:
    """The choices on a page: the value of each radio button and tick box that is on, by its name."""
    boxes = parse(response.text).all("input")
    return {box.get("name", ""): box.get("value", "") for box in boxes if "checked" in box.attrib}
