"""Tests of what a measure's file gets when it is not as it should be: the line, what is wrong, what would be right."""

from pathlib import Path

import pytest

from kiosk.catalogue import CatalogueFault, check_file, read_measure

GOOD = """\
id = "own"
version = 1
source = "Ours"
licence = "Apache-2.0"
note = "Not validated."

[names]
en = "Own"
de = "Eigen"

[audience]
people = ["individual", "group"]
from-age = 13
to-age = 99
words = { en = "Adults", de = "Erwachsene" }

[scales.often]
values = [1, 2.5, 5]
words.en = ["No", "So-so", "Yes"]
words.de = ["Nein", "Teils", "Ja"]

[scales.drawn]
values = [1, 3, 5]
faces = ["down", "level", "up"]
words.en = ["Bad", "So", "Good"]
words.de = ["Schlecht", "Geht so", "Gut"]

[[items]]
id = "one"
kind = "choice"
scale = "often"
texts.en = { question = "One …", label = "One" }
texts.de = { question = "Eins …", label = "Eins" }

[[items]]
id = "two"
kind = "faces"
scale = "drawn"
weight = 1
texts.en = { question = "Two …", label = "Two" }
texts.de = { question = "Zwei …", label = "Zwei" }

[[items]]
id = "three"
kind = "line"
texts.en = { question = "Three …", low = "no", high = "yes", label = "Three" }
texts.de = { question = "Drei …", low = "nein", high = "ja", label = "Drei" }

[score]
kind = "sum"
missing = "none"
reversed = [2]

[[score.subscales]]
id = "first"
items = [1]
names = { en = "First", de = "Erste" }

[[score.subscales]]
id = "rest"
items = ["two", 3]
names = { en = "Rest", de = "Andere" }

[[bands]]
from = 2
names = { en = "Low", de = "Tief" }

[[bands]]
from = 10.5
names = { en = "High", de = "Hoch" }

[rules.total-low]
ask-below = 12.0
time-below = 8.0

[rules.line-low]
word-below = 9
ask-below = 7.0
time-at-most = 5.0

[rules.own-baseline]
floor = 0.5
word-from-sds = 1
ask-from-sds = 2.5
"""

TEXT = "should be a text in quotation marks, not empty, without blank space around it."
POINTS = "should be a number above 0, up to 10.0, with one decimal at most."
ID = "should be small letters, digits and hyphens, a letter first, 40 characters at most."
THREE = 'texts.en = { question = "Three …", low = "no", high = "yes", label = "Three" }'

# What is written in the place of what; the text whose line is to be named; what is wrong; what would be right.
FAULTS = [
    # The file itself.
    ("version = 1", "version = ", "version = ", "this is not TOML (Invalid value)", "mend it"),
    (
        "version = 1",
        "version = 1\nversion = 2",
        "version = 2",
        "this is not TOML (Cannot overwrite a value)",
        "mend it",
    ),
    ("version = 1", "version = 1e99999999999999999999", "", "A number is out of all bounds", "mend it"),
    ("version = 1", f"version = {'9' * 5000}", "", "this is not TOML", "mend it"),
    ("version = 1", f"version = {'[' * 9000}", "", "nested too deeply", "mend it"),
    ('id = "own"', '\ufeffid = "own"', "", "this is not TOML", "without a byte order mark"),
    ("ask-from-sds = 2.5", 'ask-from-sds = "', 'ask-from-sds = "', "this is not TOML", "mend it"),
    # What it is.
    ("version = 1\n", "", 'id = "own"', "version is missing", "add version = 1."),
    ("version = 1", 'version = "1"', "version =", 'version is "1"', "should be a whole number from 1 to 9999."),
    ("version = 1", "version = true", "version =", "version is true", "should be a whole number from 1 to 9999."),
    ("version = 1", "version = 0", "version =", "version is 0", "should be a whole number from 1 to 9999."),
    ('"Ours"', "4", "source =", "source is 4", TEXT),
    ('"Ours"', '" "', "source =", 'source is " "', TEXT),
    ('"Ours"', '"Ours "', "source =", 'source is "Ours "', TEXT),
    ("licence =", "license =", "license =", "license is unknown", 'write "licence".'),
    (
        "version = 1",
        "version = 1\nvalid = true",
        "valid",
        "valid is unknown",
        "take it out; known here: audience, bands",
    ),
    ('id = "own"', 'id = "Own!"', "id =", 'id is "Own!"', ID),
    ('id = "own"', 'id = "own-v2"', "id =", 'id is "own-v2"', "should not end in a version"),
    # Languages.
    ('en = "Own"\nde = "Eigen"', "", "[names]", "names.en is missing", 'add en = "…".'),
    ('[names]\nen = "Own"\nde = "Eigen"', "", 'id = "own"', "names is missing", "add a table [names]."),
    ('de = "Eigen"', 'German = "Eigen"', "German", "names.German is no language", "such as en, de or pt-BR."),
    (
        'texts.de = { question = "Zwei …", label = "Zwei" }\n',
        "",
        'texts.en = { question = "Two',
        "items[2].texts.de is missing",
        "add a table [items.texts.de].",
    ),
    ('words.de = ["Nein", "Teils", "Ja"]\n', "", 'words.en = ["No', "scales.often.words.de is missing", "add de = "),
    (', de = "Erwachsene"', "", "words = { en", "audience.words.de is missing", 'add de = "…".'),
    (', de = "Erste"', "", 'en = "First"', "score.subscales[1].names.de is missing", 'add de = "…".'),
    (', de = "Hoch"', "", 'en = "High"', "bands[2].names.de is missing", 'add de = "…".'),
    (', de = "Hoch"', ', de = "Hoch", fr = "Haut"', 'fr = "Haut"', "bands[2].names.fr is unknown", "take it out"),
    # For whom.
    ("people =", "persons =", "[audience]", "audience.people is missing", 'add people = ["individual"].'),
    ('"group"]', '"crowd"]', '"crowd"', 'audience.people[2] is "crowd"', "should be one of: individual, couple,"),
    ('["individual", "group"]', "[]", "people", "audience.people is an empty list", "should be a list such as"),
    ("to-age = 99", "to-age = 12", "to-age", "audience.to-age is 12", "should not be less than from-age."),
    (
        "from-age = 13",
        "from-age = -1",
        "from-age",
        "audience.from-age is -1",
        "should be a whole number from 0 to 120.",
    ),
    # Scales.
    ("[1, 2.5, 5]", "[1, 2.55, 5]", "[1, 2.55", "scales.often.values[2] is 2.55", "a number from 0 to 100, with one"),
    ("[1, 2.5, 5]", "[1, 1, 5]", "[1, 1, 5]", "scales.often.values[2] is 1", "should be more than the one before it."),
    ("[1, 2.5, 5]", "[1]", "values = [1]", "scales.often.values has 1", "should be 2 to 11 numbers."),
    ("[1, 2.5, 5]", '[1, "2", 5]', '"2"', 'scales.often.values[2] is "2"', "should be a number from 0 to 100"),
    ("[1, 2.5, 5]", "[1,\n 2,\n 1e9]", " 1e9", "scales.often.values[3] is 1E+9", "should be a number from 0 to 100"),
    ('["No", "So-so", "Yes"]', '["No", "Yes"]', '["No", "Yes"]', "scales.often.words.en has 2", "should be 3, one for"),
    ('["No", "So-so", "Yes"]', '["No", "No", "Yes"]', '"No", "No"', 'words.en[2] is "No"', "give each answer its own"),
    ('["No", "So-so", "Yes"]', '["No", 2, "Yes"]', '"No", 2', "words.en[2] is 2", "should be a text, not empty"),
    ('"level"', '"happy"', '"happy"', 'scales.drawn.faces[2] is "happy"', "should be one of: far-down, down,"),
    ('"level"', '"up"', '"up", "up"', 'scales.drawn.faces[3] is "up"', "give each answer its own face."),
    ("[scales.often]", '[scales."x y"]\n\n[scales.often]', '"x y"', "cannot be the name of a scale", ID),
    ("[scales.often]", "[scales.often]\nmore = 1", "more", "scales.often.more is unknown", "take it out; known here:"),
    # Items.
    ('id = "two"', 'id = "one"', 'id = "one"\nkind = "faces"', 'items[2].id is "one"', "is there twice; give each"),
    ('id = "two"', 'id = "2"', 'id = "2"', 'items[2].id is "2"', ID),
    ('kind = "line"', 'kind = "stars"', 'kind = "stars"', 'items[3].kind is "stars"', 'should be "line", "faces" or'),
    ('kind = "line"', 'knd = "line"', "knd", "items[3].knd is unknown", 'write "kind".'),
    ('kind = "line"', 'kind = "line"\nx = 1', "x = 1", "items[3].x is unknown", "take it out; known here: id, kind"),
    (
        'kind = "line"',
        'kind = "line"\nscale = "often"',
        f'scale = "often"\n{THREE}',
        'scale is "often"',
        "take it out: a line has",
    ),
    ('kind = "faces"', 'kind = "choice"', 'kind = "choice"\nscale = "drawn"', "items[2].kind", 'should be "faces", as'),
    ('scale = "often"', 'scale = "seldom"', 'scale = "seldom"', 'items[1].scale is "seldom"', "there is no such scale"),
    ('scale = "often"\n', "", '[[items]]\nid = "one"', "items[1].scale is missing", 'add scale = "…".'),
    ("weight = 1", "weight = 0", "weight", "items[2].weight is 0", "should be a number above 0, up to 100.0"),
    (', low = "no"', "", THREE.replace(', low = "no"', ""), "items[3].texts.en.low is missing", 'add low = "…".'),
    ('label = "One"', 'label = "One", x = 1', "x = 1", "items[1].texts.en.x is unknown", "known here: label, question"),
    (THREE, "texts.en = 3", "texts.en = 3", "items[3].texts.en is 3", "should be a table."),
    # The key.
    ('[score]\nkind = "sum"', '[score]\nkind = "median"', '"median"', "score.kind is", 'should be "sum", "mean" or'),
    ('missing = "none"\n', "", "[score]", "score.missing is missing", 'add missing = …, one of "none", "estimate"'),
    ('missing = "none"', 'missing = "estimate"', "missing", "score.missing is", "needs 4 items or more; write missing"),
    ('"none"', '"mean-of-rest"', "[score]", "score.replaced-at-most is missing", "add replaced-at-most = 1."),
    ('"none"', '"mean-of-rest"\nreplaced-at-most = 3', "replaced", "is 3", "should be a whole number from 1 to 2."),
    ('"none"', '"mean-of-rest"\nreplaced-at-most = 1', "missing", "score.missing is", "needs items of one range"),
    (
        '"none"',
        '"none"\nreplaced-at-most = 1',
        "replaced",
        "score.replaced-at-most is 1",
        "take it out, or write missing",
    ),
    (
        '[score]\nkind = "sum"',
        '[score]\nkind = "none"',
        "missing",
        "score.missing is of no use",
        "take it out, or write",
    ),
    (
        "reversed = [2]",
        "reversed = [4]",
        "reversed",
        "score.reversed[1] is 4",
        "the number of an item, 1 to 3, or one of:",
    ),
    ("reversed = [2]", "reversed = [2, 0]", "reversed", "score.reversed[2] is 0", "should be the number of an item"),
    (
        "reversed = [2]",
        'reversed = ["tow"]',
        "reversed",
        'score.reversed[1] is "tow"',
        "should be the number of an item",
    ),
    ("reversed = [2]", 'reversed = [2, "two"]', "reversed", 'score.reversed[2] is "two"', "name each item once."),
    ("reversed = [2]", "reversed = 2", "reversed", "score.reversed is 2", "should be a list such as [1, 2]."),
    ('["two", 3]', '["two"]', "[[score.subscales]]", 'score.subscales have no place for "three"', "name item 3, "),
    (
        '["two", 3]',
        '["two", 3, 1]',
        "3, 1]",
        'score.subscales[2].items has "one"',
        'leave it to one of the two; "first"',
    ),
    ('["two", 3]', '["two", 7]', '["two", 7]', "score.subscales[2].items[2] is 7", "should be the number of an item"),
    (
        'id = "rest"',
        'id = "first"',
        'id = "first"\nitems = ["two"',
        'subscales[2].id is "first"',
        "each subscale its own",
    ),
    # Bands and thresholds.
    ("from = 10.5", "from = 21", "from = 21", "bands[2].from is 21", "should be a number from 2.0, up to 20.0"),
    (
        "from = 10.5",
        "from = 2",
        'from = 2\nnames = { en = "High"',
        "bands[2].from is 2",
        "more than in the band before",
    ),
    (
        "from = 2\n",
        "from = 3\n",
        "from = 3",
        "bands[1].from is 3",
        "should be 2.0, the lowest total, in the first band.",
    ),
    ("ask-below = 12.0", "ask-below = 20.1", "ask-below", "ask-below is 20.1", "above 0, up to 20.0"),
    (
        "time-below = 8.0",
        "time-below = 2.0",
        "[rules.total-low]",
        "rules.total-low has a cutoff outside",
        "2.0 to 20.0.",
    ),
    ("[rules.line-low]", "[rules.lin-low]", "lin-low", "rules.lin-low is unknown", 'write "line-low".'),
    ("ask-below = 7.0\n", "", "[rules.line-low]", "rules.line-low.ask-below is missing", "add ask-below = 1.0."),
    ("ask-below = 7.0", "ask-below = 7.05", "ask-below = 7.05", "rules.line-low.ask-below is 7.05", POINTS),
    ("ask-below = 7.0", "ask-below = 0", "ask-below = 0", "rules.line-low.ask-below is 0", POINTS),
    ("ask-below = 7.0", "ask-below = nan", "ask-below = nan", "rules.line-low.ask-below is NaN", POINTS),
    ("ask-below = 7.0", "ask-below = 1e999", "ask-below = 1e999", "ask-below is 1E+999", POINTS),
    ("ask-below = 7.0", "ask-below = 1e-999", "ask-below = 1e-999", "ask-below is 1E-999", POINTS),
    ("ask-below = 7.0", "ask-below = true", "ask-below = true", "ask-below is true", POINTS),
    ("ask-below = 7.0", 'ask-below = "7"', 'ask-below = "7"', 'ask-below is "7"', POINTS),
    ("ask-below = 7.0", "ask-below = 9.0", "word-below", "rules.line-low.word-below is 9", "more than ask-below."),
    (
        "ask-below = 7.0",
        "ask-below = 7.0\nx = 1",
        "x = 1",
        "rules.line-low.x is unknown",
        "take it out; known here: ask-",
    ),
    (
        "floor = 0.5",
        "floor = 20.1",
        "floor",
        "rules.own-baseline.floor is 20.1",
        "should be a number above 0, up to 20.0",
    ),
    (
        "word-from-sds = 1",
        "word-from-sds = 3",
        "ask-from-sds",
        "ask-from-sds is 2.5",
        "not be less than word-from-sds.",
    ),
    ("word-from-sds = 1", "word-from-sds = 0", "word-from-sds", "is 0", "should be a number above 0, such as 1.0."),
    ("word-from-sds = 1", "word-from-sds = inf", "word-from-sds", "is Infinity", "should be a number above 0"),
]


def mended(old: str, new: str) -> str:
    assert old in GOOD
    return GOOD.replace(old, new, 1)


def line_of(there: str, text: str) -> int:
    """The line on which the first occurrence begins; nothing stands for the file itself."""
    return text[: text.index(there)].count("\n") + 1


def complaints_about(content: str) -> CatalogueFault:
    with pytest.raises(CatalogueFault) as caught:
        read_measure("own.toml", content)
    return caught.value


def test_a_good_file_becomes_a_measure_in_every_language_with_thresholds_in_tenths() -> None:
    measure = read_measure("own.toml", GOOD)
    assert measure.languages == ("en", "de")
    assert measure.rules.line_low is not None
    assert measure.rules.line_low.word_below == 90
    assert measure.rules.own_baseline is not None
    assert (measure.rules.own_baseline.floor, measure.rules.own_baseline.ask_from_sds) == (5, 2.5)
    assert measure.item("three").texts["de"].high == "ja"
    assert [option.text for option in measure.item("one").options] == ["1", "2.5", "5"]
    assert [option.face for option in measure.item("two").options] == ["down", "level", "up"]
    assert measure.scoring.subscales[1].items == ("two", "three")
    assert (measure.audience.from_age, measure.audience.people) == (13, ("individual", "group"))


@pytest.mark.parametrize(("old", "new", "there", "what", "instead"), FAULTS)
def test_what_is_amiss_is_named_with_its_line_and_its_remedy(
    old: str, new: str, there: str, what: str, instead: str
) -> None:
    content = mended(old, new)
    first = complaints_about(content).complaints[0]
    assert what in first.what
    assert instead in first.instead
    assert first.line == line_of(there, content)


@pytest.mark.parametrize(("old", "new", "there", "what", "instead"), FAULTS)
def test_each_of_them_is_the_only_thing_that_is_said(old: str, new: str, there: str, what: str, instead: str) -> None:
    assert (there, what, instead) is not None
    assert len(complaints_about(mended(old, new)).complaints) == 1


def test_a_complaint_is_printed_with_file_line_what_and_instead() -> None:
    fault = complaints_about(mended('kind = "line"', 'kind = "stars"'))
    assert str(fault) == 'own.toml, line 45: items[3].kind is "stars": should be "line", "faces" or "choice".'


def test_all_that_is_amiss_is_said_at_once_in_the_order_of_the_lines() -> None:
    content = mended("version = 1", "version = 0").replace('"group"]', '"crowd"]').replace("[1, 2.5, 5]", "[1]")
    assert [complaint.line for complaint in complaints_about(content).complaints] == [2, 12, 18]


def test_an_item_is_not_blamed_for_its_scale_nor_the_key_for_its_item() -> None:
    fault = complaints_about(mended("[1, 2.5, 5]", "[5]").replace("reversed = [2]", "reversed = [2]\nx = 1"))
    assert [complaint.what for complaint in fault.complaints] == ["scales.often.values has 1"]


def test_every_unknown_key_of_a_table_is_named() -> None:
    fault = complaints_about(mended("version = 1", "version = 1\nx = 1\ny = 2"))
    assert [complaint.line for complaint in fault.complaints] == [3, 4]


@pytest.mark.parametrize(("items", "what"), [("[]", "is an empty list"), ("3", "is 3"), ("[3]", "items[1] is 3")])
def test_a_measure_needs_items(items: str, what: str) -> None:
    there = GOOD[GOOD.index("[[items]]") : GOOD.index("[score]")]
    content = GOOD.replace(there, "").replace("version = 1", f"version = 1\nitems = {items}")
    (complaint,) = complaints_about(content).complaints
    assert (complaint.line, what in complaint.what) == (3, True)


def test_a_measure_has_100_items_at_most() -> None:
    there = GOOD[GOOD.index('[[items]]\nid = "three"') : GOOD.index("[score]")]
    many = "".join(there.replace('"three"', f'"three{number}"') for number in range(99))
    (complaint,) = complaints_about(
        GOOD.replace(there, many).replace("3]", "3" + "".join(f", {n}" for n in range(4, 102)) + "]")
    ).complaints
    assert complaint.what == "items has 101"


def test_a_measure_that_is_not_scored_has_no_weights_bands_or_rules() -> None:
    score = GOOD[GOOD.index("[score]") : GOOD.index("[[bands]]")]
    unscored = GOOD.replace(score, '[score]\nkind = "none"\n\n')
    assert [c.what for c in complaints_about(unscored).complaints] == [
        "bands is of no use where nothing is scored",
        "rules is of no use where nothing is scored",
    ]
    weighted = unscored.replace("weight = 1", "weight = 2")
    assert 'take the weight of "two" out' in complaints_about(weighted).complaints[0].instead


def test_a_file_is_checked_without_raising(tmp_path: Path) -> None:
    file = tmp_path / "any-name.toml"
    file.write_text(GOOD, encoding="utf-8")
    assert check_file(file) == []
    file.write_text(mended("version = 1", "version = 0"), encoding="utf-8")
    assert [complaint.line for complaint in check_file(file)] == [2]


def test_a_file_that_is_no_utf_8_or_cannot_be_read_or_is_too_long_is_said_to_be_so(tmp_path: Path) -> None:
    latin, long = tmp_path / "latin.toml", tmp_path / "long.toml"
    latin.write_bytes(GOOD.encode("latin-1", "replace").replace(b"Eins", "für".encode("latin-1")))
    long.write_bytes(b"#" * 500_000)
    assert [(c.line, c.what) for c in check_file(latin)] == [(33, "this is not UTF-8")]
    assert "No such file" in check_file(tmp_path / "none.toml")[0].what
    assert check_file(long)[0].what == "the file is too long"
