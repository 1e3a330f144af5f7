"""Tests of a practice's own measures: installed once a version, kept for good, refused when broken."""

from pathlib import Path

import pytest
from flask import Flask

from kiosk import catalogue
from kiosk.catalogue import CatalogueFault, commands, load_catalogue

EXAMPLES = Path(__file__).parents[3] / "docs" / "measures"
SOURCE = EXAMPLES / "example-care-rule.toml"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A practice's own file, anywhere and called anything."""
    file = tmp_path / "from-the-licence.toml"
    file.write_bytes(SOURCE.read_bytes())
    return file


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    folder = tmp_path / "instance"
    folder.mkdir()
    return folder


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_an_instance_without_measures_of_its_own_has_the_built_in_ones(instance: Path) -> None:
    assert list(load_catalogue(instance)) == list(catalogue.measures())


def test_an_installed_measure_stands_beside_the_built_in_ones(file: Path, instance: Path) -> None:
    said = commands.install(file, instance)
    assert "Installed" in said
    assert (instance / "measures" / "example-care-rule-v1.toml").read_bytes() == file.read_bytes()
    assert set(load_catalogue(instance)) == {*catalogue.measures(), "example-care-rule"}


def test_what_is_installed_is_for_nobody_else_to_read(file: Path, instance: Path) -> None:
    commands.install(file, instance)
    folder = instance / "measures"
    assert [path.stat().st_mode & 0o077 for path in (folder, *folder.iterdir())] == [0, 0]


def test_installing_the_same_again_changes_nothing(file: Path, instance: Path) -> None:
    commands.install(file, instance)
    assert "the same. Nothing to do." in commands.install(file, instance)


def test_a_version_is_never_overwritten_with_other_content(file: Path, instance: Path) -> None:
    commands.install(file, instance)
    before = file.read_bytes()
    change(file, "Invented sentence one.", "Another sentence.")
    with pytest.raises(commands.NotInstalled, match=r"Write version = 2 in from-the-licence\.toml"):
        commands.install(file, instance)
    assert (instance / "measures" / "example-care-rule-v1.toml").read_bytes() == before


def test_a_new_version_is_offered_and_old_answers_keep_theirs(file: Path, instance: Path) -> None:
    commands.install(file, instance)
    change(file, "version = 1", "version = 2")
    change(file, "Invented sentence one.", "Another sentence.")
    commands.install(file, instance)
    found = load_catalogue(instance)
    assert found.versions("example-care-rule") == (1, 2)
    assert found["example-care-rule"].version == 2
    assert found.measure("example-care-rule", 1).item("one").texts["en"].question == "Invented sentence one."
    assert found.measure("example-care-rule").item("one").texts["en"].question == "Another sentence."


def test_ten_comes_after_nine(file: Path, instance: Path) -> None:
    for version in (9, 10):
        file.write_text(SOURCE.read_text("utf-8").replace("version = 1", f"version = {version}"), encoding="utf-8")
        commands.install(file, instance)
    assert load_catalogue(instance)["example-care-rule"].version == 10


def test_a_built_in_measure_keeps_its_id(file: Path, instance: Path) -> None:
    change(file, 'id = "example-care-rule"', 'id = "session-check"')
    with pytest.raises(commands.NotInstalled, match="is a built-in measure"):
        commands.install(file, instance)


def test_a_broken_file_is_not_installed(file: Path, instance: Path) -> None:
    change(file, "replaced-at-most = 2", "replaced-at-most = 20")
    with pytest.raises(
        CatalogueFault, match=r"from-the-licence\.toml, line \d+: score\.replaced-at-most is 20: should"
    ):
        commands.install(file, instance)
    assert not (instance / "measures").exists()


def test_a_practice_cannot_start_with_a_broken_measure(file: Path, instance: Path) -> None:
    commands.install(file, instance)
    change(instance / "measures" / "example-care-rule-v1.toml", "version = 1", "version = one")
    with pytest.raises(CatalogueFault, match=r"^measures/example-care-rule-v1\.toml, line 3: this is not TOML"):
        load_catalogue(instance)


def test_an_installed_file_is_called_what_it_holds(file: Path, instance: Path) -> None:
    commands.install(file, instance)
    folder = instance / "measures"
    (folder / "example-care-rule-v1.toml").rename(folder / "example-care-rule.toml")
    with pytest.raises(CatalogueFault, match=r"call it example-care-rule-v1\.toml\."):
        load_catalogue(instance)


def test_what_is_not_a_measure_in_the_folder_is_left_alone(file: Path, instance: Path) -> None:
    commands.install(file, instance)
    (instance / "measures" / "README.txt").write_text("ours", encoding="utf-8")
    (instance / "measures" / ".half.toml").write_text("[", encoding="utf-8")
    assert "example-care-rule" in load_catalogue(instance)


def test_an_installed_measure_comes_before_a_built_in_one_that_came_later(instance: Path) -> None:
    text = SOURCE.read_text("utf-8").replace('id = "example-care-rule"', 'id = "first-faces"')
    (instance / "measures").mkdir()
    (instance / "measures" / "first-faces-v1.toml").write_text(text, encoding="utf-8")
    assert load_catalogue(instance)["first-faces"].maximum == 500


def test_the_running_app_has_the_catalogue_of_its_instance(file: Path, instance: Path) -> None:
    commands.install(file, instance)
    app = Flask("a test")
    app.extensions[catalogue.EXTENSION] = load_catalogue(instance)
    assert "example-care-rule" not in catalogue.measures()
    with app.app_context():
        assert catalogue.measure("example-care-rule", 1).maximum == 500


@pytest.mark.parametrize("example", sorted(EXAMPLES.glob("*.toml")), ids=lambda path: path.stem)
def test_every_example_is_in_order(example: Path, instance: Path) -> None:
    assert commands.check(example, instance).startswith(
        f"{example.name} is in order.\n{example.stem}, version 1: Example"
    )


def test_checking_says_what_the_file_holds(instance: Path) -> None:
    said = commands.check(EXAMPLES / "example-wai-s-key.toml", instance)
    assert "  4. Invented sentence four. (choice, 1 to 7, reversed)" in said
    assert "  Total: sum, 12 to 84." in said
    assert "  Bond: items 3, 5, 7, 9." in said
    assert "weight 2" in commands.check(EXAMPLES / "example-weighted-mean.toml", instance)
    assert commands.described(catalogue.measure("first-faces")).endswith("Not scored.")


def test_the_list_names_every_measure_with_its_versions() -> None:
    assert (
        "session-check  version 1, 2  en, de, es, fr, ar  Session check"
        in commands.listed(catalogue.measures()).splitlines()
    )


def test_the_example_in_the_documentation_is_in_order() -> None:
    text = (EXAMPLES.parent / "measures.md").read_text("utf-8")
    parts = [part.partition("```")[0] for part in text.split("```toml\n")[1:]]
    measure = catalogue.read_measure("waiting-room.toml", parts[0] + parts[2] + parts[3])
    assert (measure.id, measure.maximum, len(measure.bands)) == ("waiting-room", 80, 1)
