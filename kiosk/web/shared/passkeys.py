"""For which address passkeys are, which pages may ask for them, and what a browser was asked to sign."""

from ipaddress import ip_address
from typing import Literal
from urllib.parse import urlsplit

from flask import g
from flask import session as cookie_session

from kiosk.actions.accounts.passkey_values import Site
from kiosk.config import Config, is_loopback

USUAL_PORTS = {"https": 443, "http": 80}
Act = Literal["get", "create"]


def site_of(config: Config) -> Site | None:
    """The configured address, where browsers have passkeys for it: encrypted, or on this machine by its name.

    Never the Host of a request. An address in figures has none, so this machine's own is called `localhost`.
    """
    parts = urlsplit(config.address)
    host = _in_ascii(parts.hostname or "")
    if is_loopback(host):
        host = "localhost"
    encrypted = parts.scheme == "https" and not _is_figures(host)
    if not encrypted and host != "localhost" and not host.endswith(".localhost"):
        return None
    port = "" if parts.port in {None, USUAL_PORTS[parts.scheme]} else f":{parts.port}"
    return Site(host, f"{parts.scheme}://{host}{port}")


def _in_ascii(host: str) -> str:
    """A name with other letters, as browsers write it: `xn--…`; one that is no name stays as it is."""
    try:
        return host.encode("idna").decode()
    except UnicodeError:
        return host


def _is_figures(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def allow(act: Act) -> None:
    """Let the page that answers this request ask for a passkey, or make one."""
    g.passkey_act = act


def allowed() -> Act | None:
    """Return the passkey operation allowed to this request's page; None anywhere but where it is needed."""
    found: Act | None = g.get("passkey_act")
    return found


def keep_challenge(challenge: str) -> None:
    """Keep the challenge in the session of this browser: no other may answer it."""
    cookie_session["challenge"] = challenge


def take_challenge() -> str:
    """Return the challenge that this browser was asked to sign last, and forget it; empty without one."""
    return str(cookie_session.pop("challenge", ""))
