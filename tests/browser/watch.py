"""Looks over the shoulder of every page: errors, and requests to anybody else, fail the test."""

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, WebError

OWN = ("127.0.0.2", "kiosk.lan")
BY_NAME = "localhost"
"""Our own as well, for whoever went there and for the pages that came from there."""
# Chromium tells everybody who serves plain http to a network; the header is for those who encrypt.
OF_PLAIN_HTTP = "The Cross-Origin-Opener-Policy header has been ignored"
# Soon after each page it looks for a newer service worker by itself; while a test keeps the network away, in vain.
AWAY, OF_LOOKING = "net::ERR_", "An unknown error occurred when fetching the script"


class Watch:
    """Errors in the pages that it follows."""

    def __init__(self) -> None:
        self._faults: list[str] = []
        self._expected: list[str] = []

    def follow(self, context: BrowserContext) -> None:
        context.on("console", self._hear)
        context.on("weberror", self._fail)
        context.on("request", self._see)

    def expect(self, *patterns: str) -> None:
        """These errors belong to what the test does; a pattern that meets none is a fault as well."""
        self._expected += patterns

    def faults(self) -> Sequence[str]:
        borne = [*self._expected, OF_LOOKING] if any(AWAY in one for one in self._expected) else self._expected
        unexpected = [fault for fault in self._faults if not any(re.search(one, fault) for one in borne)]
        missed = [one for one in self._expected if not any(re.search(one, fault) for fault in self._faults)]
        return unexpected + [f"expected, and did not come: {one}" for one in missed]

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not message.text.startswith(OF_PLAIN_HTTP):
            self._faults.append(f"console: {message.text} ({message.location.get('url', '')})")

    def _fail(self, error: WebError) -> None:
        self._faults.append(f"script: {error.error}")

    def _see(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in {"data", "blob", "about"} and not _is_own(parts.hostname, request):
            self._faults.append(f"elsewhere: {request.url}")


def _is_own(host: str | None, request: Request) -> bool:
    if host != BY_NAME:
        return host in OWN
    return request.is_navigation_request() or urlsplit(request.frame.url).hostname == BY_NAME
