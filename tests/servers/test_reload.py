"""While the server's workers are exchanged under open pages, every event comes to every page once, and in order."""

import json

from tests.servers.conftest import House
from tests.servers.reloads import heard_through_reloads


def test_a_reload_under_open_pages_loses_no_event_and_repeats_none(house: House) -> None:
    forms = [house.cast.begin(f"C-{number}") for number in range(24)]
    pages = heard_through_reloads(house.server, house.cast, forms, listeners=4, reloads=1)
    sent = [waiting.visit for part in range(2) for waiting in forms[part::2]]
    for page in pages:
        assert [json.loads(one.data)["visit"] for one in page.heard][: len(sent)] == sent
