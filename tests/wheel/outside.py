"""Commands run as on another machine: with nothing in their environment that points back to this checkout."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parents[2]


def outside() -> dict[str, str]:
    """The environment with nothing in it that points back here; pip compiles nothing, of which most is never run."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "KIOSK_", "VIRTUAL_"))}
    return kept | {"PIP_NO_COMPILE": "1"}


def run(*command: str | Path, cwd: Path, settings: Mapping[str, str] | None = None) -> str:
    """Its output when run in `cwd` with no setting but these."""
    environ = outside() | dict(settings or {})
    done = subprocess.run([*map(str, command)], cwd=cwd, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.strip()


def pip_in(folder: Path, *words: str | Path) -> str:
    """Use our own pip on the environment in this folder, which has none; gives what it says."""
    pip = (sys.executable, "-m", "pip", "--python", folder / "bin" / "python", "--disable-pip-version-check")
    return run(*pip, *words, cwd=folder)
