"""Reading the questions of a measure's file, and the scales of faces or words that they are marked on."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from kiosk.catalogue.complaints import Complaints
from kiosk.catalogue.table import TOMLTable, tenths_of
from kiosk.domain.measures import FACES, InLanguages, Item, ItemText, Kind, Option

NAME = re.compile(r"[a-z][a-z0-9-]{0,39}")
NAME_REMEDY = "should be small letters, digits and hyphens, a letter first, 40 characters at most."
MOST_ITEMS = 100
MOST_OPTIONS = 11
HIGHEST_VALUE = 1000
"""An option counts 100 points at most; in tenths."""
KINDS: tuple[Kind, ...] = ("line", "faces", "choice")


@dataclass(frozen=True)
class Scale:
    """The answers that several items share."""

    kind: Kind
    options: tuple[Option, ...]


def name(table: TOMLTable, key: str = "id") -> str:
    """Read an id."""
    value = table.text(key)
    if not NAME.fullmatch(value):
        raise table.fault(key, NAME_REMEDY)
    return value


def read_words(table: TOMLTable, key: str, languages: Sequence[str]) -> Mapping[str, str]:
    """Read one text in every language of the measure."""
    inner = table.table(key)
    words = InLanguages({language: inner.text(language) for language in languages})
    inner.close()
    return words


def read_scales(root: TOMLTable, languages: Sequence[str], complaints: Complaints) -> Mapping[str, Scale | None]:
    """Read the scales by name; None for one that is not as it should be, so that its items are not blamed for it."""
    if not root.has("scales"):
        return {}
    table = root.table("scales")
    return {each: complaints.after(None, _scale, table, each, languages) for each in table.names()}


def _scale(scales: TOMLTable, scale: str, languages: Sequence[str]) -> Scale | None:
    if not NAME.fullmatch(scale):
        raise scales.fault(scale, NAME_REMEDY, "cannot be the name of a scale")
    table = scales.table(scale)
    values = _values(table)
    faces = _faces(table, len(values)) if table.has("faces") else ()
    words = table.table("words")
    spoken = {language: _spoken(words, language, len(values)) for language in languages}
    words.close()
    table.close()
    options = (
        Option(value, InLanguages({each: spoken[each][place] for each in languages}), faces[place] if faces else "")
        for place, value in enumerate(values)
    )
    return Scale("faces" if faces else "choice", tuple(options))


def _values(table: TOMLTable) -> Sequence[int]:
    written = table.list_of("values", "[1, 2, 3, 4, 5]")
    if not 2 <= len(written) <= MOST_OPTIONS:  # noqa: PLR2004 -- one answer is no question
        raise table.fault("values", f"should be 2 to {MOST_OPTIONS} numbers.", f"has {len(written)}")
    values: list[int] = []
    for place, value in enumerate(written):
        tenths = tenths_of(value)
        if tenths is None or not 0 <= tenths <= HIGHEST_VALUE:
            remedy = "should be a number from 0 to 100, with one decimal at most."
            raise table.fault("values", remedy, place=place)
        if values and tenths <= values[-1]:
            raise table.fault("values", "should be more than the one before it.", place=place)
        values.append(tenths)
    return values


def _faces(table: TOMLTable, count: int) -> Sequence[str]:
    faces = _as_many(table, "faces", count, '["down", "level", "up"]')
    for place, face in enumerate(faces):
        if face not in FACES:
            raise table.fault("faces", f"should be one of: {', '.join(FACES)}.", place=place)
        if face in faces[:place]:
            raise table.fault("faces", "is there twice; give each answer its own face.", place=place)
    return faces


def _spoken(table: TOMLTable, language: str, count: int) -> Sequence[str]:
    words = _as_many(table, language, count, '["No", "A little", "Yes"]')
    for place, word in enumerate(words):
        if word in words[:place]:
            raise table.fault(language, "is there twice; give each answer its own word.", place=place)
    return words


def _as_many(table: TOMLTable, key: str, count: int, such_as: str) -> Sequence[str]:
    written = table.list_of(key, such_as)
    texts: list[str] = []
    for place, text in enumerate(written):
        if not isinstance(text, str) or not text.strip() or text != text.strip():
            raise table.fault(key, "should be a text, not empty, without blank space around it.", place=place)
        texts.append(text)
    if len(texts) != count:
        raise table.fault(key, f"should be {count}, one for each of the values.", f"has {len(texts)}")
    return texts


def read_items(
    root: TOMLTable, languages: Sequence[str], scales: Mapping[str, Scale | None], complaints: Complaints
) -> tuple[Item | None, ...]:
    """Read every item in its place; None for one that is not as it should be."""
    tables = complaints.after((), root.tables, "items")
    if len(tables) > MOST_ITEMS:
        complaints.keep(root.fault("items", f"should be {MOST_ITEMS} at most.", f"has {len(tables)}"))
    seen: set[str] = set()
    return tuple(complaints.after(None, _item, table, languages, scales, seen) for table in tables)


def _item(
    table: TOMLTable, languages: Sequence[str], scales: Mapping[str, Scale | None], seen: set[str]
) -> Item | None:
    item_id = name(table)
    if item_id in seen:
        raise table.fault("id", "is there twice; give each item its own id.")
    seen.add(item_id)
    kind = table.one_of("kind", KINDS)
    options = _options(table, kind, scales)
    weight = _weight(table) if table.has("weight") else 1
    texts = table.table("texts")
    worded = InLanguages({each: _text(texts.table(each), is_line=kind == "line") for each in languages})
    texts.close()
    table.close()
    return None if options is None else Item(item_id, kind, worded, options, weight)


def _options(table: TOMLTable, kind: Kind, scales: Mapping[str, Scale | None]) -> tuple[Option, ...] | None:
    if kind == "line":
        if table.has("scale"):
            raise table.fault("scale", 'take it out: a line has none; or write kind = "choice".')
        return ()
    named = table.text("scale")
    if named not in scales:
        known = f"one of: {', '.join(scales)}" if scales else f"add a table [scales.{named}]"
        raise table.fault("scale", f"there is no such scale; {known}.")
    scale = scales[named]
    if scale is not None and scale.kind != kind:
        raise table.fault("kind", f'should be "{scale.kind}", as that scale is; or name another scale.')
    return scale.options if scale else None


def _weight(table: TOMLTable) -> Fraction:
    return Fraction(table.tenths("weight", HIGHEST_VALUE), 10)


def _text(table: TOMLTable, *, is_line: bool) -> ItemText:
    question = table.text("question")
    low, high = (table.text("low"), table.text("high")) if is_line else ("", "")
    text = ItemText(question, low, high, table.text("label"))
    table.close()
    return text
