"""Tests of what a measure's file gets when it is not as it should be: the place, and what would be right."""

import pytest

from kiosk.catalogue import CatalogueFault, read_measure

GOOD = """
id = "own"
version = 1
source = "Ours"
licence = "Apache-2.0"
note = "Not validated."

[names]
en = "Own"
de = "Eigen"

[[items]]
id = "one"
kind = "line"
texts.en = { question = "One …", low = "no", high = "yes", label = "One" }
texts.de = { question = "Eins …", low = "nein", high = "ja", label = "Eins" }

[rules.line-low]
word-below = 9
ask-below = 7.0
time-at-most = 5.0

[rules.own-baseline]
floor = 0.5
word-from-sds = 1
ask-from-sds = 2.5
"""


def refusal(old: str, new: str) -> str:
    assert old in GOOD
    with pytest.raises(CatalogueFault) as caught:
        read_measure("own.toml", GOOD.replace(old, new, 1))
    return str(caught.value)


def test_a_good_file_becomes_a_measure_in_every_language_with_thresholds_in_tenths() -> None:
    measure = read_measure("own.toml", GOOD)
    assert measure.languages == ("en", "de")
    assert measure.rules.line_low is not None
    assert measure.rules.line_low.word_below == 90
    assert measure.rules.own_baseline is not None
    assert (measure.rules.own_baseline.floor, measure.rules.own_baseline.ask_from_sds) == (5, 2.5)
    assert measure.item("one").texts["de"].high == "ja"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("version = 1", "version = ", "own.toml: this is not TOML: "),
        ("version = 1", "", "own.toml: version: missing. Add version = 1."),
        ("version = 1", 'version = "1"', "own.toml: version: should be a whole number from 1."),
        ("version = 1", "version = true", "own.toml: version: should be a whole number from 1."),
        ("version = 1", "version = 0", "own.toml: version: should be a whole number from 1."),
        ('source = "Ours"', "", 'own.toml: source: missing. Add source = "…".'),
        ('source = "Ours"', "source = 4", "own.toml: source: should be a text in quotation marks"),
        ('source = "Ours"', 'source = " "', "own.toml: source: should be a text in quotation marks"),
        ('source = "Ours"', 'source = "Ours "', "own.toml: source: should be a text in quotation marks"),
        ('id = "own"', 'id = "other"', 'own.toml: id: should be "own", as the file is called.'),
        ("version = 1", "version = 1\nvalid = true", "own.toml: valid: unknown. Known here: id, items, licence, "),
        ('[names]\nen = "Own"\nde = "Eigen"', "[names]", 'own.toml: names.en: missing. Add en = "…".'),
        ('[names]\nen = "Own"\nde = "Eigen"', "", "own.toml: names: missing. Add a table [names]."),
        ('de = "Eigen"\n', "", "own.toml: items[1].texts.de: unknown. Known here: en."),
        ('de = "Eigen"', 'de = "Eigen"\nfr = "Propre"', "own.toml: items[1].texts.fr: missing. Add a table [fr]."),
        ('id = "one"', 'id = "One!"', "own.toml: items[1].id: should be small letters, digits and hyphens"),
        ('kind = "line"', 'kind = "stars"', 'own.toml: items[1].kind: should be "line".'),
        ('kind = "line"', 'kind = "line"\nkid = 1', "own.toml: items[1].kid: unknown. Known here: id, kind, texts."),
        (', label = "One"', "", 'own.toml: items[1].texts.en.label: missing. Add label = "…".'),
        (', label = "One"', ', label = "One", x = 1', "own.toml: items[1].texts.en.x: unknown. Known here: high, "),
        ('{ question = "One …", low = "no", high = "yes", label = "One" }', "3", "texts.en: should be a table."),
        (
            "[rules.line-low]",
            "[rules.lin-low]",
            "own.toml: rules.lin-low: unknown. Known here: apart-from-group, ceiling, drop, ",
        ),
        ("ask-below = 7.0", "", "own.toml: rules.line-low.ask-below: missing. Add ask-below = 1.0."),
        ("ask-below = 7.0", "ask-below = 7.05", "ask-below: should be a number above 0, up to 10.0, with one decimal"),
        ("ask-below = 7.0", "ask-below = 0", "ask-below: should be a number above 0, up to 10.0"),
        ("ask-below = 7.0", "ask-below = 10.1", "ask-below: should be a number above 0, up to 10.0"),
        ("ask-below = 7.0", "ask-below = nan", "ask-below: should be a number above 0, up to 10.0"),
        ("ask-below = 7.0", "ask-below = true", "ask-below: should be a number above 0, up to 10.0"),
        ("ask-below = 7.0", 'ask-below = "7"', "ask-below: should be a number above 0, up to 10.0"),
        ("ask-below = 7.0", "ask-below = 9.0", "rules.line-low.word-below: should be more than ask-below."),
        ("ask-below = 7.0", "ask-below = 7.0\nx = 1", "rules.line-low.x: unknown. Known here: ask-below, "),
        ("floor = 0.5", "floor = 10.1", "rules.own-baseline.floor: should be a number above 0, up to 10.0"),
        ("word-from-sds = 1", "word-from-sds = 3", "ask-from-sds: should not be less than word-from-sds."),
        ("word-from-sds = 1", "word-from-sds = 0", "word-from-sds: should be a number above 0, such as 1.0."),
        ("word-from-sds = 1", "word-from-sds = inf", "word-from-sds: should be a number above 0, such as 1.0."),
        ("word-from-sds = 1", 'word-from-sds = "1"', "word-from-sds: should be a number above 0, such as 1.0."),
    ],
)
def test_what_is_amiss_is_named_with_its_place_and_its_remedy(old: str, new: str, message: str) -> None:
    assert message in refusal(old, new)


def test_an_item_that_is_there_twice_is_named() -> None:
    items = GOOD[GOOD.index("[[items]]") : GOOD.index("[rules.line-low]")]
    assert refusal(items, items * 2) == 'own.toml: items[2].id: "one" is there twice. Give each item its own id.'


@pytest.mark.parametrize("items", ["items = []", "items = 3"])
def test_a_measure_needs_an_item(items: str) -> None:
    there = GOOD[GOOD.index("[[items]]") : GOOD.index("[rules.line-low]")]
    without = GOOD.replace(there, "").replace("version = 1", f"version = 1\n{items}")
    with pytest.raises(CatalogueFault, match=r"own\.toml: items: should be one or more \[\[items\]\]\."):
        read_measure("own.toml", without)


def test_a_list_of_items_holds_tables() -> None:
    there = GOOD[GOOD.index("[[items]]") : GOOD.index("[rules.line-low]")]
    without = GOOD.replace(there, "").replace("version = 1", "version = 1\nitems = [3]")
    with pytest.raises(CatalogueFault, match=r"own\.toml: items\[1\]: should be a table\."):
        read_measure("own.toml", without)
