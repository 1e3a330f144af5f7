"""The wheel, and an environment that holds it: each made once for a run, however many processes test with it."""

import fcntl
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.wheel.outside import ROOT, pip_in, run


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A folder for all processes of this run."""
    own = tmp_path_factory.getbasetemp()
    return own if worker_id == "master" else own.parent


def made_once(folder: Path, make: Callable[[Path], None]) -> Path:
    """The folder, made by the first process that asks for it, while others wait."""
    with Path(f"{folder}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = Path(f"{folder}.done")
        if not done.exists():
            make(folder)
            done.touch()
    return folder


@pytest.fixture(scope="session")
def wheel(shared: Path) -> Path:
    """Built from this checkout, in a folder of its own."""

    def build(folder: Path) -> None:
        run(sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", folder, cwd=ROOT)

    return next(made_once(shared / "dist", build).glob("*.whl"))


@pytest.fixture(scope="session")
def elsewhere(wheel: Path, shared: Path) -> Path:
    """A fresh environment that holds the wheel and what requirements/run.txt locks."""

    def install(folder: Path) -> None:
        run(sys.executable, "-m", "venv", "--without-pip", folder, cwd=shared)
        pip_in(folder, "install", "--no-deps", "--require-hashes", "-r", ROOT / "requirements" / "run.txt")
        pip_in(folder, "install", "--no-deps", wheel)

    return made_once(shared / "elsewhere", install)
