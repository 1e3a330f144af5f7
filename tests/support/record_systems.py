"""A record system that is not ours, for tests of what is sent onward: Medplum's FHIR router behind oidc-provider."""

import json
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from tests.support.fhir import FOLDER, node

Resource = Mapping[str, Any]


@dataclass(frozen=True)
class RecordServer:
    """The running server; it knows nobody before `begin`."""

    process: "subprocess.Popen[str]"

    def begin(self, *clients: Mapping[str, Any], patients: int = 2) -> tuple[str, Sequence[str]]:
        """Forget everything, and know these; gives the address of its FHIR interface and the ids of its patients."""
        said = self._order({"clients": clients, "patients": patients})
        return said["url"], said["patients"]

    def stored(self, kind: str) -> Sequence[Resource]:
        """All resources of a kind that it has."""
        found: Sequence[Resource] = self._order({})[kind]
        return found

    def fail(self, status: int) -> None:
        """Answer what is sent with this status until something else is asked of it."""
        self._order({"status": status})

    def _order(self, order: Mapping[str, Any]) -> Any:  # noqa: ANN401 -- whatever it answers
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(f"{json.dumps(order)}\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())


@contextmanager
def record_server() -> Iterator[RecordServer]:
    """Start it, and end it."""
    with subprocess.Popen(
        [node(), "record_system.mjs"],
        cwd=FOLDER,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        yield RecordServer(process)
        assert process.stdin
        process.stdin.close()
        process.wait(10)
