"""Brings every catalogue up to date with the program's texts: `make languages`.

What is new comes in without a translation, what is gone goes, and nothing else changes: no dates, no line numbers.
"""

import re
import tomllib
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import write_po

from kiosk.assets import folder
from kiosk.languages import AUDIENCES, HERE, Audience, locale_of, read_catalogue

PROGRAM = HERE.parent
ROOMS = ("actions", "domain", "queries", "web")
"""The parts of the program that speak to people; what the command line says stays English."""

FOR_CLIENTS = (
    "templates/checkin/",
    "templates/errors/error.html",
    "templates/layouts/base.html",
    "templates/layouts/client.html",
    "templates/macros/client.html",
    "templates/macros/cue.html",
    "templates/macros/easy.html",
    "templates/partials/",
    "templates/tablet/",
    "kiosk/domain/answers.py",
    "kiosk/domain/cues.py",
    "kiosk/domain/goals.py",
    "kiosk/domain/notice.py",
    "kiosk/domain/signs.py",
    "kiosk/web/checkin/",
    "kiosk/web/shared/errors.py",
    "kiosk/web/shared/own_site.py",
    "kiosk/web/staff/documents/theirs/",
    "kiosk/web/tablet/",
)
"""The files whose texts clients see. The staff's pages may show them too; everything else is for the staff."""

OF_A_MEASURE = ("note", "source", "licence")
"""Fields of a measure's file for the staff; its questions it has in every language by itself."""

KEYWORDS = {"_": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2), "phrase": None, "phrases": (1, 2)}
COMMENTS = ["For translators:"]
HEADER = """\
# {language}, for {readers}.
# Machine draft, not reviewed by a clinician.
# To sign it off, put this in place of the line above: Reviewed by NAME, PROFESSION, DATE."""
# Said anew at each run, or of no use here.
NOT_KEPT = re.compile(
    r'^"(?:Project-Id-Version|Report-Msgid-Bugs-To|POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team'
    r"|Generated-By): .*\n",
    re.MULTILINE,
)


def texts(audience: Audience) -> Catalog:
    """Every text of the program for this audience, without any translation."""
    catalogue = Catalog()
    for path, file in _files():
        if audience == _audience(path):
            for line, text, comments, _ in _messages(file):
                catalogue.add(text, None, [(path.as_posix(), line)], auto_comments=comments)
    if audience == "staff":
        for message in texts("client"):
            catalogue.delete(message.id)
    return catalogue


def up_to_date(file: Path) -> str:
    """Return the new content of this catalogue, with the translations it has already."""
    audience: Audience = "staff" if file.stem == "staff" else "client"
    catalogue = read_catalogue(file) if file.is_file() else _new(file, audience)
    catalogue.update(texts(audience), no_fuzzy_matching=True)
    written = BytesIO()
    write_po(written, catalogue, width=0, ignore_obsolete=True, include_lineno=False, sort_by_file=True)
    return NOT_KEPT.sub("", written.getvalue().decode())


def main() -> None:
    """Write every catalogue; a folder without any is a new language and gets the one for clients."""
    for language in _languages():
        for audience in AUDIENCES:
            file = language / f"{audience}.po"
            if audience == "client" or file.is_file():
                file.write_text(up_to_date(file), "utf-8")


def _languages() -> Sequence[Path]:
    return [each for each in sorted(HERE.iterdir()) if each.is_dir() and not each.name.startswith("_")]


def _new(file: Path, audience: Audience) -> Catalog:
    locale = locale_of(file)
    header = HEADER.format(language=locale.english_name, readers={"client": "clients", "staff": "the staff"}[audience])
    return Catalog(locale, header_comment=header, fuzzy=False)


def _files() -> Iterator[tuple[Path, Path]]:
    """Every file in which texts may stand: as the repository names it, and where it is."""
    templates = folder("templates")
    for file in sorted(templates.rglob("*.html")):
        yield "templates" / file.relative_to(templates), file
    for file in sorted((PROGRAM / "catalogue").glob("*.toml")):
        yield "kiosk" / file.relative_to(PROGRAM), file
    for room in ROOMS:
        for file in sorted((PROGRAM / room).rglob("*.py")):
            yield "kiosk" / file.relative_to(PROGRAM), file


def _audience(path: Path) -> Audience:
    return "client" if path.as_posix().startswith(FOR_CLIENTS) else "staff"


def _messages(file: Path) -> Iterator[tuple[int, str | tuple[str, ...], list[str], str | None]]:
    if file.suffix == ".toml":
        measure = tomllib.loads(file.read_text("utf-8"))
        yield from ((1, measure[key], [], None) for key in OF_A_MEASURE)
        return
    method = "python" if file.suffix == ".py" else "jinja2.ext:babel_extract"
    with file.open("rb") as opened:
        yield from extract(method, opened, KEYWORDS, COMMENTS)


if __name__ == "__main__":
    main()
