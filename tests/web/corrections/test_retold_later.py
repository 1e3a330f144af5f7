"""Many later answers are told again by a job: the pages say so meanwhile, and it comes to the same as at once."""

from datetime import timedelta
from typing import Any

import pytest

from kiosk import clock
from kiosk.actions.corrections import retell
from kiosk.actions.corrections.answers import NotTheirs, correct_answer
from kiosk.domain.jobs import JobKind
from kiosk.domain.public_ids import PublicId
from kiosk.operations.run_jobs import run_due_jobs
from kiosk.storage.tables import CheckIn, Client, Correction, Job
from tests.support.practice import WELL, Cast
from tests.support.stored import count, stored
from tests.web.browsing import NOW, Desk, read

LOW = dict.fromkeys(WELL, "3.0")
SAID = "what later answers say is being worked out again"


@pytest.fixture
def first(cast: Cast) -> PublicId:
    """The first of twelve answers, low as the one after next; the others are fine."""
    for number in range(12):
        at = NOW - timedelta(days=20 - number)
        cast.send(cast.begin(at=at), at, **(LOW if number in {0, 2} else WELL))
    cast.begin("C-2")
    return PublicId(stored(cast, CheckIn.public_id)[0])


def move(cast: Cast, check_in: PublicId) -> None:
    of = stored(cast, Client.public_id)[0]
    with cast.on_stage():
        correct_answer(cast.actor(cast.alice), check_in, NotTheirs("moved", "C-2", "", of), clock.now())


def run_jobs(cast: Cast) -> None:
    with cast.on_stage():
        run_due_jobs("here", clock.now, lambda _: None)


def told(cast: Cast) -> list[Any]:
    """Every answer as it says now, without the time at which it was told again."""
    return [{**one, "at": ""} if one else one for one in stored(cast, CheckIn.retold)]


def test_a_job_tells_many_answers_again_as_the_correction_itself_would(
    cast: Cast, alice: Desk, first: PublicId, monkeypatch: pytest.MonkeyPatch
) -> None:
    move(cast, first)
    assert not any(stored(cast, CheckIn.retold))
    assert SAID in read(alice.get(alice.client_path()))
    monkeypatch.setattr(retell, "BATCH_S", 0)
    run_jobs(cast)
    by_job = told(cast)
    assert SAID not in read(alice.get(alice.client_path()))
    assert sum(map(bool, by_job)) > 1
    alice.post(f"/corrections/{stored(cast, Correction.public_id)[-1]}/undo", {"next": "/"})
    run_jobs(cast)
    assert not any(stored(cast, CheckIn.retold))
    monkeypatch.setattr(retell, "AT_ONCE", 1000)
    move(cast, first)
    assert told(cast) == by_job


def test_a_job_that_is_run_again_changes_nothing_more(cast: Cast, first: PublicId) -> None:
    move(cast, first)
    [payload] = stored(cast, Job.payload, where=Job.kind == JobKind.RETELL)
    run_jobs(cast)
    before = stored(cast, CheckIn.retold)
    with cast.on_stage():
        retell.retell_later(payload, clock.now() + timedelta(hours=1))
    assert [one and one["signals"] for one in stored(cast, CheckIn.retold)] == [
        one and one["signals"] for one in before
    ]


def test_a_handful_is_told_again_at_once(cast: Cast) -> None:
    for number in range(4):
        at = NOW - timedelta(days=20 - number)
        cast.send(cast.begin(at=at), at, **(LOW if number == 0 else WELL))
    cast.begin("C-2")
    move(cast, PublicId(stored(cast, CheckIn.public_id)[0]))
    assert any(stored(cast, CheckIn.retold))
    assert count(cast, Job) == 0
