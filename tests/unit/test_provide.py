"""The set-up says in one sentence what it could not put in, and goes on without what is not needed."""

import shutil
import subprocess
from pathlib import Path

import pytest

PROVIDE = Path(__file__).parents[2] / ".ci" / "provide"
TOOLS = ("sh", "ls", "tail", "cat")
NO_NETWORK = "#!/bin/sh\necho 'W: one thing' >&2\necho 'E: Temporary failure resolving one.example.org' >&2\nexit 100\n"
ROOT = "#!/bin/sh\necho 0\n"


def provided(folder: Path, purpose: str, **programs: str) -> subprocess.CompletedProcess[str]:
    """The output on a machine that has these programs and few others."""
    for tool in TOOLS:
        (folder / tool).symlink_to(shutil.which(tool) or "")
    for name, script in programs.items():
        program = folder / name.replace("_", "-")
        program.write_text(script)
        program.chmod(0o755)
    command = (shutil.which("sh") or "", str(PROVIDE), purpose)
    return subprocess.run(command, env={"PATH": str(folder)}, cwd=folder, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(("purpose", "named"), [("venv", "Python 3.11 or newer"), ("node", "Node.js 18 or newer")])
def test_without_a_network_one_sentence_says_what_to_do(tmp_path: Path, purpose: str, named: str) -> None:
    done = provided(tmp_path, purpose, id=ROOT, apt_get=NO_NETWORK)
    why = "E: Temporary failure resolving one.example.org"
    said = f"{named} could not be installed from Debian's servers ({why}). Look at the network, then run this again.\n"
    assert (done.returncode, done.stderr) == (1, said)


def test_without_debian_one_sentence_says_what_is_missing(tmp_path: Path) -> None:
    done = provided(tmp_path, "node", id="#!/bin/sh\necho 1000\n")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert done.stderr.startswith("Node.js 18 or newer is missing here. Install it")


def test_what_is_not_needed_stops_nothing(tmp_path: Path) -> None:
    here = dict.fromkeys(("chromium", "WebKitWebDriver", "Xvfb", "firefox"), "#!/bin/sh\n")
    done = provided(tmp_path, "browsers", id=ROOT, apt_get=NO_NETWORK, **here)
    assert done.returncode == 0
    assert done.stderr.startswith("w3m could not be installed from Debian's servers")
    assert done.stderr.count("\n") == 1
