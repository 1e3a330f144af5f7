"""Files that `make wheel` puts beside the wheel, which is the same wheel wherever it is built."""

import json
import os
import shutil
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from tests.support.locks import LOCKS, pins
from tests.wheel.outside import ROOT, run

PARTS = ROOT / "build" / "release" / "bin" / "cyclonedx-py"
BUILT_FROM = ("kiosk", "templates", "static", "pyproject.toml", "README.md", "LICENSE", ".gitignore")


def built(source: Path, into: Path) -> Path:
    settings = {"SOURCE_DATE_EPOCH": "1780000000"}
    run(
        sys.executable,
        "-m",
        "hatchling",
        "build",
        "--target",
        "wheel",
        "--directory",
        into,
        cwd=source,
        settings=settings,
    )
    return next(into.glob("*.whl"))


def test_the_same_files_give_the_same_bytes_whatever_their_times_modes_and_folder(tmp_path: Path) -> None:
    copy = tmp_path / "another checkout"
    copy.mkdir()
    for name in BUILT_FROM:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, copy / name)
        else:
            shutil.copyfile(ROOT / name, copy / name)
    for number, file in enumerate(sorted(one for one in copy.rglob("*") if one.is_file())):
        file.chmod(0o600 if number % 2 else 0o644)
        os.utime(file, (number, number))
    here, there = built(ROOT, tmp_path / "here"), built(copy, tmp_path / "there")
    assert here.name == there.name
    assert sha256(here.read_bytes()).digest() == sha256(there.read_bytes()).digest()


@pytest.mark.skipif(not PARTS.exists(), reason="the tools of a release are put in by make wheel")
def test_the_list_of_parts_names_every_package_of_the_lock_at_its_version_with_its_hashes(tmp_path: Path) -> None:
    made = tmp_path / "parts.cdx.json"
    words = ("requirements", "--pyproject", ROOT / "pyproject.toml", "--output-reproducible", "--of", "JSON")
    run(PARTS, *words, "-o", made, LOCKS["postgresql"], cwd=tmp_path)
    listed = json.loads(made.read_text("utf-8"))
    assert listed["metadata"]["component"]["name"] == "before-you-go"
    found = {
        one["name"]: (one["version"], sum(len(file.get("hashes", ())) for file in one["externalReferences"]))
        for one in listed["components"]
    }
    assert found == {name: (pin.version, pin.hashes) for name, pin in pins("postgresql").items()}


def test_make_wheel_copies_every_file_that_the_guide_names() -> None:
    recipe = (ROOT / "Makefile").read_text("utf-8").partition("\npacked: $(VENV)")[2].partition("\n\n")[0]
    for name in (
        "requirements.txt",
        "requirements-postgresql.txt",
        "kiosk.sh",
        "kiosk.service",
        "nginx.conf",
        "Caddyfile",
    ):
        assert name in recipe
