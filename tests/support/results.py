"""The last result of every test, kept from run to run in `build/results.json`: docs/security.md is written from it."""

import json
from pathlib import Path
from typing import Final

import pytest

from kiosk import clock

ROOT: Final = Path(__file__).parents[2]
FILE: Final = ROOT / "build" / "results.json"
WORST_LAST: Final = ("passed", "skipped", "failed")
Results = dict[str, tuple[str, str]]
"""By `web/storage/test_work.py::test_x`: the worst outcome of its examples, and the day in UTC."""


def kept() -> Results:
    """Results of former runs; empty where there were none."""
    found = json.loads(FILE.read_text("utf-8")) if FILE.exists() else {}
    return {name: (outcome, day) for name, (outcome, day) in found.items()}


class Recorder:
    """A plugin of the process that hears of every result: that of the run, not of one of its workers."""

    def __init__(self) -> None:
        """Nothing was run yet."""
        self._outcomes: dict[str, str] = {}

    @pytest.hookimpl
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep the worst of set-up, call and taking down, of all examples."""
        name = report.nodeid.removeprefix("tests/").partition("[")[0]
        before = self._outcomes.get(name, WORST_LAST[0])
        self._outcomes[name] = max(before, report.outcome, key=WORST_LAST.index)

    @pytest.hookimpl
    def pytest_sessionfinish(self) -> None:
        """Add the run to what is kept. A disk without room loses the record, and no run."""
        day = f"{clock.now():%Y-%m-%d}"
        found = kept() | {name: (outcome, day) for name, outcome in self._outcomes.items()}
        FILE.parent.mkdir(exist_ok=True)
        FILE.write_text(json.dumps(found, indent=0, sort_keys=True), "utf-8")
