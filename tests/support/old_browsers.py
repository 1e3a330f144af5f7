"""Browsers of years ago, as packages of npm carry them: unpacked once, and driven over a pipe.

Playwright speaks to none of them: its own script inside the page asks for what they do not have. `python -m
tests.support.old_browsers` unpacks what npm has fetched (see tests/old).
"""

import base64
import fcntl
import io
import json
import os
import subprocess
import tarfile
from pathlib import Path
from typing import Any

import brotli

from tests.browser.chromium import LAN_ADDRESS, LAN_NAME
from tests.support.servers import wait_until

ROOT = Path(__file__).parents[2]
FETCHED = ROOT / "tests" / "old" / "node_modules"
UNPACKED = ROOT / "build" / "old"
VERSIONS = ("80", "92")
"""A browser that gets no lines, and one that gets them without container queries, `submitter` and much else."""
PATIENCE_S = 60
ARGS = (
    "--headless",
    "--no-sandbox",
    "--no-zygote",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--hide-scrollbars",
    "--remote-debugging-pipe",
    f"--host-resolver-rules=MAP {LAN_NAME} {LAN_ADDRESS}",
)
FIRST_FREE = 10
"""The shell moves the ends of the pipes to 3 and 4, where the browser looks for them: these stay clear of it."""


def unpack() -> None:
    """Lay each browser that was fetched, with the libraries it brings, into a folder of its own."""
    for version in VERSIONS:
        parts = FETCHED / f"chromium-{version}" / "bin"
        done = UNPACKED / version / "done"
        if done.exists() or not parts.is_dir():
            continue
        done.parent.mkdir(parents=True, exist_ok=True)
        program = done.parent / "chromium"
        program.write_bytes(brotli.decompress((parts / "chromium.br").read_bytes()))
        program.chmod(0o755)
        for packed in parts.glob("*.tar.br"):
            with tarfile.open(fileobj=io.BytesIO(brotli.decompress(packed.read_bytes()))) as archive:
                archive.extractall(done.parent, filter="data")
        done.touch()


def found() -> list[str]:
    return [version for version in VERSIONS if (UNPACKED / version / "done").exists()]


def missing() -> list[str]:
    return [version for version in VERSIONS if version not in found()]


class OldBrowser:
    """One page of one of them."""

    def __init__(self, version: str, profile: Path) -> None:
        folder = UNPACKED / version
        program = (str(folder / "chromium"), *ARGS, f"--user-data-dir={profile}", "about:blank")
        theirs_in, ours_out = _pipe()
        ours_in, theirs_out = _pipe()
        self._process = subprocess.Popen(
            ["bash", "-c", f'exec "$@" 3<&{theirs_in} 4>&{theirs_out}', "bash", *program],
            env=os.environ | {"LD_LIBRARY_PATH": f"{folder}:{folder / 'lib'}"},
            pass_fds=(theirs_in, theirs_out),
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        os.close(theirs_in)
        os.close(theirs_out)
        self._in, self._out = os.fdopen(ours_in, "rb"), os.fdopen(ours_out, "wb", buffering=0)
        self._asked = 0
        self._session = ""
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]

    def call(self, method: str, **params: object) -> Any:  # noqa: ANN401 -- JSON, as the browser answers
        self._asked += 1
        message = {"id": self._asked, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        self._out.write(json.dumps(message).encode() + b"\0")
        while True:
            answer = json.loads(self._read())
            if answer.get("id") == self._asked:
                assert "error" not in answer, (method, answer)
                return answer["result"]

    def _read(self) -> bytes:
        parts = bytearray()
        while (byte := self._in.read(1)) != b"\0":
            assert byte, "the browser has ended"
            parts += byte
        return bytes(parts)

    def goto(self, address: str) -> None:
        self.call("Page.navigate", url=address)
        self.until(f"document.readyState == 'complete' && location.href.startsWith('{address}')")

    def evaluate(self, expression: str) -> Any:  # noqa: ANN401 -- JSON, as the page answers
        answer = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def until(self, holds: str) -> None:
        wait_until(
            lambda: bool(self.evaluate(f"document.body && ({holds})")),
            lambda: f"{holds}, but there is: {self.evaluate('document.body.innerText')}",
            PATIENCE_S,
        )

    def size(self, width: int, height: int) -> None:
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        self.call("Emulation.setTouchEmulationEnabled", enabled=True)

    def tap(self, selector: str, part: float = 0.5) -> None:
        """A finger in the middle of it, or this far along it; what comes before a page is drawn is lost."""
        self.until("document.readyState == 'complete'")
        self.evaluate("new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(() => drawn(true))))")
        x, y = self.evaluate(
            f"(() => {{ const found = document.querySelector(`{selector}`);"
            f" found.scrollIntoView({{ block: 'center' }}); const box = found.getBoundingClientRect();"
            f" return [box.left + {part} * box.width, box.top + box.height / 2]; }})()"
        )
        self.call("Input.dispatchTouchEvent", type="touchStart", touchPoints=[{"x": x, "y": y}])
        self.call("Input.dispatchTouchEvent", type="touchEnd", touchPoints=[])

    def picture(self) -> bytes:
        return base64.b64decode(self.call("Page.captureScreenshot")["data"])

    def end(self) -> None:
        os.killpg(self._process.pid, 9)
        self._process.wait()
        self._in.close()
        self._out.close()


def _pipe() -> tuple[int, int]:
    low = os.pipe()
    high = [fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, FIRST_FREE) for end in low]
    for end in low:
        os.close(end)
    return high[0], high[1]


if __name__ == "__main__":
    unpack()
