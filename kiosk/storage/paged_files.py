"""Rows that are looked over page by page, in a sealed file: pages of JSON, and at its end where each of them begins."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from kiosk.storage import sealed_files
from kiosk.storage.sealed_files import SealedReader, SealedWriter

A_PAGE: Final = 50
END: Final = 8
"""Bytes at the end that say how long the list of places is."""

Row = Mapping[str, Any]


@dataclass
class PagedWriter:
    """Writes rows, a page at a time."""

    writer: SealedWriter
    count: int = 0
    _page: list[Row] = field(default_factory=list)
    _places: list[int] = field(default_factory=list)

    @classmethod
    @contextmanager
    def new(cls, name: str) -> Iterator["PagedWriter"]:
        """Write a file that is there only if the block ends well."""
        with SealedWriter.new(name) as writer:
            pages = cls(writer)
            yield pages
            pages.finish()

    def add(self, row: Row) -> None:
        """Add one row."""
        self._page.append(row)
        self.count += 1
        if len(self._page) == A_PAGE:
            self._turn()

    def finish(self) -> None:
        """Write the last page, and the places of all."""
        if self._page:
            self._turn()
        places = json.dumps(self._places).encode()
        self.writer.write(places + len(places).to_bytes(END))

    def _turn(self) -> None:
        self._places.append(self.writer.size)
        self.writer.write(json.dumps(self._page).encode())
        self._page = []


def read_page(name: str, number: int) -> Sequence[Row]:
    """The rows of one page, counted from 1; none where there is no such page or no such file."""
    if not sealed_files.is_there(name):
        return ()
    with SealedReader(name) as reader:
        reader.seek(-END, 2)
        length = int.from_bytes(reader.read(END))
        reader.seek(-END - length, 2)
        begins = reader.tell()
        places = [*json.loads(_whole(reader, length)), begins]
        if not 1 <= number < len(places):
            return ()
        reader.seek(places[number - 1])
        rows: Sequence[Row] = json.loads(_whole(reader, places[number] - places[number - 1]))
        return rows


def _whole(reader: SealedReader, length: int) -> bytes:
    """Return this many bytes: reading ends at the end of a block, and goes on."""
    parts = bytearray()
    while len(parts) < length and (part := reader.read(length - len(parts))):
        parts += part
    return bytes(parts)
