"""The map of the house names no module and no name that is not there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PLACES = [*sorted(path.name for path in (ROOT / "kiosk").iterdir() if path.is_dir()), "static", "templates", "tests"]
NAMED = re.compile(rf"`((?:{'|'.join(PLACES)})/[\w/]+)(?:\.(\w+))?`")
"""A path in backquotes, as the documents write it: from the program's folder on, with a name of that module or not."""


def is_there(path: str, name: str) -> bool:
    for place in (ROOT / "kiosk" / path, ROOT / path):
        if place.is_dir() and not name:
            return True
        for file in (place.with_suffix(".py"), place / "__init__.py"):
            if file.is_file() and (not name or re.search(rf"\b{name}\b", file.read_text())):
                return True
        if name and place.with_suffix(f".{name}").is_file():
            return True
    # The last part may be a function of the module before it, as in `domain/signals/find`.
    module, _, last = path.rpartition("/")
    return not name and "/" in module and is_there(module, last)


@pytest.mark.parametrize(
    "document", ["house.md", *(f"decisions/{p.name}" for p in (ROOT / "docs/decisions").glob("*.md"))]
)
def test_every_place_that_it_names_is_there(document: str) -> None:
    named = NAMED.findall((ROOT / "docs" / document).read_text())
    assert [f"{path}.{name}" if name else path for path, name in named if not is_there(path.rstrip("/"), name)] == []


def test_a_place_that_is_gone_would_be_found() -> None:
    assert NAMED.findall("`web/shared/access` and `domain/audit.Audited`") == [
        ("web/shared/access", ""),
        ("domain/audit", "Audited"),
    ]
    assert not is_there("web/shared/access", "")
    assert not is_there("domain/audit", "Nothing")
    assert is_there("domain/audit", "Audited")
