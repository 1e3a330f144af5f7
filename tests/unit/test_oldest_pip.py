"""A lock installs with the oldest pip that a supported Python brings, while newer releases of its packages exist.

The folder of invented wheels stands for a registry on the day after a release: the lock pins 1.0 of everything, and
there is a 2.0 of what is asked for with an extra.
"""

import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.support.locks import ROOT, pins

MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
OLDEST_PIP = Path(sys.prefix) / "oldest-pip"
UNPINNED = "In --require-hashes mode, all requirements must have their versions pinned with =="


@dataclass(frozen=True)
class Registry:
    """Invented wheels, and a lock of those at 1.0."""

    wheels: Path
    lock: Path
    installed: Path

    def install(self, *flags: str) -> "subprocess.CompletedProcess[str]":
        """Installs the lock with the oldest pip; no package index and no setting of the machine takes part."""
        words: list[str | Path] = [
            "--isolated",
            "install",
            "--no-index",
            "--find-links",
            self.wheels,
            "--target",
            self.installed,
        ]
        return subprocess.run(
            [sys.executable, OLDEST_PIP / "pip", *words, *flags, "-r", self.lock],
            capture_output=True,
            text=True,
            check=False,
        )


def wheel(folder: Path, name: str, version: str, about: Sequence[str] = ()) -> str:
    """Makes a wheel, and returns its line of a lock."""
    info = f"{name}-{version}.dist-info"
    files = {
        f"{name}.py": f"VERSION = {version!r}\n",
        f"{info}/METADATA": "\n".join(["Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}", *about, ""]),
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: by-hand\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    files[f"{info}/RECORD"] = "".join(f"{file},,\n" for file in (*files, f"{info}/RECORD"))
    file = folder / f"{name}-{version}-py3-none-any.whl"
    with ZipFile(file, "w") as archive:
        for path, content in files.items():
            archive.writestr(path, content)
    return f"{name}=={version} --hash=sha256:{sha256(file.read_bytes()).hexdigest()}"


@pytest.fixture
def registry(tmp_path: Path) -> Registry:
    wheels = tmp_path / "wheels"
    wheels.mkdir()
    tape = ["Provides-Extra: toml", "Requires-Dist: invented-part; extra == 'toml'"]
    lines = [
        wheel(wheels, "invented_plugin", "1.0", ["Requires-Dist: invented-tape[toml]>=1.0"]),
        wheel(wheels, "invented_tape", "1.0", tape),
        wheel(wheels, "invented_part", "1.0"),
    ]
    wheel(wheels, "invented_tape", "2.0", tape)
    lock = tmp_path / "lock.txt"
    lock.write_text("\n".join(lines) + "\n")
    return Registry(wheels, lock, tmp_path / "installed")


def makefile_flags() -> list[str]:
    """The words with which the Makefile installs a lock, beyond `python -m pip install`."""
    found = re.search(r"^LOCKED := \$\(INSTALL\) (.+)$", MAKEFILE, re.MULTILINE)
    assert found
    return found[1].split()


def test_the_pip_of_this_test_is_the_oldest() -> None:
    said = subprocess.run([sys.executable, OLDEST_PIP / "pip", "--version"], capture_output=True, text=True, check=True)
    assert said.stdout.split()[1] == pins("oldest-pip")["pip"].version


def test_a_lock_installs_as_the_makefile_does_it_while_newer_releases_exist(registry: Registry) -> None:
    done = registry.install(*makefile_flags())
    assert done.returncode == 0, done.stderr
    versions = {file.name.removesuffix(".dist-info") for file in registry.installed.glob("*.dist-info")}
    assert versions == {"invented_plugin-1.0", "invented_tape-1.0", "invented_part-1.0"}


def test_without_no_deps_the_newer_release_would_stop_it(registry: Registry) -> None:
    done = registry.install(*(flag for flag in makefile_flags() if flag != "--no-deps"))
    assert done.returncode != 0
    assert UNPINNED in done.stderr
    assert "invented-tape[toml]" in done.stderr


def test_a_wheel_other_than_the_locked_one_is_refused(registry: Registry) -> None:
    wheel(registry.wheels, "invented_part", "1.0", ["Summary: not what was locked"])
    done = registry.install(*makefile_flags())
    assert done.returncode != 0
    assert "DO NOT MATCH THE HASHES" in done.stderr


INSTALLS = re.compile(r'^.*(?:-r \S*requirements|"-r", ROOT / "requirements").*$', re.MULTILINE)
BOTH = ("--no-deps", "--require-hashes")


def test_every_command_that_installs_a_lock_gives_both_flags() -> None:
    assert all(flag in makefile_flags() for flag in BOTH)
    places = [ROOT / "Makefile", ROOT / "README.md", *(ROOT / ".ci").iterdir(), *(ROOT / ".github").rglob("*.yml")]
    places += [*(ROOT / "docs").rglob("*.md"), *(ROOT / "tests" / "wheel").glob("*.py")]
    found = [(place.name, line[0]) for place in places for line in INSTALLS.finditer(place.read_text("utf-8"))]
    without = [line for line in found if not all(flag in line[1] for flag in BOTH) and "$(LOCKED)" not in line[1]]
    assert {place for place, _ in found} >= {"Makefile", "README.md", "conftest.py"}
    assert without == []


def test_what_was_installed_is_checked_as_a_whole_after_each_lock() -> None:
    recipes = re.findall(r"^\$\(VENV\)/\w+\.stamp:.*\n((?:\t.*\n)+)", MAKEFILE, re.MULTILINE)
    installing = [recipe for recipe in recipes if "$(LOCKED)" in recipe]
    assert len(installing) == 3
    assert [recipe for recipe in installing if "$(COMPLETE)" not in recipe] == []
