"""Time zones by name: what lasts, what is known without the machine's data, and what this machine says of itself."""

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk import zones

SUMMER = datetime(2026, 7, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "lasting"),
    [
        ("US/Eastern", "America/New_York"),
        (" europe/vienna ", "Europe/Vienna"),
        ("Asia/Calcutta", "Asia/Kolkata"),
        ("Europe/Kiev", "Europe/Kyiv"),
        ("Europe/Oslo", "Europe/Oslo"),
        ("Etc/UTC", "UTC"),
        ("utc", "UTC"),
        ("Middle/Earth", None),
        ("", None),
        ("../../etc/passwd", None),
        ("\x00", None),
        ("a" * 5000, None),
    ],
)
def test_a_zone_is_found_by_any_of_its_names_and_kept_by_the_one_that_lasts(typed: str, lasting: str | None) -> None:
    assert zones.find(typed) == lasting


def test_every_zone_that_is_offered_is_one_and_keeps_its_name() -> None:
    assert len(zones.offered()) > 400
    assert [name for name in zones.offered() if zones.find(name) != name] == []


def test_an_unknown_zone_is_utc_and_said_to_be_unknown() -> None:
    assert SUMMER.astimezone(zones.zone("Middle/Earth")).hour == 12
    assert not zones.is_known("Middle/Earth")
    assert not zones.is_known("")
    assert zones.is_known("UTC")


@pytest.mark.parametrize("path", ["", "/nowhere"])
def test_no_zone_data_of_the_machine_is_needed(path: str) -> None:
    tell = (
        "from kiosk import zones; print(zones.find('US/Eastern'), zones.is_known('Asia/Tokyo'), len(zones.offered()))"
    )
    told = subprocess.run(
        [sys.executable, "-c", tell], env={"PYTHONTZPATH": path}, cwd=Path.cwd(), capture_output=True, check=True
    )
    assert told.stdout.split()[:2] == [b"America/New_York", b"True"]


@pytest.mark.parametrize(
    ("target", "zone"),
    [
        ("/usr/share/zoneinfo/Europe/Berlin", "Europe/Berlin"),
        ("/usr/share/zoneinfo/US/Pacific", "America/Los_Angeles"),
        ("/usr/share/zoneinfo/Etc/UTC", ""),
        ("/usr/share/zoneinfo/Not/There", ""),
        ("/etc/somewhere", ""),
    ],
)
def test_the_machines_zone_is_where_its_local_time_points_and_never_utc(
    monkeypatch: pytest.MonkeyPatch, target: str, zone: str
) -> None:
    monkeypatch.setattr(Path, "resolve", lambda *_, **__: Path(target))
    assert zones.of_this_machine() == zone


def test_a_machine_without_a_local_time_says_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zones, "LOCAL", Path("/no/such/local/time"))
    assert zones.of_this_machine() == ""
