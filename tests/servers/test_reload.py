"""While the server's workers are exchanged under open pages, every event comes to every page once, and in order."""

import json
import os
import signal
from pathlib import Path

from tests.servers.certificate import Encrypted, make_certificate
from tests.servers.conftest import House
from tests.servers.reloads import heard_through_reloads
from tests.support.practice import make_cast
from tests.support.servers import free_port, wait_until


def test_a_reload_under_open_pages_loses_no_event_and_repeats_none(house: House) -> None:
    forms = [house.cast.begin(f"C-{number}") for number in range(24)]
    pages = heard_through_reloads(house.server, house.cast, forms, listeners=4, reloads=1)
    sent = [waiting.visit for part in range(2) for waiting in forms[part::2]]
    for page in pages:
        assert [json.loads(one.data)["visit"] for one in page.heard][: len(sent)] == sent


def test_settings_that_cannot_be_used_are_told_at_a_reload_and_the_server_goes_on(house: House) -> None:
    server, settings = house.server, Path(house.cast.environ["KIOSK_INSTANCE"]) / "kiosk.toml"
    server.jobs_process()
    before, written = set(server.workers()), settings.read_text() if settings.exists() else ""
    settings.write_text(f"{written}\nnonsense = 1\n")
    os.kill(server.pid, signal.SIGHUP)
    wait_until(lambda: "was not reloaded" in server.output(), "it is told")
    assert "nonsense" in server.output()
    assert set(server.workers()) == before
    os.kill(server.jobs_process(), signal.SIGKILL)
    wait_until(lambda: "cannot be started" in server.output(), "jobs wait for settings that can be used")
    assert server.is_well()
    settings.write_text(written)
    server.jobs_process()
    server.wait_until_ended(server.reload())
    assert server.is_well()


def test_a_certificate_that_cannot_be_used_is_told_at_a_reload_and_the_server_goes_on(tmp_path: Path) -> None:
    certificate = make_certificate(tmp_path)
    cast = make_cast(tmp_path / "instance", port=str(free_port()), **certificate)
    with Encrypted(cast.environ, workers=1) as server:
        before, key = set(server.workers()), Path(certificate["key"])
        half_written = key.read_text()[:40]
        key.write_text(half_written)
        os.kill(server.pid, signal.SIGHUP)
        wait_until(lambda: "was not reloaded" in server.output(), "it is told")
        assert "cannot be used with its key" in server.output()
        assert (set(server.workers()), server.is_well()) == (before, True)
