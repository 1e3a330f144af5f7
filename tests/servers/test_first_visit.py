"""The first visit of a phone: it waits for three answers, counted in bytes as they come over the line."""

from itertools import product
from pathlib import Path

import pytest

from kiosk.languages import load_languages
from tests.bench.first_visit import first_visit
from tests.support.practice import make_cast
from tests.support.servers import Server, free_port

MOST_BYTES = 12_000
"""Heads included."""


@pytest.mark.parametrize(
    ("accepted", "lan"),
    [
        pytest.param("gzip, deflate, br", "", id="over https, where browsers take Brotli"),
        pytest.param("gzip, deflate", "1", id="unencrypted on a local network, where they take gzip and are told so"),
    ],
)
def test_a_first_visit_is_three_requests_within_the_budget_in_every_language(
    tmp_path: Path, accepted: str, lan: str
) -> None:
    cast = make_cast(tmp_path / "instance", port=str(free_port()))
    asked = list(product(("session-check", "child-check", "first-faces"), load_languages()))
    with Server(cast.environ | {"KIOSK_INSECURE_LAN": lan}) as server:
        paths = [cast.begin(f"C-{at}", measure=measure, language=tag).path for at, (measure, tag) in enumerate(asked)]
        found = dict(zip(asked, (first_visit(server, path, accepted) for path in paths), strict=True))
    assert {requests for requests, _ in found.values()} == {3}
    assert {form: size for form, (_, size) in found.items() if size >= MOST_BYTES} == {}
