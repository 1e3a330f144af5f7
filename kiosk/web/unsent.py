"""What somebody sent when their login had just ended: it waits, sealed, on the page that asks them to log in."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from cryptography.fernet import InvalidToken
from flask import request

from kiosk.keys import keys


@dataclass(frozen=True)
class Unsent:
    """Whose it is, where it was going, and its fields as they were typed."""

    person: int
    address: str
    fields: Sequence[tuple[str, str]]

    @property
    def words(self) -> Sequence[str]:
        """What reads like words among it, to be known again."""
        return [value for _, value in self.fields if " " in value.strip()]

    def sealed(self) -> str:
        """As a page can carry it: nobody else can read it there, or put anything in its place."""
        content = json.dumps([self.person, self.address, list(self.fields)])
        return keys().sealer.encrypt(content.encode()).decode()


def unsent_by(person: int) -> Unsent | None:
    """What this request would have changed, where a page of our own sent it; nothing that logs in is kept."""
    fields = [(name, value) for name, values in request.form.lists() for value in values if name != "csrf_token"]
    is_login = request.path.startswith("/login") or any("password" in name for name, _ in fields)
    if request.method != "POST" or not _is_ours() or is_login:
        return None
    return Unsent(person, request.path, fields)


def _is_ours() -> bool:
    """Whether a page of this server sent it. Over plain http browsers say so only by the address they come from."""
    site = request.headers.get("Sec-Fetch-Site")
    return site == "same-origin" if site else urlsplit(request.referrer or "").netloc == request.host


def opened(sealed: str, person: int) -> Unsent | None:
    """What was sealed for this person, and for nobody else."""
    try:
        whose, address, fields = json.loads(keys().sealer.decrypt(sealed.encode()))
    except InvalidToken:
        return None
    return Unsent(whose, address, [(name, value) for name, value in fields]) if whose == person else None
