"""The wheel works by itself: installed in an environment of its own, away from the checkout, beside its lock."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[2]


def run(*command: str | Path, cwd: Path) -> str:
    """What it says when run in `cwd` with nothing in its environment that points back here."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "KIOSK_", "VIRTUAL_"))}
    done = subprocess.run([*map(str, command)], cwd=cwd, env=kept, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.strip()


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", folder, cwd=ROOT)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def elsewhere(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment that holds the wheel and what requirements/run.txt locks."""
    folder = tmp_path_factory.mktemp("elsewhere")
    run(sys.executable, "-m", "venv", folder, cwd=folder)
    pip = (folder / "bin" / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    run(*pip, "--require-hashes", "-r", ROOT / "requirements" / "run.txt", cwd=folder)
    run(*pip, "--no-deps", wheel, cwd=folder)
    return folder


def files(folder: str, below: str) -> set[str]:
    paths = (ROOT / folder).rglob("*")
    return {f"{below}{path.relative_to(ROOT).as_posix()}" for path in paths if path.is_file()}


def test_the_wheel_holds_every_template_static_file_and_measure(wheel: Path) -> None:
    inside = set(ZipFile(wheel).namelist())
    wanted = files("templates", "kiosk/_assets/") | files("static", "kiosk/_assets/")
    measures = {name for name in files("kiosk/catalogue", "") if name.endswith(".toml")}
    assert measures
    assert (wanted | measures) - inside == set()


def test_the_wheel_holds_the_program_and_nothing_beside_it(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in ZipFile(wheel).namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"kiosk"}


def test_what_the_wheel_asks_for_is_what_the_lock_installs(elsewhere: Path) -> None:
    assert run(elsewhere / "bin" / "python", "-m", "pip", "check", cwd=elsewhere) == "No broken requirements found."


def test_the_installed_command_says_its_version(elsewhere: Path) -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert version in run(elsewhere / "bin" / "kiosk", "--version", cwd=elsewhere)


def test_the_installed_program_reads_its_own_templates_not_the_checkouts(elsewhere: Path) -> None:
    found = run(
        elsewhere / "bin" / "python",
        "-c",
        "import kiosk.assets as a; print(a.checkout(), a.PACKED); assert (a.PACKED / 'templates').is_dir()",
        cwd=elsewhere,
    )
    assert found.startswith(f"None {elsewhere}")
