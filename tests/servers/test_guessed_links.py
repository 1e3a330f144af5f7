"""Somebody tries links by the thousand: they are slowed down, and nobody behind the same address is."""

import secrets
from pathlib import Path

from tests.servers.visitors import ask
from tests.support.practice import make_cast
from tests.support.servers import Server, free_port
from tests.support.stored import dump


def test_a_thousand_guesses_are_slowed_down_and_a_real_link_is_not(tmp_path: Path) -> None:
    cast = make_cast(tmp_path / "instance", port=str(free_port()))
    waiting = cast.begin()
    with Server(cast.environ, workers=1) as server:
        before = dump(cast)  # after the trial write of its start
        guesses = [ask(server, f"/c/{secrets.token_urlsafe(16)}") for _ in range(1_000)]
        forms = [ask(server, waiting.path) for _ in range(20)]
    statuses = [guess.status for guess in guesses]
    assert set(statuses) == {410, 429}
    assert statuses[-1] == 429
    assert statuses.count(410) == 100, "each worker counts for itself"
    assert int(guesses[-1].headers["retry-after"]) > 0
    assert {form.status for form in forms} == {200}
    assert dump(cast) == before, "looking at links writes nothing, whichever they are"
