"""FHIR held against what is not ours: `fhir.resources`, and with Node the validator and the mock server of Medplum."""

import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest
from fhir.resources.R4B import get_fhir_model_class

from kiosk.interchange.fhir.naming import Resource

FOLDER: Final = Path(__file__).parents[1] / "fhir"
NEWEST_AT_LEAST: Final = 20
"""The version of Node from which the packages run."""
LONGEST_S: Final = 120


@dataclass(frozen=True)
class Elsewhere:
    """Resources after they were validated, stored, read back and searched for on another server."""

    issues: Sequence[Any]
    """All that its validator found amiss."""
    read: dict[str, Resource]
    """Each as it was read back there, by kind and id."""
    found: dict[str, list[str]]
    """The ids that each search found."""


def sound(resource: Resource) -> Resource:
    """The resource, which `fhir.resources` has read and would write again with all that is in it."""
    read = get_fhir_model_class(resource["resourceType"]).model_validate(resource)
    assert _plain(json.loads(read.model_dump_json())) == _plain(resource)
    return resource


def node() -> str:
    """The Node.js that came with the packages, as Debian's is older than they need; else the one that is installed."""
    fetched = sorted(FOLDER.glob("node_modules/node-linux-*/bin/node"))
    return str(fetched[0]) if fetched else shutil.which("node") or ""


def missing() -> str:
    """The packages or program that the other servers lack here, as a sentence; empty where they can run."""
    if not (FOLDER / "node_modules" / ".stamp").is_file() or not node():
        return "the packages of tests/fhir are not here: .ci/provide fhir"
    version = subprocess.run([node(), "--version"], capture_output=True, text=True, check=True).stdout
    is_new = int(version.lstrip("v").split(".")[0]) >= NEWEST_AT_LEAST
    return "" if is_new else f"Node.js {version.strip()} is older than {NEWEST_AT_LEAST}"


def need_packages() -> None:
    """Leave a test out where they cannot run, and fail it where every engine was asked for."""
    if lacking := missing():
        assert os.environ.get("ENGINES") != "all", lacking
        pytest.skip(lacking)


def elsewhere(resources: Sequence[Resource], searches: Sequence[str], folder: Path) -> Elsewhere:
    """Hold resources against the definitions of R4, load them into another server, and read and search them there."""
    given = folder / "resources.json"
    given.write_text(json.dumps({"resources": resources, "searches": searches}), encoding="utf-8")
    done = subprocess.run(
        [node(), "check.mjs", str(given)], cwd=FOLDER, capture_output=True, text=True, timeout=LONGEST_S, check=False
    )
    assert done.returncode == 0, done.stderr
    return Elsewhere(**json.loads(done.stdout))


def _plain(value: Any) -> Any:  # noqa: ANN401 -- any JSON
    """The same with times as they are compared: `Z` and `+00:00` are one zone, and 9.0 is 9."""
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value.replace("+00:00", "Z") if isinstance(value, str) else value
