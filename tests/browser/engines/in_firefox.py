"""Firefox, by WebDriver BiDi, which it speaks itself: there is no need of a second program beside it."""

import json
import subprocess
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

from tests.browser.engines.driver import Browser
from tests.browser.engines.installed import firefox
from tests.support.servers import wait_until

PATIENCE_S = 60
SETTINGS = {
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.page": 0,
    "datareporting.policy.dataSubmissionEnabled": False,
    "dom.w3c_touch_events.enabled": 1,
    "extensions.update.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "remote.prefs.recommended": True,
    "toolkit.telemetry.enabled": False,
    "ui.prefersReducedMotion": 1,
}
"""It asks nobody about itself, and has a finger."""


class Refused(Exception):
    """The browser could not do what it was told."""


class Wire:
    """Commands to the browser, each answered before the next; what it tells besides is not listened to."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection
        self._sent = 0

    def ask(self, method: str, **parameters: object) -> Any:  # noqa: ANN401 -- each command has its own reply
        self._sent += 1
        self._connection.send(json.dumps({"id": self._sent, "method": method, "params": parameters}))
        while True:
            reply = json.loads(self._connection.recv(PATIENCE_S))
            if reply.get("id") != self._sent:
                continue
            if reply["type"] == "error":
                raise Refused(f"{method}: {reply['error']}: {reply['message']}")
            return reply["result"]


class FirefoxWindow:
    points_by = "touch"

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._profile = wire.ask("browser.createUserContext")["userContext"]
        self._page = wire.ask("browsingContext.create", type="tab", userContext=self._profile)["context"]

    def open(self, url: str) -> None:
        self._wire.ask("browsingContext.navigate", context=self._page, url=url, wait="complete")

    def resize(self, width: int, height: int) -> None:
        size = {"width": width, "height": height}
        self._wire.ask("browsingContext.setViewport", context=self._page, viewport=size)

    def run(self, script: str, *given: object) -> Any:  # noqa: ANN401 -- whatever the script gives
        """Values go there and back as JSON: BiDi has a notation of its own for each."""
        reply = self._wire.ask(
            "script.callFunction",
            functionDeclaration="json => { const given = JSON.parse(json);"
            f" return JSON.stringify((() => {{ {script} }})() ?? null); }}",
            arguments=[{"type": "string", "value": json.dumps(given)}],
            target={"context": self._page},
            awaitPromise=False,
        )
        if reply["type"] == "exception":
            raise Refused(reply["exceptionDetails"]["text"])
        return json.loads(reply["result"]["value"])

    def press(self, across: float, down: float) -> None:
        there = {"type": "pointerMove", "x": int(across), "y": int(down)}
        touch = [there, {"type": "pointerDown", "button": 0}, {"type": "pointerUp", "button": 0}]
        self._perform({"type": "pointer", "parameters": {"pointerType": "touch"}, "actions": touch})

    def type(self, keys: str) -> None:
        strokes = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        self._perform({"type": "key", "actions": strokes})

    def _perform(self, source: dict[str, object]) -> None:
        self._wire.ask("input.performActions", context=self._page, actions=[{"id": str(source["type"]), **source}])

    def back(self) -> None:
        self._wire.ask("browsingContext.traverseHistory", context=self._page, delta=-1)

    def picture(self) -> bytes:
        return b64decode(self._wire.ask("browsingContext.captureScreenshot", context=self._page)["data"])

    def close(self) -> None:
        self._wire.ask("browser.removeUserContext", userContext=self._profile)


class FirefoxBrowser:
    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def window(self) -> FirefoxWindow:
        return FirefoxWindow(self._wire)


@contextmanager
def firefox_browser(profile: Path) -> Iterator[Browser]:
    """Firefox for as long as the block runs, with all that it keeps in this folder."""
    profile.mkdir(parents=True)
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in SETTINGS.items()]
    (profile / "user.js").write_text("\n".join(lines), "utf-8")
    program = [firefox() or "", "--headless", "--no-remote", "--profile", str(profile), "--remote-debugging-port=0"]
    with subprocess.Popen(program, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            with connect(_address(profile), max_size=None, proxy=None) as connection:
                wire = Wire(connection)
                wire.ask("session.new", capabilities={})
                yield FirefoxBrowser(wire)
        finally:
            process.terminate()


def _address(profile: Path) -> str:
    """The address where it listens, on a port of its own choice, as it tells in its profile."""
    told = profile / "WebDriverBiDiServer.json"
    wait_until(lambda: told.exists() and told.read_text("utf-8").endswith("}"), "Firefox listens")
    place = json.loads(told.read_text("utf-8"))
    return f"ws://{place['ws_host']}:{place['ws_port']}/session"
