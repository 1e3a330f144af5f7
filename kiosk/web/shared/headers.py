"""Security headers of every response, errors and static files included."""

from flask import Flask, Response, request

from kiosk.web.shared import passkeys
from kiosk.web.shared.paired import dressed

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "object-src 'none'",
        "require-trusted-types-for 'script'",
    )
)
OFF = (
    "accelerometer autoplay camera display-capture encrypted-media geolocation gyroscope magnetometer microphone midi"
    " payment publickey-credentials-create publickey-credentials-get screen-wake-lock usb xr-spatial-tracking"
)
FIXED = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in OFF.split()),
    "X-Robots-Tag": "noindex",
}


def _but(feature: str) -> str:
    """All off but this one, for ourselves."""
    return FIXED["Permissions-Policy"].replace(f"{feature}=()", f"{feature}=(self)")


AWAKE = _but("screen-wake-lock")
"""A tablet may keep its screen on."""
OF_PASSKEYS = {act: _but(f"publickey-credentials-{act}") for act in ("get", "create")}
"""The login may ask for a passkey, the account may make one."""
A_YEAR = "max-age=31536000"
PARTS = {"text/css", "text/javascript", "font/woff2"}
"""Types that are only ever a part of a page: they request nothing, so a short policy forbids all.

The long policies, three times over, would keep a slow phone waiting for longer than the form.
"""
OF_PARTS = FIXED | {
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
}
del OF_PARTS["Permissions-Policy"]
WORKER = "Service-Worker-Allowed"
"""A script with this is a worker: it is part of no page, and asks the server itself."""


def guard(app: Flask) -> None:
    """Put the headers on everything the app sends."""
    app.after_request(_put)


def _put(response: Response) -> Response:
    is_part = response.mimetype in PARTS and WORKER not in response.headers
    response.headers.extend(OF_PARTS if is_part else FIXED)
    if (dress := dressed()) and dress.room and not is_part:
        response.headers["Permissions-Policy"] = AWAKE
    if act := passkeys.allowed():
        response.headers["Permissions-Policy"] = OF_PASSKEYS[act]
    response.headers.setdefault("Cache-Control", "no-store")
    if request.is_secure:
        response.headers["Strict-Transport-Security"] = A_YEAR
    return response
