"""An erasure that is killed at any moment has erased everything or nothing, and the next one ends it."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.storage.db import close
from tests.support import databases
from tests.support.practice import Cast, make_cast
from tests.web.browsing import log_in
from tests.web.erasure.world import CODE, MERGED, WORDS, live, sealed_of

pytestmark = pytest.mark.one_in(2, "practice")


@pytest.fixture(params=databases.found())
def practice(request: pytest.FixtureRequest, tmp_path: Path) -> Cast:
    on_server = request.param != "sqlite"
    settings = {"database_url": databases.new_database(request.getfixturevalue("cluster"))} if on_server else {}
    cast = make_cast(tmp_path / "instance", **settings)
    live(cast, log_in(cast, cast.alice))
    return cast


def test_it_has_erased_all_or_nothing_and_the_next_one_ends_it(
    practice: Cast, tmp_path: Path, times: Callable[[int, int], int]
) -> None:
    gone = [sealed for words in (WORDS, CODE, MERGED) for sealed in sealed_of(practice, words)]
    assert len(gone) > 8
    seen = tmp_path / "sealed"
    seen.write_text("\n".join(one.hex() for one in gone), "ascii")
    with practice.on_stage():
        close()
    words = [sys.executable, "-m", "tests.support.killed_erasing", practice.environ["KIOSK_INSTANCE"], str(seen)]
    done = subprocess.run(
        [*words, *["all"] * times(0, 1)], env=os.environ | practice.environ, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    whole, *killed = map(json.loads, done.stdout.splitlines())
    before, after = whole["before"], whole["then"]
    assert before["answers"] > 1
    assert [after[kind] for kind in ("clients", "check-ins", "answers")] == [0, 0, 0]
    for one in killed:
        assert one["status"] == -signal.SIGKILL
        assert one["left"] in (before, after), one
        assert (one["then"], one["faults"], one["bytes"]) == (after, [], 0), one
        assert one["listed"] == after["erasures"], one
    assert {one["left"]["clients"] for one in killed} == {0, 1}, "before it had erased, and after"
