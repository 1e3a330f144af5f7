"""The start of a worker: forked from a master that has the app already, and patched as if it had begun by itself."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.support.practice import make_cast

PATCHES = """
import psycopg.waiting
found = {module: sorted(names) for module, names in monkey.saved.items()}
print(json.dumps(found | {"psycopg waits by": [psycopg.waiting.wait.__name__]}))
"""
"""psycopg decides when it is imported how it waits."""
BY_ITSELF = f"""
import json
from gevent import monkey
monkey.patch_all()
import kiosk.app
{PATCHES}
"""
BEGUN = """
import json, sys
from gevent import monkey
from kiosk.master import import_app
from kiosk.worker import Worker
import_app()
worker = Worker.__new__(Worker)
worker.sockets = []
"""
FORKED = f"""
{BEGUN}
worker.patch()
{PATCHES}
"""
MADE = f"""
{BEGUN}
from pathlib import Path
from kiosk.wsgi import make_app
app = make_app()
open_files = [str(file.resolve()) for file in Path("/proc/self/fd").iterdir()]
in_master = set(sys.modules)
worker.patch()
databases = [file for file in open_files if ".db" in file]
print(json.dumps({{"imported": sorted(set(sys.modules) - in_master), "databases": databases}}))
"""


def told_by(script: str, settings: Mapping[str, str] | None = None) -> dict[str, list[str]]:
    """The output of a process that runs this script."""
    environ = os.environ | (settings or {})
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, env=environ)
    found: dict[str, list[str]] = json.loads(done.stdout)
    return found


def test_a_worker_has_every_patch_of_gevent() -> None:
    assert told_by(FORKED) == told_by(BY_ITSELF)


def test_a_worker_imports_nothing_when_it_begins_and_no_database_was_opened_before(tmp_path: Path) -> None:
    """An import is written between what it shares with the others, and a connection must not outlast a fork."""
    cast = make_cast(tmp_path / "instance")
    assert told_by(MADE, cast.environ) == {"imported": [], "databases": []}
