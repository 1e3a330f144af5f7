"""Names of this machine on its network."""

import socket
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import TypeAlias

Network: TypeAlias = IPv4Network | IPv6Network

PRIVATE_ENDS = (
    *("corp", "home", "home.arpa", "internal", "intranet", "invalid", "lan", "local", "localdomain", "localhost"),
    *("example", "fritz.box", "test"),
)
"""Names that mean something on one network alone (RFC 6761, 6762 and 8375), or that routers like to give."""


def is_public(host: str) -> bool:
    """Return whether this name or address can mean this server to somebody elsewhere; no name is looked up."""
    try:
        return ip_address(host.strip("[]")).is_global
    except ValueError:
        name = host.casefold().rstrip(".")
        return "." in name and not f".{name}".endswith(tuple(f".{end}" for end in PRIVATE_ENDS))


def lan_address() -> str:
    """The address by which the local network reaches this machine, or empty when there is none.

    Asks the routing table only: connecting a datagram socket sends nothing. The address asked about is
    reserved for documentation (RFC 5737).
    """
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return ""
        return str(probe.getsockname()[0])


def network_of(visitor: str) -> str:
    """The network that counts as one visitor: an IPv4 address, or the whole /64 that one IPv6 connection comes with."""
    try:
        address = ip_address(visitor)
    except ValueError:
        return visitor
    if isinstance(address, IPv6Address):
        mapped = address.ipv4_mapped
        return str(mapped) if mapped else str(ip_network((address, 64), strict=False))
    return visitor
