"""What a phone that was never here has to wait for: three answers, counted in bytes as they come over the line."""

from pathlib import Path

import pytest

from tests.bench.first_visit import first_visit
from tests.support.practice import make_cast
from tests.support.servers import Server, free_port

MOST_BYTES = 12_000
"""Heads included. Browsers take Brotli over https and on this machine alone; on an unencrypted local network, gzip."""


@pytest.mark.parametrize("measure", ["session-check", "child-check"])
def test_a_first_visit_is_three_requests_within_the_budget(tmp_path: Path, measure: str) -> None:
    cast = make_cast(tmp_path / "instance", port=str(free_port()))
    with Server(cast.environ) as server:
        found = {
            accepted: first_visit(server, cast.begin(measure=measure).path, accepted)
            for accepted in ("gzip, br", "gzip")
        }
    assert {requests for requests, _ in found.values()} == {3}
    assert {accepted: size for accepted, (_, size) in found.items() if size >= MOST_BYTES} == {}
