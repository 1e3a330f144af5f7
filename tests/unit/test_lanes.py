"""A lane of jobs starts a process when its bell was rung, also just before it was there to hear it."""

import os
import subprocess
import time
from pathlib import Path

import pytest

from kiosk.domain.jobs import Lane as Kind
from kiosk.jobs import __main__ as waiting


@pytest.mark.parametrize(("rung_s_ago", "processes"), [(None, 0), (waiting.STALE_S + 5, 0), (1, 1)])
def test_a_new_lane_hears_a_bell_rung_just_before_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rung_s_ago: float | None, processes: int
) -> None:
    bell = tmp_path / "bell"
    if rung_s_ago is not None:
        bell.touch()
        rang = time.time() - rung_s_ago
        os.utime(bell, (rang, rang))
    started: list[list[str]] = []
    monkeypatch.setattr(subprocess, "Popen", lambda words, **_: started.append(words))

    waiting.LaneRunner(Kind.QUICK, bell, is_shared=False).look()

    assert len(started) == processes
