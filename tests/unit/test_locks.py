"""The locks install what pyproject.toml asks for, byte for byte, and say nothing of where they were made."""

import json
import re

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.support.locks import LOCKS, ROOT, asked, environments, gaps, missing, pins, read_pins

SCRIPTS_LOCK = ROOT / "tests" / "js" / "package-lock.json"
INSTALLED = ("run", "postgresql", "build", "test")
"""The locks whose packages the tests run with; `make check` asks the same of the other one."""


@pytest.mark.parametrize("lock", LOCKS)
def test_every_requirement_is_locked_at_a_version_it_allows(lock: str) -> None:
    locked = pins(lock)
    for line in asked(lock):
        wanted = Requirement(line)
        assert wanted.specifier.contains(locked[canonicalize_name(wanted.name)].version), line


@pytest.mark.parametrize("lock", INSTALLED)
def test_a_lock_is_complete(lock: str) -> None:
    assert gaps(lock) == []


def test_what_only_an_extra_asks_for_is_missed_in_a_lock() -> None:
    locked = pins("run")
    del locked["gevent"]
    assert list(missing(["gunicorn[gevent]>=24"], locked, next(environments())))
    assert list(missing(["gunicorn>=24"], locked, next(environments()))) == []


def test_a_package_of_a_package_is_missed_in_a_lock() -> None:
    locked = pins("run")
    del locked["markupsafe"]
    assert any("markupsafe" in gap.casefold() for gap in missing(asked("run"), locked, next(environments())))


def test_a_version_that_a_package_refuses_is_found() -> None:
    locked = pins("run") | read_pins("werkzeug==1.0\n")
    assert any("is locked at 1.0" in gap for gap in missing(asked("run"), locked, next(environments())))


def test_a_pin_for_another_platform_does_not_count_here() -> None:
    locked = pins("run") | read_pins("jinja2==3.1.6 ; sys_platform == 'win32'\n")
    assert any("is not locked" in gap for gap in missing(asked("run"), locked, next(environments())))


@pytest.mark.parametrize("lock", [lock for lock in LOCKS if lock != "oldest-pip"])
def test_every_requirement_has_a_lower_bound(lock: str) -> None:
    assert [line for line in asked(lock) if ">=" not in line] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_a_hash(lock: str) -> None:
    found = pins(lock)
    assert found
    assert [name for name, pin in found.items() if not pin.hashes] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_pins_hashes_and_comments_only(lock: str) -> None:
    foreign = re.compile(r"^(?!\s*#|[a-z0-9-]+==|    --hash=sha256:[0-9a-f]{64}|$).*", re.MULTILINE)
    assert foreign.findall(LOCKS[lock].read_text()) == []


def test_all_locks_agree_on_every_version() -> None:
    """But for the oldest pip, which stands in a folder of its own, and is not that of the tools of a release."""
    seen: dict[str, set[str]] = {}
    for lock in LOCKS.keys() - {"oldest-pip"}:
        for name, pin in pins(lock).items():
            seen.setdefault(name, set()).add(pin.version)
    assert {name: versions for name, versions in seen.items() if len(versions) > 1} == {}


def test_the_lock_of_the_script_checks_has_hashes_and_no_addresses() -> None:
    packages = json.loads(SCRIPTS_LOCK.read_text())["packages"]
    assert [name for name, about in packages.items() if name and "integrity" not in about] == []
    assert [name for name, about in packages.items() if "resolved" in about] == []


def test_the_lock_of_the_script_checks_is_that_of_its_package() -> None:
    wanted = json.loads((SCRIPTS_LOCK.parent / "package.json").read_text())["devDependencies"]
    packages = json.loads(SCRIPTS_LOCK.read_text())["packages"]
    assert {name: packages[f"node_modules/{name}"]["version"] for name in wanted} == wanted
