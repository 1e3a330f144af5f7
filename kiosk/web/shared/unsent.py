"""A form sent when its login had just ended: it waits, sealed, on the page that asks to log in."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from flask import request

from kiosk.domain.public_ids import PublicId
from kiosk.keys import Unopened, keys

SENDER: Final = "sender"
NOT_TYPED: Final = frozenset({"csrf_token", SENDER})


@dataclass(frozen=True)
class Unsent:
    """A form that was not taken: its sender, its address, and its fields as they were typed."""

    person: PublicId
    address: str
    fields: Sequence[tuple[str, str]]

    @property
    def words(self) -> Sequence[str]:
        """The values that read like words, to be known again."""
        return [value for _, value in self.fields if " " in value.strip()]

    def sealed(self) -> str:
        """As a page can carry it: nobody else can read it there, or put anything in its place."""
        content = json.dumps([self.person, self.address, list(self.fields)])
        return keys().seal_text("unsent", content)


def sender_field(person: PublicId) -> str:
    """Give the value by which a form says whose it is, when neither a login nor a cookie does any more."""
    return keys().conceal(SENDER, person)


def sender_of_form() -> PublicId | None:
    """Read from this request's form whose it is; None where no page of ours said so."""
    found = keys().concealed(SENDER, request.form.get(SENDER, ""))
    return PublicId(found) if found else None


def unsent_by(person: PublicId) -> Unsent | None:
    """Return what this request would have changed, if a page of our own sent it; nothing that logs in is kept."""
    fields = [(name, value) for name, values in request.form.lists() for value in values if name not in NOT_TYPED]
    is_login = request.path.startswith("/login") or any("password" in name for name, _ in fields)
    if request.method != "POST" or not _is_ours() or is_login:
        return None
    return Unsent(person, request.path, fields)


def _is_ours() -> bool:
    """Return whether a page of this server sent it. Over plain http browsers show it only by the Referer."""
    site = request.headers.get("Sec-Fetch-Site")
    return site == "same-origin" if site else urlsplit(request.referrer or "").netloc == request.host


def opened(sealed: str, person: PublicId) -> Unsent | None:
    """Open what was sealed for this person; None for anybody else's."""
    try:
        whose, address, fields = json.loads(keys().open_text("unsent", sealed))
    except Unopened:
        return None
    return Unsent(whose, address, [(name, value) for name, value in fields]) if whose == person else None
