"""The guide to a public address names what there is: our commands, our settings, our screens."""

import re
from pathlib import Path
from tomllib import loads

import pytest
from click import Context

from kiosk import instance
from kiosk.cli import kiosk
from kiosk.config import load
from kiosk.network import is_public

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "telehealth.md").read_text("utf-8")


def test_every_command_of_ours_in_it_exists() -> None:
    named = set(re.findall(r"bin/kiosk --instance \S+ (\w+)", GUIDE)) | set(re.findall(r"`kiosk (\w+)`", GUIDE))
    assert named == {"init", "serve", "doctor", "backup"}
    assert named <= set(kiosk.list_commands(Context(kiosk)))


def test_its_settings_make_a_public_encrypted_address(tmp_path: Path) -> None:
    found = re.search(r"```toml\n(.*?)```", GUIDE, re.DOTALL)
    assert found is not None
    settings = "\n".join(line.strip() for line in found[1].splitlines())
    instance.make(tmp_path)
    (tmp_path / "kiosk.toml").write_text(settings, "utf-8")
    config = load({"KIOSK_INSTANCE": str(tmp_path)})
    assert config.address == loads(settings)["public_url"]
    assert config.address.startswith("https://")
    assert is_public(config.address.removeprefix("https://"))
    assert config.trusted_proxies == 1


@pytest.mark.parametrize("words", ["Copy link", "Show only the code", "Hide", "New code", "Show answer"])
def test_every_word_on_a_button_is_there(words: str) -> None:
    templates = "".join(file.read_text("utf-8") for file in (ROOT / "templates").rglob("*.html"))
    assert f"**{words}**" in GUIDE
    assert words in templates
