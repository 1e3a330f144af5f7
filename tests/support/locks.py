"""The locks in requirements/: what each pins, and whether that is everything that its packages ask for.

`python -m tests.support.locks check` answers for a lock whose packages are in this environment.
"""

import re
import sys
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires
from itertools import product
from pathlib import Path
from typing import Any

from packaging.markers import Marker, default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
NAMES = ("run", "postgresql", "build", "test", "check", "release", "oldest-pip")
LOCKS = {name: ROOT / "requirements" / f"{name}.txt" for name in NAMES}
PIN = re.compile(
    r"^(?P<name>[a-z0-9-]+)==(?P<version>[^\s;]+)(?: ; (?P<marker>[^\\\n]+?))?"
    r"(?P<rest>(?: \\)?(?:\n    --hash=sha256:[0-9a-f]{64}(?: \\)?)*)$",
    re.MULTILINE,
)
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
PLATFORMS = ("linux", "darwin")
"""Where the server runs: both are POSIX, and gunicorn runs on nothing else."""

Environment = Mapping[str, str]


@dataclass(frozen=True)
class Pin:
    """One line of a lock."""

    version: str
    marker: str
    hashes: int

    def holds_in(self, environment: Environment) -> bool:
        return not self.marker or Marker(self.marker).evaluate(environment)


def project() -> dict[str, Any]:
    """The content of pyproject.toml."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def asked(lock: str) -> list[str]:
    """The requirements in pyproject.toml that this lock is made from."""
    content = project()
    needed: list[str] = content["project"]["dependencies"]
    groups: dict[str, list[str]] = content["dependency-groups"]
    extras: dict[str, list[str]] = content["project"]["optional-dependencies"]
    if lock in extras:
        return needed + extras[lock]
    return needed if lock == "run" else groups[lock]


def pins(lock: str) -> dict[str, Pin]:
    """The pinned packages by their names."""
    return read_pins(LOCKS[lock].read_text("utf-8"))


def read_pins(text: str) -> dict[str, Pin]:
    """The pinned packages of a lock with this text."""
    return {
        found["name"]: Pin(found["version"], found["marker"] or "", found["rest"].count("--hash=sha256:"))
        for found in PIN.finditer(text)
    }


def missing(wanted: Iterable[str], locked: Mapping[str, Pin], environment: Environment) -> Iterator[str]:
    """Every requirement that the lock does not satisfy, in the closure over what the installed packages ask for.

    Follows extras, and evaluates every marker in `environment`. A locked package that is not installed here because
    of its marker (for another platform) is not followed further.
    """
    waiting = [(Requirement(line), frozenset[str]()) for line in wanted]
    done: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        requirement, extras = waiting.pop()
        if not _applies(requirement, extras, environment):
            continue
        name = canonicalize_name(requirement.name)
        pin = locked.get(name)
        if pin is None or not pin.holds_in(environment):
            yield f"{requirement} is not locked"
            continue
        if not requirement.specifier.contains(pin.version, prereleases=True):
            yield f"{requirement} is locked at {pin.version}"
        key = (name, frozenset(requirement.extras))
        if key not in done:
            done.add(key)
            waiting += [(Requirement(line), key[1]) for line in _requires(name, pin)]


def environments() -> Iterator[Environment]:
    """Each Python on each platform on which the locks are installed."""
    here = {name: str(value) for name, value in default_environment().items()}
    for python, platform in product(PYTHONS, PLATFORMS):
        system = {"linux": "Linux", "darwin": "Darwin"}[platform]
        yield here | {
            "python_version": python,
            "python_full_version": f"{python}.0",
            "implementation_version": f"{python}.0",
            "sys_platform": platform,
            "platform_system": system,
        }


def gaps(lock: str) -> list[str]:
    """All that is missing in this lock, anywhere it is installed."""
    locked = pins(lock)
    return sorted({gap for environment in environments() for gap in missing(asked(lock), locked, environment)})


def _applies(requirement: Requirement, extras: Collection[str], environment: Environment) -> bool:
    if requirement.marker is None:
        return True
    return any(requirement.marker.evaluate({**environment, "extra": extra}) for extra in (*extras, ""))


def _requires(name: str, pin: Pin) -> list[str]:
    try:
        return requires(name) or []
    except PackageNotFoundError:
        if pin.holds_in({key: str(value) for key, value in default_environment().items()}):
            raise
        return []


if __name__ == "__main__":
    if found := [f"requirements/{lock}.txt: {gap}" for lock in sys.argv[1:] for gap in gaps(lock)]:
        sys.exit("\n".join([*found, "Write the locks again: make lock"]))
