"""Reading a measure's file into a measure, refusing whatever is missing, unknown or of the wrong kind."""

import re
import tomllib
from collections.abc import Mapping
from decimal import Decimal

from kiosk.catalogue.rules import read_rules
from kiosk.catalogue.table import CatalogueFault, Table
from kiosk.domain.measures import LINE_MAXIMUM, Item, ItemText, Measure

ITEM_ID = re.compile(r"[a-z][a-z0-9-]{0,39}")


def read_measure(file: str, content: str) -> Measure:
    """Read one measure from the content of `<id>.toml`; CatalogueFault says what is amiss and what would be right."""
    table = Table(file, "", _parse(file, content))
    measure_id = table.text("id")
    if file != f"{measure_id}.toml":
        raise table.fault("id", f'should be "{file.removesuffix(".toml")}", as the file is called.')
    names = _names(table.table("names"))
    items = _items(table, names)
    measure = Measure(
        id=measure_id,
        version=table.whole("version"),
        names=names,
        items=items,
        rules=read_rules(table.table("rules"), maximum=LINE_MAXIMUM * len(items)),
        source=table.text("source"),
        licence=table.text("licence"),
        note=table.text("note"),
    )
    table.close()
    return measure


def _parse(file: str, content: str) -> Mapping[str, object]:
    try:
        # Decimal, so that a threshold of 9.8 is 98 tenths and nothing near it.
        return tomllib.loads(content, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        message = f"{file}: this is not TOML: {error}."
        raise CatalogueFault(message) from error


def _names(table: Table) -> Mapping[str, str]:
    if not table.names():
        raise table.fault("en", 'missing. Add en = "…".')
    return {language: table.text(language) for language in table.names()}


def _items(table: Table, languages: Mapping[str, str]) -> tuple[Item, ...]:
    items: list[Item] = []
    for inner in table.tables("items"):
        item = _item(inner, languages)
        if item.id in {earlier.id for earlier in items}:
            raise inner.fault("id", f'"{item.id}" is there twice. Give each item its own id.')
        items.append(item)
    return tuple(items)


def _item(table: Table, languages: Mapping[str, str]) -> Item:
    item_id = table.text("id")
    if not ITEM_ID.fullmatch(item_id):
        raise table.fault("id", "should be small letters, digits and hyphens, a letter first, 40 characters at most.")
    if table.text("kind") != "line":
        raise table.fault("kind", 'should be "line".')
    texts = table.table("texts")
    item = Item(item_id, "line", {language: _text(texts.table(language)) for language in languages})
    texts.close()
    table.close()
    return item


def _text(table: Table) -> ItemText:
    text = ItemText(table.text("question"), table.text("low"), table.text("high"), table.text("label"))
    table.close()
    return text
