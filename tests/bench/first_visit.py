"""The requests of a phone that has never been here, before the form can be used."""

import re
import socket

from tests.support.servers import Server

ENDS = re.compile(rb"content-length: (\d+)", re.IGNORECASE)
NEEDED = re.compile(r'<link rel="stylesheet" href="(/[^"]+)"|<script[^>]* src="(/[^"]+)"')
BROWSER = "Host: {host}:{port}\r\nAccept-Encoding: {encodings}\r\nConnection: close\r\n"


def fetched(server: Server, path: str, encodings: str) -> bytes:
    """One answer as it comes over the line, head and all."""
    head = BROWSER.format(host=server.host, port=server.port, encodings=encodings)
    with socket.create_connection((server.host, server.port)) as connection:
        connection.sendall(f"GET {path} HTTP/1.1\r\n{head}\r\n".encode())
        return b"".join(iter(lambda: connection.recv(65_536), b""))


def first_visit(server: Server, path: str, encodings: str) -> tuple[int, int]:
    """Count the requests, and the bytes on the line."""
    page = fetched(server, path, "identity").decode()
    paths = [path, *(style or script for style, script in NEEDED.findall(page))]
    return len(paths), sum(len(fetched(server, one, encodings)) for one in paths)
