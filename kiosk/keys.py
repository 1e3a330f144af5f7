"""What is made from the server key: link tokens, short codes, signatures, and the key that seals words."""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from cryptography.fernet import Fernet, MultiFernet
from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

SHORT_ALPHABET: Final = "CDFGHJKMNPQRTVWX234679"
"""No vowels, so no words, and of each pair that looks alike (0 O, 1 I, 2 Z, 5 S, 8 B) one at most."""
SHORT_LENGTH: Final = 8
TOKEN_BYTES: Final = 16


@dataclass(frozen=True)
class Keys:
    """Everything that depends on the server key. Changing that key ends all open links."""

    secret: bytes

    def link_token(self, check_in: int, version: int) -> str:
        """The 128-bit token of a check-in's link: the same each time, so it can be shown again and need not be kept."""
        digest = self._digest("link", f"{check_in}.{version}")
        return base64.urlsafe_b64encode(digest[:TOKEN_BYTES]).rstrip(b"=").decode()

    def short_code(self, check_in: int, turn: int) -> str:
        """Eight letters and digits for typing; `turn` counts how often a new one was asked for."""
        number = int.from_bytes(self._digest("short", f"{check_in}.{turn}"))
        letters = []
        for _ in range(SHORT_LENGTH):
            number, place = divmod(number, len(SHORT_ALPHABET))
            letters.append(SHORT_ALPHABET[place])
        return "".join(letters)

    def short_code_hash(self, code: str) -> bytes:
        """What is kept of a short code: keyed, because eight letters alone could be tried out."""
        return self._digest("short-hash", code)

    def passkey_handle(self, person: int) -> bytes:
        """The name by which devices know the owner of a passkey: always the same, and it tells them nothing."""
        return self._digest("passkey", f"{person}")

    def sign(self, purpose: str, content: dict[str, object]) -> str:
        """A small message that only this server can have made."""
        return self._serializer(purpose).dumps(content)

    def signed(self, purpose: str, text: str) -> dict[str, object] | None:
        """The message back, or None when it is not one of ours for this purpose."""
        try:
            content = self._serializer(purpose).loads(text)
        except BadSignature:
            return None
        return content if isinstance(content, dict) else None

    @cached_property
    def cookie_secret(self) -> bytes:
        """Signs the staff's cookie."""
        return self._digest("cookie", "")

    @cached_property
    def sealer(self) -> MultiFernet:
        """Seals words and notes before they reach the database."""
        return MultiFernet([Fernet(base64.urlsafe_b64encode(self._digest("words", "")))])

    def _serializer(self, purpose: str) -> URLSafeSerializer:
        return URLSafeSerializer(self._digest("sign", purpose), salt=purpose)

    def _digest(self, purpose: str, content: str) -> bytes:
        return hmac.digest(self.secret, f"{purpose}:{content}".encode(), hashlib.sha256)


def hash_of(secret: str) -> bytes:
    """What is kept of a random secret of 128 bits or more: enough to know it again, not enough to use it."""
    return hashlib.sha256(secret.encode()).digest()


def keys() -> Keys:
    """The keys of the running app."""
    found = current_app.extensions["kiosk-keys"]
    if not isinstance(found, Keys):
        raise TypeError("The app was made without its keys: use create_app.")
    return found
