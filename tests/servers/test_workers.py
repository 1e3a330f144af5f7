"""The start of a worker: forked from a master that has the app already, and patched as if it had begun by itself."""

import json
import subprocess
import sys

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
FORKED = f"""
import json
from gevent import monkey
from kiosk.master import import_app
from kiosk.worker import Worker
import_app()
worker = Worker.__new__(Worker)
worker.sockets = []
worker.patch()
{PATCHES}
"""


def patches(script: str) -> dict[str, list[str]]:
    """The names that gevent has replaced by the end of this script, by module."""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    found: dict[str, list[str]] = json.loads(done.stdout)
    return found


def test_a_worker_has_every_patch_of_gevent() -> None:
    assert patches(FORKED) == patches(BY_ITSELF)
