"""The shape of what a client's form sends, and the signed key that goes with it."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import unquote_to_bytes

from flask import Request
from werkzeug.datastructures import MultiDict

from kiosk.actions.check_ins.submit import Sending
from kiosk.domain.answers import RawAnswers
from kiosk.domain.public_ids import BYTES, PublicId
from kiosk.keys import keys

PURPOSE = "form"
ITEM = "item-"
MOMENT_BYTES = 6
NONCE_BYTES = 16
MOST_FIELDS = 200


class Malformed(Exception):
    """Not what one of our forms sends: no key of ours, or a field twice."""


@dataclass(frozen=True)
class FormKey:
    """Made when a form is shown: which check-in, which showing of it, and when."""

    check_in: PublicId
    nonce: str
    """32 hexadecimal characters."""
    shown_at: datetime

    def signed(self) -> str:
        """As the form carries it."""
        milliseconds = int(self.shown_at.timestamp() * 1000)
        content = bytes.fromhex(self.check_in + self.nonce) + milliseconds.to_bytes(MOMENT_BYTES)
        return keys().stamp(PURPOSE, content)

    @classmethod
    def new(cls, check_in: PublicId, now: datetime) -> "FormKey":
        """For a form that is shown now."""
        return cls(check_in, secrets.token_hex(NONCE_BYTES), now)

    @classmethod
    def read(cls, text: str) -> "FormKey":
        """Raises Malformed unless this server made it."""
        content = keys().stamped(PURPOSE, text)
        if content is None:
            raise Malformed
        check_in, rest = content[:BYTES].hex(), content[BYTES:]
        nonce, milliseconds = rest[:NONCE_BYTES].hex(), int.from_bytes(rest[NONCE_BYTES:])
        return cls(PublicId(check_in), nonce, datetime.fromtimestamp(milliseconds / 1000, UTC))


def raw_answers(form: MultiDict[str, str]) -> RawAnswers:
    """The fields as they came, the first of each."""
    return RawAnswers(
        items={name.removeprefix(ITEM): value for name, value in form.items() if name.startswith(ITEM)},
        marked=form.get("marked", ""),
        strain=form.get("strain", ""),
        sorted_out=form.get("sorted", ""),
        obstacle=form.get("obstacle", ""),
        words=form.get("words", ""),
        talk=form.get("talk", ""),
        safety=form.get("safety", ""),
        decline=form.get("decline", ""),
        former=form.get("former", ""),
    )


def read_sending(request: Request) -> Sending:
    """One attempt to send. Raises Malformed; what the answers say is for the measure to judge."""
    _check_text(request)
    form = request.form
    if len(form) > MOST_FIELDS or any(len(values) > 1 for values in form.listvalues()):
        raise Malformed
    key = FormKey.read(form.get("key", ""))
    return Sending(
        check_in=key.check_in,
        key=key.nonce,
        shown_at=key.shown_at,
        answers=raw_answers(form),
        language=form.get("language", ""),
    )


def _check_text(request: Request) -> None:
    """Raises Malformed for bytes that are no text: read leniently, they would be kept as percent signs."""
    if request.mimetype == "application/x-www-form-urlencoded":
        try:
            unquote_to_bytes(request.get_data(cache=True)).decode()
        except UnicodeDecodeError:
            raise Malformed from None
