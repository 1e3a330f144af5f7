"""The locks install what pyproject.toml asks for, byte for byte, and say nothing of where they were made."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
LOCKS = {name: ROOT / "requirements" / f"{name}.txt" for name in ("run", "build", "test", "check")}
SCRIPTS_LOCK = ROOT / "tests" / "js" / "package-lock.json"
PIN = re.compile(
    r"^(?P<name>[a-z0-9-]+)==(?P<version>\S+)(?P<rest>.*(?:\n    --hash=sha256:[0-9a-f]{64}(?: \\)?)*)", re.MULTILINE
)


def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text())


def pins(lock: str) -> dict[str, str]:
    return {pin["name"]: pin["version"] for pin in PIN.finditer(LOCKS[lock].read_text())}


def asked(lock: str) -> list[str]:
    said = project()
    wanted: list[str] = said["project"]["dependencies"] if lock == "run" else said["dependency-groups"][lock]
    return wanted


@pytest.mark.parametrize("lock", LOCKS)
def test_every_requirement_is_locked_at_a_version_it_allows(lock: str) -> None:
    locked = pins(lock)
    for line in asked(lock):
        wanted = Requirement(line)
        assert wanted.specifier.contains(locked[canonicalize_name(wanted.name)]), line


@pytest.mark.parametrize("lock", LOCKS)
def test_every_requirement_has_a_lower_bound(lock: str) -> None:
    assert [line for line in asked(lock) if ">=" not in line] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_a_hash(lock: str) -> None:
    found = list(PIN.finditer(LOCKS[lock].read_text()))
    assert found
    assert [pin["name"] for pin in found if "--hash=sha256:" not in pin["rest"]] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_pins_hashes_and_comments_only(lock: str) -> None:
    foreign = re.compile(r"^(?!\s*#|[a-z0-9-]+==|    --hash=sha256:[0-9a-f]{64}|$).*", re.MULTILINE)
    assert foreign.findall(LOCKS[lock].read_text()) == []


def test_all_locks_agree_on_every_version() -> None:
    seen: dict[str, set[str]] = {}
    for lock in LOCKS:
        for name, version in pins(lock).items():
            seen.setdefault(name, set()).add(version)
    assert {name: versions for name, versions in seen.items() if len(versions) > 1} == {}


def test_the_lock_of_the_script_checks_has_hashes_and_no_addresses() -> None:
    packages = json.loads(SCRIPTS_LOCK.read_text())["packages"]
    assert [name for name, about in packages.items() if name and "integrity" not in about] == []
    assert [name for name, about in packages.items() if "resolved" in about] == []


def test_the_lock_of_the_script_checks_is_that_of_its_package() -> None:
    wanted = json.loads((SCRIPTS_LOCK.parent / "package.json").read_text())["devDependencies"]
    packages = json.loads(SCRIPTS_LOCK.read_text())["packages"]
    assert {name: packages[f"node_modules/{name}"]["version"] for name in wanted} == wanted
