"""Reading a PDF as a program does: its text, title and language, whether it is tagged, and the size of its paper."""

import io
from dataclasses import dataclass

from pypdf import PdfReader


@dataclass(frozen=True)
class Printed:
    """One file; `size` is of its first page, in points."""

    text: str
    title: str
    language: str
    is_tagged: bool
    size: tuple[int, int]


def printed(content: bytes) -> Printed:
    """Read it."""
    reader = PdfReader(io.BytesIO(content))
    root = reader.root_object
    return Printed(
        text="\n".join(page.extract_text() for page in reader.pages),
        title=str(reader.metadata.title) if reader.metadata else "",
        language=str(root.get("/Lang", "")),
        is_tagged=bool(root.get("/MarkInfo", {}).get("/Marked")),
        size=(round(reader.pages[0].mediabox.width), round(reader.pages[0].mediabox.height)),
    )
