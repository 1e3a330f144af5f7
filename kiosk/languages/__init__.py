"""The languages there are: one folder each, with what clients see in `client.po` and the staff's pages in `staff.po`.

English needs no catalogue: it is what the program is written in. A folder `languages` in the instance folder adds a
language, or takes the place of one of ours.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from io import BytesIO
from pathlib import Path
from typing import Literal, get_args

from babel import Locale, UnknownLocaleError
from babel.messages import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po
from babel.support import NullTranslations, Translations

from kiosk.refusals import Refusal

Audience = Literal["client", "staff"]
AUDIENCES: tuple[Audience, ...] = get_args(Audience)
ENGLISH = "en"
HERE = Path(__file__).parent
# A catalogue is a draft until somebody signs it off in the comment it begins with.
REVIEWED = re.compile(r"^# Reviewed by (.+?)\.?$", re.MULTILINE)


class UnreadableLanguage(Refusal):
    """A catalogue that cannot be used; the text names the file and what to do."""


@dataclass(frozen=True)
class Language:
    """One language: everything it has words for, and, for each audience it serves, who signed that off (or "")."""

    locale: Locale
    translations: NullTranslations
    reviewed_by: Mapping[Audience, str]

    @cached_property
    def tag(self) -> str:
        """As pages and measures name it: `de`, `pt-BR`."""
        return str(self.locale).replace("_", "-")

    @property
    def own_name(self) -> str:
        """The name of the language in itself: Deutsch."""
        name = self.locale.get_display_name() or self.tag
        return name[:1].upper() + name[1:]


def load_languages(instance: Path | None = None) -> Mapping[str, Language]:
    """Every language by its tag, English first; a process reads each once. Raises UnreadableLanguage."""
    folders = {folder.name: folder for root in _roots(instance) for folder in sorted(root.iterdir()) if folder.is_dir()}
    english = Language(Locale(ENGLISH), NullTranslations(), dict.fromkeys(AUDIENCES, "its authors"))
    return {ENGLISH: english} | {
        tag: _read(folder) for tag, folder in sorted(folders.items()) if (folder / "client.po").is_file()
    }


def read_catalogue(file: Path) -> Catalog:
    """One catalogue as it stands. Raises UnreadableLanguage."""
    try:
        with file.open("rb") as opened:
            return read_po(opened, locale=locale_of(file), abort_invalid=True)
    except (PoFileError, UnknownLocaleError, UnicodeDecodeError, ValueError, OSError) as error:
        raise UnreadableLanguage(f"{file} cannot be read: {error}. Mend it, or take it away.") from None


def locale_of(file: Path) -> Locale:
    """The language a catalogue is for: its folder's name."""
    return Locale.parse(file.parent.name, sep="-")


def _roots(instance: Path | None) -> Iterator[Path]:
    yield HERE
    if instance and (own := instance / "languages").is_dir():
        yield own


@cache
def _read(folder: Path) -> Language:
    catalogues = {
        audience: read_catalogue(folder / f"{audience}.po")
        for audience in AUDIENCES
        if (folder / f"{audience}.po").is_file()
    }
    # What a client reads too stands in the client's catalogue alone; so the staff's pages look into both.
    words = Translations()
    for catalogue in reversed(catalogues.values()):
        compiled = BytesIO()
        write_mo(compiled, catalogue)
        compiled.seek(0)
        of_one = Translations(compiled)
        of_one.add_fallback(words)
        words = of_one
    return Language(
        locale_of(folder / "client.po"),
        words,
        {audience: _reviewer(catalogue) for audience, catalogue in catalogues.items()},
    )


def _reviewer(catalogue: Catalog) -> str:
    found = REVIEWED.search(catalogue.header_comment)
    return found[1] if found else ""
