"""Values derived from the server key: link tokens, short codes, signatures, keys that seal; and the key of a client."""

import base64
import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final, Self

from cryptography.exceptions import InvalidTag
from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, AESSIV
from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

SHORT_ALPHABET: Final = "CDFGHJKMNPQRTVWX234679"
"""No vowels, so no words, and of each pair that looks alike (0 O, 1 I, 2 Z, 5 S, 8 B) one at most."""
SHORT_LENGTH: Final = 8
TOKEN_BYTES: Final = 16
STAMP_BYTES: Final = 16
MOST_PURPOSES: Final = 32
SEAL_VERSION: Final = b"\x01"
CLIENT_VERSION: Final = b"\x02"
"""Stands in front of what is sealed with the key of a client, whose name follows."""
NAME_BYTES: Final = 16
CLIENT_KEY_BYTES: Final = 32
KEY_ID_BYTES: Final = 4
NONCE_BYTES: Final = 12
INDEX_BYTES: Final = 16


class Unopened(Exception):
    """Raised where a sealed value cannot be opened: with this key, for this purpose, or about this thing."""


@dataclass(frozen=True)
class Keys:
    """Everything that depends on the server key. Changing that key ends all open links."""

    secret: bytes

    def link_token(self, check_in: str, version: int) -> str:
        """Make the 128-bit token of a link, always the same, from the public id of its check-in."""
        digest = self._digest("link", f"{check_in}.{version}")
        return _base64(digest[:TOKEN_BYTES])

    def short_code(self, check_in: str, turn: int) -> str:
        """Eight letters and digits for typing; `turn` counts how often a new one was asked for."""
        number = int.from_bytes(self._digest("short", f"{check_in}.{turn}"))
        letters = []
        for _ in range(SHORT_LENGTH):
            number, place = divmod(number, len(SHORT_ALPHABET))
            letters.append(SHORT_ALPHABET[place])
        return "".join(letters)

    def short_code_hash(self, code: str) -> bytes:
        """Return the hash of a short code, keyed because all codes of eight letters could be tried out."""
        return self._digest("short-hash", code)

    def passkey_handle(self, person: str) -> bytes:
        """The name by which devices know the owner of a passkey: always the same, and it tells them nothing."""
        return self._digest("passkey", person)

    def known_person(self, person: str) -> str:
        """The name by which a browser knows that a person has logged in there: it tells nobody who that was."""
        return _base64(self._digest("known", person)[:TOKEN_BYTES])

    def sign(self, purpose: str, content: dict[str, object]) -> str:
        """A small message that only this server can have made."""
        return _serializer(self, purpose).dumps(content)

    def signed(self, purpose: str, text: str) -> dict[str, object] | None:
        """The message back, or None when it is not one of ours for this purpose."""
        try:
            content = _serializer(self, purpose).loads(text)
        except BadSignature:
            return None
        return content if isinstance(content, dict) else None

    def stamp(self, purpose: str, content: bytes) -> str:
        """Sign a few bytes for a page that has to stay small."""
        return _base64(content + self._stamp(purpose, content))

    def stamped(self, purpose: str, text: str) -> bytes | None:
        """The bytes back, or None when they are not ours for this purpose."""
        try:
            whole = base64.b64decode(_padded(text), altchars=b"-_", validate=True)
        except ValueError:
            return None
        content, stamp = whole[:-STAMP_BYTES], whole[-STAMP_BYTES:]
        return content if hmac.compare_digest(stamp, self._stamp(purpose, content)) else None

    def conceal(self, purpose: str, text: str) -> str:
        """A short text for an address: only this server can have made it, and only this server can read it."""
        sealed = AESSIV(self._digest("conceal", purpose)).encrypt(text.encode(), None)
        return _base64(sealed)

    def concealed(self, purpose: str, text: str) -> str | None:
        """The text back, or None when it is not one of ours for this purpose."""
        try:
            sealed = base64.b64decode(_padded(text), altchars=b"-_", validate=True)
            return AESSIV(self._digest("conceal", purpose)).decrypt(sealed, None).decode()
        except (InvalidTag, ValueError):
            return None

    @cached_property
    def cookie_secret(self) -> bytes:
        """Signs the staff's cookie."""
        return self._digest("cookie", "")

    @cached_property
    def sealer(self) -> MultiFernet:
        """Opens what the unreleased version sealed."""
        return MultiFernet([Fernet(base64.urlsafe_b64encode(self._digest("words", "")))])

    def seal(self, purpose: str, about: str, content: bytes) -> bytes:
        """Encrypt with the key of a purpose: version, key id, nonce, then AES-256-GCM bound to `about`."""
        nonce = os.urandom(NONCE_BYTES)
        sealed = _cipher(self.secret, purpose).encrypt(nonce, content, about.encode())
        return SEAL_VERSION + self.key_id + nonce + sealed

    def open(self, purpose: str, about: str, sealed: bytes) -> bytes:
        """Decrypt what was sealed for the same purpose and the same `about`. Raises Unopened for anything else."""
        head = len(SEAL_VERSION) + KEY_ID_BYTES
        nonce, content = sealed[head : head + NONCE_BYTES], sealed[head + NONCE_BYTES :]
        if sealed[:head] != SEAL_VERSION + self.key_id or len(nonce) < NONCE_BYTES:
            raise Unopened
        try:
            return _cipher(self.secret, purpose).decrypt(nonce, content, about.encode())
        except InvalidTag:
            raise Unopened from None

    @cached_property
    def key_id(self) -> bytes:
        """Tells the server key from others in front of each sealed value; it says nothing of the key."""
        return self._digest("key-id", "")[:KEY_ID_BYTES]

    def seal_text(self, purpose: str, text: str) -> str:
        """Seal a text for a page to carry."""
        return _base64(self.seal(purpose, "page", text.encode()))

    def open_text(self, purpose: str, sealed: str) -> str:
        """Open what a page carried. Raises Unopened."""
        try:
            return self.open(purpose, "page", base64.b64decode(_padded(sealed), altchars=b"-_", validate=True)).decode()
        except ValueError:
            raise Unopened from None

    def _stamp(self, purpose: str, content: bytes) -> bytes:
        return hmac.digest(self._digest("stamp", purpose), content, hashlib.sha256)[:STAMP_BYTES]

    def index(self, purpose: str, content: str) -> bytes:
        """Return what stands in an index for a sealed value: the same for the same one, and it tells nobody which."""
        return self._digest("index", f"{purpose}:{content}")[:INDEX_BYTES]

    def sealing_key(self, purpose: str) -> bytes:
        """The key of sealed values for one purpose."""
        return self._digest("seal", purpose)

    def _digest(self, purpose: str, content: str) -> bytes:
        return hmac.digest(self.secret, f"{purpose}:{content}".encode(), hashlib.sha256)

    def signing_key(self, purpose: str) -> bytes:
        """The key of signatures for one purpose."""
        return self._digest("sign", purpose)


@dataclass(frozen=True)
class ClientKey:
    """The key of one client. What it seals carries its name, the public id of the client with whom it was made."""

    name: str
    secret: bytes

    @classmethod
    def new(cls, name: str) -> Self:
        """Draw a key."""
        return cls(name, secrets.token_bytes(CLIENT_KEY_BYTES))

    def seal(self, about: str, content: bytes) -> bytes:
        """Encrypt: version, name, nonce, then AES-256-GCM bound to `about`."""
        nonce = os.urandom(NONCE_BYTES)
        return self.head + nonce + self._cipher.encrypt(nonce, content, about.encode())

    def open(self, about: str, sealed: bytes) -> bytes:
        """Decrypt what this key has sealed for the same `about`. Raises Unopened for anything else."""
        nonce, content = sealed[len(self.head) :][:NONCE_BYTES], sealed[len(self.head) + NONCE_BYTES :]
        try:
            return self._cipher.decrypt(nonce, content, about.encode())
        except (InvalidTag, ValueError):
            raise Unopened from None

    @cached_property
    def head(self) -> bytes:
        """Return what stands in front of each value that it has sealed."""
        return CLIENT_VERSION + bytes.fromhex(self.name)

    @cached_property
    def _cipher(self) -> AESGCM:
        return AESGCM(self.secret)


def named_in(sealed: bytes) -> str | None:
    """The name of the client's key that a sealed value carries; None for one that was sealed with a server key."""
    return sealed[1 : 1 + NAME_BYTES].hex() if sealed[:1] == CLIENT_VERSION else None


@lru_cache(MOST_PURPOSES)
def _cipher(secret: bytes, purpose: str) -> AESGCM:
    return AESGCM(Keys(secret).sealing_key(purpose))


@lru_cache(MOST_PURPOSES)
def _serializer(made_with: Keys, purpose: str) -> URLSafeSerializer:
    return URLSafeSerializer(made_with.signing_key(purpose), salt=purpose)


def _base64(content: bytes) -> str:
    """Encode for an address or a field."""
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def _padded(text: str) -> str:
    return text + "=" * (-len(text) % 4)


def hash_of(secret: str) -> bytes:
    """Return the hash of a random secret of 128 bits or more: it recognizes the secret, and cannot stand in for it."""
    return hashlib.sha256(secret.encode()).digest()


def keys() -> Keys:
    """The keys of the running app."""
    found = current_app.extensions["kiosk-keys"]
    if not isinstance(found, Keys):
        raise TypeError("The app was made without its keys: use create_core.")
    return found
