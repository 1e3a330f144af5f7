"""The instance folder: its README names everything that the program makes there."""

from pathlib import Path

from kiosk import instance
from kiosk.app import create_app
from kiosk.config import load
from kiosk.storage import steps
from kiosk.storage.db import writing

ROOT = Path(__file__).parents[3]


def test_the_readme_of_the_instance_folder_names_what_the_program_makes_there(tmp_path: Path) -> None:
    readme = (ROOT / "instance" / "README.md").read_text("utf-8")
    instance.make(tmp_path / "instance")
    config = load({"KIOSK_INSTANCE": str(tmp_path / "instance")})
    steps.prepare(config.database_url)
    with create_app(config).app_context(), writing():
        made = {file.name for file in config.instance.iterdir()}
    assert made >= {"kiosk.db", "secret.key"}
    assert {name for name in made | {"kiosk.toml", "measures/", "languages/"} if f"`{name}`" not in readme} == set()
