"""The locks on each Python and system that they are for: that a wheel of every package can be downloaded there.

`python -m tests.support.platforms`: needs an index, takes minutes, and installs nothing. What comes as a source alone
is named: there, installing needs a compiler.
"""

import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from packaging.markers import default_environment

from tests.support.locks import LOCKS, PIN, PYTHONS, Environment, read_pins

LOCK: Final = LOCKS["postgresql"]
"""Settings that a server needs, on either database."""
LINUX: Final = (
    "manylinux_2_28",
    "manylinux_2_27",
    "manylinux_2_26",
    "manylinux_2_24",
    "manylinux_2_17",
    "manylinux2014",
)
MACOS: Final = tuple(f"macosx_{version}_0" for version in range(14, 10, -1)) + tuple(
    f"macosx_10_{minor}" for minor in range(16, 8, -1)
)


@dataclass(frozen=True)
class System:
    """A system as pip and as markers name it."""

    name: str
    platforms: Sequence[str]
    platform: str
    system: str
    machine: str
    may_compile: bool = False
    """For work on the program, by somebody who has a compiler: what has no wheel there is told and borne."""


SYSTEMS: Final = (
    System("Linux x86-64", [f"{one}_x86_64" for one in LINUX], "linux", "Linux", "x86_64"),
    System("Linux arm64", [f"{one}_aarch64" for one in LINUX], "linux", "Linux", "aarch64"),
    System(
        "macOS arm64",
        [f"{one}_{kind}" for one in MACOS for kind in ("arm64", "universal2")],
        "darwin",
        "Darwin",
        "arm64",
        may_compile=True,
    ),
)


def environment(python: str, system: System) -> Environment:
    """The environment that markers are judged by there."""
    here = {name: str(value) for name, value in default_environment().items()}
    return here | {
        "python_version": python,
        "python_full_version": f"{python}.0",
        "implementation_version": f"{python}.0",
        "sys_platform": system.platform,
        "platform_system": system.system,
        "platform_machine": system.machine,
    }


def lines(text: str, where: Environment) -> str:
    """The lines of a lock that hold there, without markers: pip would judge those by the Python that it runs in."""
    locked = read_pins(text)
    found = [one for one in PIN.finditer(text) if locked[one["name"]].holds_in(where)]
    return "\n".join(f"{one['name']}=={one['version']}{one['rest']}" for one in found) + "\n"


def missing(python: str, system: System, folder: Path) -> list[str]:
    """The packages without a wheel there, each as it is locked; asks the index once for each that is missing."""
    wanted = lines(LOCK.read_text("utf-8"), environment(python, system))
    found: list[str] = []
    while True:
        (folder / "lock.txt").write_text(wanted)
        done = subprocess.run(_download(python, system, folder), capture_output=True, text=True, check=False)
        if done.returncode == 0:
            return found
        package = re.search(r"No matching distribution found for (\S+)", done.stderr)
        if package is None:
            sys.exit(done.stderr)
        found.append(package[1])
        wanted = re.sub(rf"^{re.escape(package[1])}[^\n]*(\n    --hash[^\n]*)*\n", "", wanted, flags=re.MULTILINE)


def _download(python: str, system: System, folder: Path) -> list[str]:
    tag = f"cp{python.replace('.', '')}"
    words = ["--quiet", "--no-deps", "--require-hashes", "--only-binary=:all:", "--disable-pip-version-check"]
    words += ["--python-version", python, "--implementation", "cp", "--abi", tag, "--abi", "abi3", "--abi", "none"]
    words += [word for platform in system.platforms for word in ("--platform", platform)]
    words += ["--dest", str(folder / "wheels"), "-r", str(folder / "lock.txt")]
    return [sys.executable, "-m", "pip", "download", *words]


def main() -> None:
    """Print a line for each, and end with 1 where a package has no wheel."""
    is_whole = True
    with tempfile.TemporaryDirectory() as folder:
        for system in SYSTEMS:
            for python in PYTHONS:
                gone = missing(python, system, Path(folder))
                is_whole = is_whole and (system.may_compile or not gone)
                sys.stdout.write(
                    f"{system.name}, Python {python}: {'no wheel of ' + ', '.join(gone) if gone else 'whole'}\n"
                )
                sys.stdout.flush()
    sys.exit(not is_whole)


if __name__ == "__main__":
    main()
