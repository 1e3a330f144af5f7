"""Rows per second and memory of large tables, in and out: `python -m tests.bench.tables [ROWS]`.

A throwaway practice takes past scores in by `kiosk import` and writes them out by `kiosk export`, each in a process of
its own, whose greatest resident memory is what the kernel says.
"""

import os
import resource
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.support.practice import make_cast

CLIENTS = 2_000
FIRST = date(2006, 1, 2)


def write_rows(file: Path, rows: int) -> None:
    """Write past scores of 2,000 clients, a session a week each."""
    with file.open("w", encoding="utf-8") as opened:
        opened.write("client,day,understood,topics,approach,overall\n")
        for row in range(rows):
            week, client = divmod(row, CLIENTS)
            marks = ",".join(f"{(row * step) % 101 / 10}" for step in (7, 11, 13, 17))
            opened.write(f"B-{client:04},{FIRST + timedelta(weeks=week)},{marks}\n")


def measured(rows: int, environ: dict[str, str], *words: str) -> None:
    """Run a command, and print how long it took and how much memory at most."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    subprocess.run([str(Path(sys.executable).with_name("kiosk")), *words], env=os.environ | environ, check=True)
    after, took = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic() - began
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"{' '.join(words[:5])}: {took:.0f} s, CPU {cpu:.1f} s: {rows / cpu:,.0f} rows a CPU second")  # noqa: T201 -- its output
    print(f"  greatest memory of any of them so far: {after.ru_maxrss // 1024} MB")  # noqa: T201 -- the same


def main(rows: int) -> None:
    with TemporaryDirectory() as folder:
        cast = make_cast(Path(folder) / "instance")
        past = Path(folder) / "past.csv"
        write_rows(past, rows)
        print(f"{rows} rows, {past.stat().st_size / 1e6:.1f} MB")  # noqa: T201 -- the same
        whose = "--therapist", "alice@example.org"
        measured(rows, cast.environ, "import", "scores", str(past), "--dry-run", *whose)
        measured(rows, cast.environ, "import", "scores", str(past), *whose)
        for kind, which in (("csv", "marks"), ("csv", "check-ins"), ("xlsx", "check-ins")):
            file = Path(folder) / f"{which}.{kind}"
            measured(rows, cast.environ, "export", "--format", kind, "--rows", which, "--to", str(file), *whose)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200_000)
