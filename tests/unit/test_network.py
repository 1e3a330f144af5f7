"""What this machine is called by others: its address, and its time zone."""

import socket
from pathlib import Path
from typing import Self

import pytest

from kiosk import network


class Routes:
    """A socket that knows the routing table of an invented machine."""

    def __init__(self, address: str) -> None:
        self.address = address

    def __call__(self, *_: int) -> Self:
        return self

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def connect(self, target: tuple[str, int]) -> None:
        assert target[0].startswith("192.0.2."), "asked about an address that somebody may have"
        if not self.address:
            raise OSError("Network is unreachable")

    def getsockname(self) -> tuple[str, int]:
        return self.address, 50_000


@pytest.mark.parametrize("address", ["10.0.0.5", ""])
def test_the_address_is_the_one_the_network_is_reached_by(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setattr(socket, "socket", Routes(address))
    assert network.lan_address() == address


@pytest.mark.parametrize(
    ("target", "zone"),
    [
        ("/usr/share/zoneinfo/Europe/Berlin", "Europe/Berlin"),
        ("/usr/share/zoneinfo/Etc/UTC", "Etc/UTC"),
        ("/usr/share/zoneinfo/Not/There", "UTC"),
        ("/etc/somewhere", "UTC"),
    ],
)
def test_the_time_zone_is_where_the_local_time_points(monkeypatch: pytest.MonkeyPatch, target: str, zone: str) -> None:
    monkeypatch.setattr(Path, "resolve", lambda *_, **__: Path(target))
    assert network.time_zone() == zone


def test_without_a_local_time_it_is_utc(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: object, **__: object) -> Path:
        raise FileNotFoundError

    monkeypatch.setattr(Path, "resolve", missing)
    assert network.time_zone() == "UTC"
