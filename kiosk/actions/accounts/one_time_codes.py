"""Codes that an app shows for half a minute each (TOTP, RFC 6238), and those for when it is not at hand."""

import secrets
from datetime import datetime

from pyotp import TOTP, random_base32
from pyotp.exceptions import OTPVerificationError

STEPS_EITHER_WAY = 1
"""A phone's clock may be half a minute off."""
RECOVERY_LENGTH = 12
HOW_MANY = 10
MOST_TYPED = 40


def new_secret() -> str:
    """Return a new secret for server and app to share: 160 random bits, as text that can be typed."""
    return random_base32()


def address_for_app(secret: str, issuer: str, email: str) -> str:
    """Return the address in the QR code that the app reads."""
    return TOTP(secret).provisioning_uri(name=email, issuer_name=issuer)


def step_of(secret: str, code: str, now: datetime) -> int | None:
    """The half minute, counted from 1970, whose code this is: the present one or a neighbour. None for any other."""
    try:
        return TOTP(secret).verify_and_get_timecode(code, for_time=now, valid_window=STEPS_EITHER_WAY)
    except OTPVerificationError:
        return None


def figures_in(typed: str) -> str:
    """A code as it was meant, pasted with its spaces or typed in another script's figures; empty when it is none."""
    bare = "".join(typed[:MOST_TYPED].replace("-", "").split())
    return "".join(str(int(figure)) for figure in bare) if bare.isdecimal() else ""


def new_recovery_codes() -> list[str]:
    """Ten of 40 bits each: too many to try out as often as a login can be tried."""
    return [f"{secrets.randbelow(10**RECOVERY_LENGTH):0{RECOVERY_LENGTH}}" for _ in range(HOW_MANY)]
