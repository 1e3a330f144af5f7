"""A version that continues another one: held against it line by line, and one history with it."""

from pathlib import Path

import pytest

from kiosk import catalogue
from kiosk.catalogue import Catalogue, CatalogueFault, commands, load_catalogue, read_measure
from kiosk.domain.measures import Measure
from tests.unit.catalogue.faults import GOOD

CARE = (Path(__file__).parents[3] / "docs" / "measures" / "example-care-rule.toml").read_text("utf-8")
BARE = GOOD[: GOOD.index("[[bands]]")]
AS_BEFORE = "as in version 1; or take continues = 1 out."
FOURTH = '[[items]]\nid = "four"\nkind = "line"\n'
FOURTH += 'texts.en = { question = "F", low = "n", high = "y", label = "F" }\n'
FOURTH += 'texts.de = { question = "V", low = "n", high = "j", label = "V" }\n\n'


def version(number: int, continues: int | None = None, text: str = BARE) -> str:
    """The file of a version."""
    line = f"version = {number}" + (f"\ncontinues = {continues}" if continues is not None else "")
    return text.replace("version = 1", line, 1)


def first(measure_id: str, number: int) -> Measure | None:
    """All that is there before: the first version."""
    there = {text.id: text for text in (read_measure("own.toml", BARE), read_measure("care.toml", CARE))}
    return there.get(measure_id) if number == 1 else None


def refused(content: str) -> CatalogueFault:
    with pytest.raises(CatalogueFault) as caught:
        read_measure("own.toml", content, first)
    return caught.value


def test_words_bands_and_thresholds_may_change() -> None:
    content = version(2, 1, GOOD).replace("One …", "The first …").replace('"So-so"', '"Sort of"')
    assert read_measure("own.toml", content, first).continues == 1


@pytest.mark.parametrize(
    ("old", "new", "there", "said"),
    [
        ("continues = 1", "continues = 2", "continues", "continues is 2: should be lower than version = 2, or be left"),
        ("continues = 1", "continues = 0", "continues", "continues is 0: should be a whole number from 1 to 9999."),
        ("continues = 1", 'continues = "1"', "continues", 'continues is "1": should be a whole number from 1 to 9999.'),
        ("= 2\ncontinues = 1", "= 9\ncontinues = 4", "continues", "is 4, and there is no such version here: install"),
        ('id = "one"', 'id = "eins"', 'id = "eins', f'items[1].id is "eins": should be "one", {AS_BEFORE}'),
        (
            'kind = "faces"\nscale = "drawn"',
            'kind = "choice"\nscale = "often"',
            'kind = "choice"\nscale = "often"\nweight',
            f'items[2].kind is "choice": should be "faces", {AS_BEFORE}',
        ),
        ("[1, 2.5, 5]", "[1, 3, 5]", 'scale = "often"', f"other values: should have the values 1, 2.5, 5, {AS_BEFORE}"),
        ('"up"]', '"far-up"]', 'scale = "drawn"', f"other faces: should have the faces down, level, up, {AS_BEFORE}"),
        ("weight = 1", "weight = 2", "weight", f"items[2].weight is 2: should be 1, {AS_BEFORE}"),
        ('kind = "sum"', 'kind = "mean"', 'kind = "mean"', f'score.kind is "mean": should be "sum", {AS_BEFORE}'),
        ("reversed = [2]", "reversed = [3]", "reversed", f"score.reversed is a list: should name two, {AS_BEFORE}"),
        ("reversed = [2]\n", "", "[score]", f"score.reversed is missing: should name two, {AS_BEFORE}"),
        ('"rest"', '"all"', "[[score.sub", f"subscales differ: should be first (one), rest (two, three), {AS_BEFORE}"),
    ],
)
def test_what_a_mark_means_may_not_change(old: str, new: str, there: str, said: str) -> None:
    second = version(2, 1)
    assert old in second
    content = second.replace(old, new, 1)
    fault = refused(content)
    assert said in str(fault)
    assert fault.complaints[0].line == content[: content.index(there)].count("\n") + 1


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("replaced-at-most = 2", "replaced-at-most = 3", f"score.replaced-at-most is 3: should be 2, {AS_BEFORE}"),
        (
            'missing = "mean-of-rest"\nreplaced-at-most = 2',
            'missing = "none"',
            f'score.missing is "none": should be "mean-of-rest", {AS_BEFORE}',
        ),
    ],
)
def test_what_stands_for_a_missing_mark_may_not_change(old: str, new: str, said: str) -> None:
    second = version(2, 1, CARE)
    assert old in second
    assert said in str(refused(second.replace(old, new)))


def test_there_may_be_no_further_question() -> None:
    content = version(2, 1).replace("[score]", f"{FOURTH}[score]").replace('["two", 3]', '["two", 3, 4]')
    assert f"items has 4: should be 3, {AS_BEFORE}" in str(refused(content))


def test_all_that_differs_is_said_at_once() -> None:
    content = version(2, 1).replace("weight = 1", "weight = 2").replace("reversed = [2]", "reversed = [3]")
    assert len(refused(content).complaints) == 2


def test_versions_that_continue_each_other_have_one_history() -> None:
    chain = Catalogue(read_measure("own.toml", version(*each)) for each in ((1,), (2, 1), (3,), (4, 3), (5, 2), (6, 4)))
    assert [chain.one_history("own", number) for number in range(1, 7)] == [
        (1, 2, 5),
        (1, 2, 5),
        (3, 4, 6),
        (3, 4, 6),
        (1, 2, 5),
        (3, 4, 6),
    ]
    assert [chain.first_version("own", number) for number in range(1, 7)] == [1, 1, 3, 3, 1, 3]


def test_a_version_whose_file_is_gone_keeps_its_place_in_the_chain() -> None:
    texts = {1: version(1), 2: version(2, 1)}
    shelf = Catalogue([read_measure("own.toml", version(3, 2))], recall=lambda _, number: texts.get(number))
    assert shelf.one_history("own", 3) == (1, 2, 3)
    texts.clear()
    lost = Catalogue([read_measure("own.toml", version(3, 2))])
    assert lost.one_history("own", 3) == (2, 3)
    assert lost.one_history("never", 1) == (1,)


@pytest.mark.parametrize("measure", catalogue.built_in().values(), ids=lambda measure: measure.id)
def test_the_built_in_versions_are_what_they_say(measure: Measure) -> None:
    shelf = catalogue.built_in()
    for number in shelf.versions(measure.id):
        read_measure(measure.id, shelf.text(measure.id, number), shelf.find)
    if measure.id == "family-check":
        assert shelf.one_history(measure.id, measure.version) == (measure.version,), "its first question is another one"
    else:
        assert shelf.first_version(measure.id, measure.version) == 1


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    """An instance in which the first version is installed."""
    file = tmp_path / "care.toml"
    file.write_text(CARE, "utf-8")
    folder = tmp_path / "instance"
    folder.mkdir()
    commands.install(file, folder)
    return folder


def test_check_and_install_hold_it_against_what_is_installed(tmp_path: Path, instance: Path) -> None:
    file = tmp_path / "next.toml"
    file.write_text(version(2, 1, CARE), "utf-8")
    assert "  Continues version 1: both have one history." in commands.check(file, instance)
    with pytest.raises(CatalogueFault, match=r"next\.toml, line 4: continues is 1, and there is no such version here"):
        commands.check(file, tmp_path / "elsewhere")
    file.write_text(version(2, 1, CARE).replace("replaced-at-most = 2", "replaced-at-most = 3"), "utf-8")
    with pytest.raises(CatalogueFault, match=r"next\.toml, line \d+: score\.replaced-at-most is 3"):
        commands.install(file, instance)
    file.write_text(version(2, 1, CARE), "utf-8")
    assert "Installed" in commands.install(file, instance)
    assert load_catalogue(instance).one_history("example-care-rule", 2) == (1, 2)


def test_a_server_does_not_start_where_the_two_are_not_alike(instance: Path) -> None:
    text = version(2, 1, CARE).replace("replaced-at-most = 2", "replaced-at-most = 3")
    (instance / "measures" / "example-care-rule-v2.toml").write_text(text, "utf-8")
    with pytest.raises(CatalogueFault, match=r"measures/example-care-rule-v2\.toml, line \d+: score\.replaced-at-most"):
        load_catalogue(instance)
    (instance / "measures" / "example-care-rule-v1.toml").unlink()
    assert load_catalogue(instance)["example-care-rule"].version == 2, "nothing is left to hold it against"
