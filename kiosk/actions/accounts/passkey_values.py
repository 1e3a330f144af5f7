"""The values of passkeys, apart from the library that checks them."""

from dataclasses import dataclass


class NotSigned(Exception):
    """The answer does not prove what it should."""


@dataclass(frozen=True)
class Site:
    """For whom passkeys are: the host name of the configured address, and that address as browsers write it."""

    host: str
    origin: str


@dataclass(frozen=True)
class Owner:
    """The person a passkey is made for; `handle` tells the device nothing about them."""

    handle: bytes
    email: str
    name: str


@dataclass(frozen=True)
class NewKey:
    """A new passkey as it is stored. None of it is secret."""

    credential_id: bytes
    public_key: bytes
    sign_count: int
