"""Tests of what a measure's file gets when it is not as it should be: the line, what is wrong, what would be right."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.catalogue import CatalogueFault, Complaint, check_file, read_measure
from kiosk.domain.baseline import Prior
from tests.unit.catalogue.faults import FAULTS, GOOD


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
    assert measure.rules.below_expected is not None
    assert measure.rules.below_expected.prior == Prior(180, 15, 10)
    assert (measure.rules.below_expected.fall_from, measure.rules.below_expected.ask_from_sds) == (5, 2.5)
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


@given(st.data())
def test_whatever_is_done_to_a_file_it_is_read_or_refused_with_a_line(data: st.DataObject) -> None:
    lines = GOOD.splitlines()
    place = st.integers(0, len(lines) - 1)
    for _ in range(data.draw(st.integers(1, 3))):
        match data.draw(st.sampled_from(["drop", "copy", "move", "value"])):
            case "drop":
                lines[data.draw(place)] = ""
            case "copy":
                lines[data.draw(place)] = lines[data.draw(place)]
            case "move":
                one, other = data.draw(place), data.draw(place)
                lines[one], lines[other] = lines[other], lines[one]
            case _:
                at = data.draw(place)
                value = data.draw(st.sampled_from(["-1", "1e400", "[[1]]", "{ en = {} }", '""', "true", "1979-05-27"]))
                lines[at] = f"{lines[at].partition('=')[0]}= {value}"
    content = "\n".join(lines)
    complaints = said_of(content)
    assert all(1 <= complaint.line <= len(lines) for complaint in complaints)
    assert all(complaint.what and complaint.instead for complaint in complaints)


def said_of(content: str) -> tuple[Complaint, ...]:
    try:
        read_measure("own.toml", content)
    except CatalogueFault as fault:
        return fault.complaints
    return ()


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
