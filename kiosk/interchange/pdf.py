"""Documents as PDF: tagged, with title and language, its text to be searched and copied, in fonts that come with it.

Typst sets them. What people wrote goes to it as data and is never read as its markup.
"""

import json
from dataclasses import asdict, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kiosk.interchange.documents import Document, Paper

if TYPE_CHECKING:
    import typst

HERE: Final = Path(__file__).parent / "typeset"
ACCESSIBLE: Final = "ua-1"
"""PDF/UA: it is refused by Typst where a sign has no glyph in the fonts, which is how such a sign is found."""


def as_pdf(document: Document, paper: Paper, unreadable: str) -> bytes:
    """Set a document; where a sign is in none of the fonts here, `unreadable` stands under its title to say so.

    Takes 20 to 60 ms of a processor for some pages and 0.7 s for 500 check-ins, without Python's lock (measured on
    two busy cores): run it in a thread of its own beside pages that others wait for.
    """
    import typst

    for machine_too in (False, True):
        try:
            return _set(document, paper, machine_too=machine_too)
        except typst.TypstError:
            continue
    return _set(replace(document, lines=[*document.lines, unreadable]), paper, machine_too=True, is_accessible=False)


def _set(document: Document, paper: Paper, *, machine_too: bool, is_accessible: bool = True) -> bytes:
    import typst

    data = {**asdict(document), "blocks": [{"kind": type(one).__name__, **asdict(one)} for one in document.blocks]}
    compiler = typst.Compiler(
        HERE / "document.typ",
        root=HERE,
        font_paths=_fonts(machine_too=machine_too),
        ignore_system_fonts=not machine_too,
    )
    made = compiler.compile(
        format="pdf",
        sys_inputs={"document": json.dumps(data, ensure_ascii=False), "paper": paper.value},
        pdf_standards=[ACCESSIBLE] if is_accessible else [],
    )
    if not isinstance(made, bytes):
        raise TypeError(type(made))
    return made


@cache
def _fonts(*, machine_too: bool) -> "typst.Fonts":
    """Find the fonts: those that come along, and, for signs that these lack, those of this machine."""
    import typst

    return typst.Fonts(include_system_fonts=machine_too, font_paths=[HERE / "fonts"])
