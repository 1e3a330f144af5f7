"""The commands for measures and for the study."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from kiosk.catalogue import CatalogueFault
from kiosk.catalogue.commands import NotInstalled
from kiosk.cli import kiosk
from kiosk.refusals import Refusal
from tests.support.practice import Cast

CARE = Path(__file__).parents[3] / "docs" / "measures" / "example-care-rule.toml"


def test_a_measure_is_checked_installed_and_listed(cast: Cast, run: CliRunner) -> None:
    assert "example-care-rule.toml is in order." in run.invoke(kiosk, ["measure", "check", str(CARE)]).output
    assert "Installed " in run.invoke(kiosk, ["measure", "install", str(CARE)]).output
    assert (Path(cast.environ["KIOSK_INSTANCE"]) / "measures" / "example-care-rule-v1.toml").exists()
    assert "example-care-rule  version 1  en" in run.invoke(kiosk, ["measure", "list"]).output


def test_a_measure_that_cannot_be_installed_is_one_of_the_faults_said_in_a_sentence(
    run: CliRunner, tmp_path: Path
) -> None:
    run.invoke(kiosk, ["measure", "install", str(CARE)])
    other = tmp_path / CARE.name
    other.write_text(CARE.read_text("utf-8").replace("Invented sentence one.", "Another."), "utf-8")
    with pytest.raises(NotInstalled, match="version = 2"):
        run.invoke(kiosk, ["measure", "install", str(other)])
    with pytest.raises(CatalogueFault, match="cannot be read"):
        run.invoke(kiosk, ["measure", "check", str(tmp_path / "none.toml")])
    assert issubclass(NotInstalled, Refusal)
    assert issubclass(CatalogueFault, Refusal)


def test_the_study_prints_its_tables_and_draws_its_picture(run: CliRunner, tmp_path: Path) -> None:
    picture = tmp_path / "study.svg"
    printed = run.invoke(kiosk, ["study", "--seed", "3", "--clients", "1", "--picture", str(picture)]).output
    assert "the whole set" in printed
    assert picture.read_text("utf-8").startswith("<svg")
