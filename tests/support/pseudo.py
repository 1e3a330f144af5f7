"""An invented language in which every text is two fifths longer, and stands in brackets that show where it ends."""

import re
from functools import cache
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.messages import Catalog
from babel.messages.pofile import write_po

from kiosk.catalogue.shelf import built_in, file_name
from kiosk.languages import AUDIENCES
from kiosk.languages.update import texts

PSEUDO = "eo"
"""A language that Babel knows and nobody has given us: its days and months are its own."""
OPENS, CLOSES = "\N{MATHEMATICAL LEFT WHITE SQUARE BRACKET}", "\N{MATHEMATICAL RIGHT WHITE SQUARE BRACKET}"
DATE = re.compile("[EdMLy .,]+")
LONGEST_WORD = 9
ENGLISH = re.compile(r"^((?:\w+\.)?)en = (.*)$", re.MULTILINE)
"""A line of a measure's file that says something in English."""


def write_pseudo_language(instance: Path) -> None:
    """Give an instance folder that language, for clients and for the staff."""
    folder = instance / "languages" / PSEUDO
    folder.mkdir(parents=True)
    for audience in AUDIENCES:
        catalogue = Catalog(Locale(PSEUDO), fuzzy=False)
        for message in texts(audience):
            if message.id:
                forms = (message.id,) if isinstance(message.id, str) else tuple(message.id)
                said = tuple(stretched(form) for form in forms)
                catalogue.add(message.id, said if len(said) > 1 else said[0])
        written = BytesIO()
        write_po(written, catalogue, width=0)
        (folder / f"{audience}.po").write_bytes(written.getvalue())


def write_pseudo_measures(instance: Path, *names: str) -> None:
    """Give an instance folder these measures with what they ask in that language too."""
    folder = instance / "measures"
    folder.mkdir(exist_ok=True)
    for name in names:
        text = built_in().text(name, built_in()[name].version)
        both = ENGLISH.sub(lambda found: f"{found[0]}\n{found[1]}{PSEUDO} = {_stretched_value(found[2])}", text)
        (folder / file_name(built_in()[name])).write_text(both, "utf-8")


def _stretched_value(value: str) -> str:
    return re.sub('"([^"]*)"', lambda found: f'"{stretched(found[1])}"', value)


def stretched(text: str) -> str:
    """Longer by two fifths, in words of a usual length; patterns of dates stay what they are."""
    if DATE.fullmatch(text):
        return text
    more = "o" * round(len(re.sub(r"%\(\w+\)s", "", text)) * 0.4)
    words = " ".join(more[at : at + LONGEST_WORD] for at in range(0, len(more), LONGEST_WORD))
    return f"{OPENS}{text}{' ' if words else ''}{words}{CLOSES}"


@cache
def outside(text: str, known: frozenset[str]) -> str:
    """The rest of a text without all that stands in brackets, and without the words that are known.

    A bracket may open or close in another element, where a link or a code stands within a sentence.
    """
    inner = re.compile(f"{OPENS}[^{OPENS}{CLOSES}]*{CLOSES}")
    while (less := inner.sub(" ", text)) != text:
        text = less
    text = re.sub(f"^[^{OPENS}{CLOSES}]*{CLOSES}|{OPENS}[^{OPENS}{CLOSES}]*$", " ", text)
    return " ".join(word for word in re.findall(r"[^\W\d_]{2,}", text) if word.lower() not in known)
