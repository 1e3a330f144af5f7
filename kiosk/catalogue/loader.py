"""Reading a measure's file into a measure, refusing whatever is missing, unknown or of the wrong kind."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from kiosk.catalogue.complaints import CatalogueFault, Complaint, Complaints
from kiosk.catalogue.continued import Earlier, check_continued, read_continues
from kiosk.catalogue.items import NAME, NAME_REMEDY, read_items, read_scales, read_words
from kiosk.catalogue.positions import positions
from kiosk.catalogue.rules import read_rules
from kiosk.catalogue.scores import NOT_SCORED, read_bands, read_scoring
from kiosk.catalogue.table import Source, TOMLTable
from kiosk.domain.measures import TENTHS, Audience, InLanguages, Measure
from kiosk.domain.parts import Part
from kiosk.domain.rules import Rules

LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
# Such an id would make two readings of the file name `<id>-v<version>.toml`.
VERSIONED = re.compile(r"-v[0-9]+$")
PEOPLE = ("individual", "couple", "family", "group")
OLDEST = 120
AT_LINE = re.compile(r"(.*?)\s*\(at (?:line (\d+), column \d+|end of document)\)")


def read_measure(file: str, content: str, earlier: Earlier | None = None) -> Measure:
    """Read one measure; CatalogueFault says of all that is amiss where it stands and what would be right.

    With `earlier`, a version that continues another one is also compared with that one.
    """
    try:
        content_read = _parse(content)
    except ValueError as error:
        raise CatalogueFault(file, [_not_toml(error, content)]) from None
    root = TOMLTable(Source(file, positions(content)), (), content_read)
    complaints = Complaints()
    measure = _measure(root, complaints)
    complaints.after(None, root.close)
    if measure and earlier and not complaints:
        check_continued(root, measure, earlier, complaints)
    if measure is None or complaints:
        raise CatalogueFault(file, complaints.in_order())
    return measure


def _parse(content: str) -> Mapping[str, object]:
    """Raises ValueError, of which tomllib's own error is a kind."""
    try:
        # Decimal, so that a threshold of 9.8 is 98 tenths and nothing near it.
        return tomllib.loads(content, parse_float=Decimal)
    except (ArithmeticError, RecursionError):
        raise ValueError("A number is out of all bounds, or lists are nested too deeply") from None


def _not_toml(error: ValueError, content: str) -> Complaint:
    last = content.count("\n") + 1
    found = AT_LINE.fullmatch(str(error))
    what, line = (found[1], int(found[2] or last)) if found else (str(error), 1)
    remedy = "save the file without a byte order mark." if content.startswith("\ufeff") else "mend it; see toml.io."
    return Complaint(line, f"this is not TOML ({what})", remedy)


def _measure(root: TOMLTable, complaints: Complaints) -> Measure | None:
    measure_id = complaints.after("", _id, root)
    version = complaints.after(0, root.whole, "version")
    continues = complaints.after(None, read_continues, root, version)
    source, licence, note = (complaints.after("", root.text, key) for key in ("source", "licence", "note"))
    part = complaints.after(Part.CLOSING, _part, root)
    names = complaints.after({}, _names, root)
    languages = tuple(names)
    if not languages:
        _pass_over(root, "audience", "scales", "items", "score", "bands", "rules")
        return None
    audience = complaints.after(None, _audience, root, languages)
    scales = complaints.after({}, read_scales, root, languages, complaints)
    items = read_items(root, languages, scales, complaints)
    sound = tuple(item for item in items if item is not None)
    # What follows speaks of items by number and of their range: with one of them unread it would mislead.
    if not items or len(sound) < len(items) or audience is None:
        _pass_over(root, "score", "bands", "rules")
        return None
    scoring = complaints.after(None, read_scoring, root, sound, languages)
    if scoring is None:
        _pass_over(root, "bands", "rules")
        return None
    measure = Measure(measure_id, version, names, sound, Rules(), source, licence, note, audience, scoring)
    bands = complaints.after((), read_bands, root, measure)
    rules = complaints.after(Rules(), _rules, root, measure)
    return replace(measure, bands=bands, rules=rules, continues=continues, part=part)


def _pass_over(root: TOMLTable, *keys: str) -> None:
    for key in keys:
        root.has(key)


def _id(root: TOMLTable) -> str:
    measure_id = root.text("id")
    if not NAME.fullmatch(measure_id):
        raise root.fault("id", NAME_REMEDY)
    if VERSIONED.search(measure_id):
        raise root.fault("id", "should not end in a version; that is for version = 1.")
    return measure_id


def _part(root: TOMLTable) -> Part:
    """Read the part of a visit in which it is asked; left out, it is asked at the end."""
    return Part(root.one_of("asked", tuple(Part))) if root.has("asked") else Part.CLOSING


def _names(root: TOMLTable) -> Mapping[str, str]:
    table = root.table("names")
    if not table.names():
        raise table.fault("en", 'add en = "…".')
    for language in table.names():
        if not LANGUAGE.fullmatch(language):
            raise table.fault(language, "should be a language such as en, de or pt-BR.", "is no language")
    return InLanguages({language: table.text(language) for language in table.names()})


def _audience(root: TOMLTable, languages: tuple[str, ...]) -> Audience | None:
    table = root.table("audience")
    people = table.list_of("people", '["individual"]')
    for place, each in enumerate(people):
        if each not in PEOPLE:
            raise table.fault("people", f"should be one of: {', '.join(PEOPLE)}.", place=place)
    youngest, oldest = (table.whole(key, 0, OLDEST) if table.has(key) else None for key in ("from-age", "to-age"))
    if youngest is not None and oldest is not None and oldest < youngest:
        raise table.fault("to-age", "should not be less than from-age.")
    audience = Audience(read_words(table, "words", languages), tuple(map(str, people)), youngest, oldest)
    table.close()
    return audience


def _rules(root: TOMLTable, measure: Measure) -> Rules:
    if not root.has("rules"):
        return Rules()
    table = root.table("rules")
    if not measure.is_scored and set(table.names()) != {"face-low"}:
        raise root.fault("rules", 'take it out, or write kind = "sum".', NOT_SCORED)
    rules = read_rules(table, measure.maximum)
    cut = rules.total_low
    if cut is not None and min(cut.ask_below, cut.time_below) <= measure.minimum:
        range_ = f"{measure.minimum / TENTHS:.1f} to {measure.maximum / TENTHS:.1f}"
        raise table.fault("total-low", f"should lie within the totals there can be, {range_}.", "has a cutoff outside")
    return rules
