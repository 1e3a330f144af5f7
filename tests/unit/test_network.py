"""The address and the time zone of this machine."""

import socket
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


@pytest.mark.parametrize("host", ["go.example.org", "Praxis-Lindenhof.de.", "93.184.215.14", "2606:4700::1111"])
def test_a_name_or_address_of_the_internet_is_public(host: str) -> None:
    assert network.is_public(host)


NAMES_OF_ONE_NETWORK = ("", "kiosk", "kiosk.lan", "praxis.fritz.box", "KIOSK.local.", "a.home.arpa")
ADDRESSES_OF_ONE_NETWORK = ("10.1.2.3", "192.168.0.9", "100.64.0.1", "127.0.0.1", "169.254.1.1", "::1", "[fe80::1]")


@pytest.mark.parametrize("host", [*NAMES_OF_ONE_NETWORK, *ADDRESSES_OF_ONE_NETWORK, "fd00::5"])
def test_what_means_something_on_one_network_alone_is_not(host: str) -> None:
    assert not network.is_public(host)
