"""Requests to other servers, by the process that runs jobs: encrypted, bounded, to no address of a private network.

A name is looked up once, and connected to is what was looked up and allowed: it can point elsewhere a moment later.
"""

import socket
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Final, TypeAlias
from urllib.parse import SplitResult, urljoin, urlsplit

from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, Timeout
from urllib3.exceptions import HTTPError, SSLError
from urllib3.response import BaseHTTPResponse

from kiosk.network import Network

Address: TypeAlias = IPv4Address | IPv6Address
CONNECT_S: Final = 5.0
READ_S: Final = 10.0
LASTS_S: Final = 30.0
"""From the beginning of an answer to its end, however slowly it drips."""
CHUNK: Final = 64 * 1024
MOST_REDIRECTS: Final = 3
REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
OK: Final = 200
AGENT: Final = "Before-You-Go"
PORTS: Final = {"https": 443, "http": 80}
EMBEDDING: Final = tuple(map(ip_network, ("::/96", "::ffff:0:0/96", "64:ff9b::/96")))
"""IPv6 networks whose last 32 bits are an IPv4 address: compatible, mapped, and by a NAT64 gateway."""


class RequestRefused(Exception):
    """A request that was not made, or an answer that was not read to its end; its text is a word of `RequestFault`."""

    def __init__(self, fault: "RequestFault") -> None:
        super().__init__(fault)
        self.fault = fault


class RequestFault(StrEnum):
    """The reasons for which there is no answer."""

    ADDRESS = "address"
    """It is no address of a web server."""
    PRIVATE = "private"
    """It is in a private network that is not allowed."""
    UNENCRYPTED = "unencrypted"
    UNKNOWN = "unknown"
    """Nobody knows the name."""
    CERTIFICATE = "certificate"
    """Raised where the one who answers cannot show that it is the server that was meant."""
    SILENT = "silent"
    """Nobody answers there, or not in time."""
    SLOW = "slow"
    LARGE = "large"


@dataclass(frozen=True)
class Answer:
    """The answer of another server: its status, and its body as far as it was asked for."""

    status: int
    body: bytes = b""
    location: str = ""
    etag: str = ""
    """The version of what was asked for, as that server names it."""


@dataclass(frozen=True)
class Outgoing:
    """One request. `allowed` are networks that may be reached although they are private."""

    method: str
    url: str
    allowed: Collection[Network] = ()
    headers: Mapping[str, str] | None = None
    body: bytes | None = None
    most: int = 0
    """Bytes of the answer's body that are read; more than that is refused. 0 reads none."""


def fault_in(url: str, allowed: Collection[Network] = ()) -> RequestFault | None:
    """Say what is wrong with an address as it is written; None for nothing. No name is looked up."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return RequestFault.ADDRESS
    if parts.scheme not in PORTS or not host or parts.username or parts.password or port == 0:
        return RequestFault.ADDRESS
    if not _may_reach_literal(host, allowed):
        return RequestFault.PRIVATE
    return RequestFault.UNENCRYPTED if parts.scheme == "http" and not allowed else None


def _may_reach_literal(host: str, allowed: Collection[Network]) -> bool:
    try:
        return _may_reach(ip_address(host), allowed)
    except ValueError:
        return True


def send(request: Outgoing) -> Answer:
    """Send a request and read its answer. No redirect is followed. Raises RequestRefused."""
    pieces = list[bytes]()
    return replace(_send(request, pieces.append), body=b"".join(pieces))


def receive(request: Outgoing, take: Callable[[bytes], None]) -> Answer:
    """Send a request and hand the body on as it comes, where the status is 200; what `take` raises ends it.

    A few redirects are followed, each judged like the first address. Raises RequestRefused.
    """
    for _ in range(MOST_REDIRECTS):
        answer = _send(request, take, {OK})
        if answer.status not in REDIRECTS or not answer.location:
            return answer
        request = replace(request, url=urljoin(request.url, answer.location))
    return _send(request, take, {OK})


def _send(request: Outgoing, take: Callable[[bytes], None], of: Collection[int] = range(1000)) -> Answer:
    """Send a request, and hand on the body of an answer with one of those statuses."""
    parts = urlsplit(request.url)
    if fault := fault_in(request.url, request.allowed):
        raise RequestRefused(fault)
    found = _look_up(parts, request.allowed)
    with _pool(parts, found) as pool:
        try:
            return _answer(pool, parts, request, take, of)
        except SSLError as error:
            raise RequestRefused(RequestFault.CERTIFICATE) from error
        except (HTTPError, OSError) as error:
            raise RequestRefused(RequestFault.SILENT) from error


def _look_up(parts: SplitResult, allowed: Collection[Network]) -> Address:
    host = parts.hostname or ""
    try:
        rows = socket.getaddrinfo(host, parts.port or PORTS[parts.scheme], type=socket.SOCK_STREAM)
    except OSError as error:
        raise RequestRefused(RequestFault.UNKNOWN) from error
    found = [ip_address(str(row[4][0]).partition("%")[0]) for row in rows]
    if not found or not all(_may_reach(each, allowed) for each in found):
        raise RequestRefused(RequestFault.PRIVATE)
    if parts.scheme == "http" and not _is_allowed(found[0], allowed):
        raise RequestRefused(RequestFault.UNENCRYPTED)
    return found[0]


def _may_reach(address: Address, allowed: Collection[Network]) -> bool:
    real = _stands_for(address)
    return _is_allowed(address, allowed) or _is_allowed(real, allowed) or (real.is_global and not real.is_multicast)


def _stands_for(address: Address) -> Address:
    """Give the IPv4 address to which a gateway or the machine itself would lead an IPv6 one."""
    if isinstance(address, IPv6Address):
        if address.sixtofour:
            return address.sixtofour
        if any(address in network for network in EMBEDDING):
            return IPv4Address(int(address) & 0xFFFF_FFFF)
    return address


def _is_allowed(address: Address, allowed: Collection[Network]) -> bool:
    return any(address in network for network in allowed)


def _pool(parts: SplitResult, address: Address) -> HTTPConnectionPool:
    host, port = parts.hostname or "", parts.port or PORTS[parts.scheme]
    wait = Timeout(connect=CONNECT_S, read=READ_S)
    if parts.scheme == "http":
        return HTTPConnectionPool(str(address), port, timeout=wait, retries=False)
    return HTTPSConnectionPool(
        str(address), port, timeout=wait, retries=False, server_hostname=host, assert_hostname=host
    )


def _answer(
    pool: HTTPConnectionPool,
    parts: SplitResult,
    request: Outgoing,
    take: Callable[[bytes], None],
    of: Collection[int],
) -> Answer:
    ends = time.monotonic() + LASTS_S
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    headers = {"Host": parts.netloc, "User-Agent": AGENT, "Accept-Encoding": "identity", **(request.headers or {})}
    answer = pool.urlopen(
        request.method, target, request.body, headers, redirect=False, preload_content=False, decode_content=False
    )
    try:
        if request.most and answer.status in of:
            _read(answer, request.most, ends, take)
    finally:
        answer.close()
    return Answer(answer.status, b"", answer.headers.get("Location", ""), answer.headers.get("ETag", ""))


def _read(answer: BaseHTTPResponse, most: int, ends: float, take: Callable[[bytes], None]) -> None:
    size = 0
    for chunk in answer.stream(CHUNK):
        size += len(chunk)
        if size > most:
            raise RequestRefused(RequestFault.LARGE)
        if time.monotonic() > ends:
            raise RequestRefused(RequestFault.SLOW)
        take(chunk)
