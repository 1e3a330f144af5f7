"""The session cookie of the staff, as Flask keeps it: its serializer is made once, as each request asks for it."""

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer


class Sessions(SecureCookieSessionInterface):
    """The sessions of one app, whose key stays the same for as long as it runs."""

    _serializer: URLSafeTimedSerializer | None = None

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """Return the serializer that the app's first request made."""
        if self._serializer is None:
            self._serializer = super().get_signing_serializer(app)
        return self._serializer
