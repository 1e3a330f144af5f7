"""Commands run as on another machine: with nothing in their environment that points back to this checkout."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parents[2]


def outside() -> dict[str, str]:
    """The environment with nothing in it that points back here."""
    return {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "KIOSK_", "VIRTUAL_"))}


def run(*command: str | Path, cwd: Path, settings: Mapping[str, str] | None = None) -> str:
    """Its output when run in `cwd` with no setting but these."""
    environ = outside() | dict(settings or {})
    done = subprocess.run([*map(str, command)], cwd=cwd, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.strip()
