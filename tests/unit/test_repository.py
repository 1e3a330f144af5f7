"""The repository holds the product alone: no machine's paths, no registry's host, no private data."""

import builtins
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# Written so that none of them finds itself.
FOREIGN = {
    "a registry's host": r"(?:pypi|pythonhosted|npmjs|debian)\.(?:org|com)\b",
    "a path of one machine": r"(?<![\w.])/(?:wor[k]|roo[t]|home/\w+|Users/\w+)(?:/|\b(?![-\w]))",
    "a folder beside the checkout": r"\.\./share[d]\b",
    "the place it was written in": r"\bthis[ ]workplac[e]\b",
    "a development server of somebody's": r"\blocalhost:\d",
}
CLASS = re.compile(r"^ *class (?P<name>\w+)\((?P<bases>[^)]*)\)", re.MULTILINE)
RAISES = re.compile(r"\bRaises ([A-Z]\w+(?:(?:,| and| or)+ [A-Z]\w+)*)")
PRIVATE = {".db", ".sqlite", ".sqlite3", ".pem", ".key"}


def kept() -> list[Path]:
    """Everything tracked, and what would be if it were added now."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def text_of(path: Path) -> str:
    raw = path.read_bytes()
    return "" if b"\0" in raw else raw.decode()


def test_a_docstring_names_its_subject_first() -> None:
    riddle = re.compile(r'"""(?:What|Who|Whose|Whom|Whoever|So)\b.*')
    found = [(str(path.relative_to(ROOT)), *riddle.findall(text_of(path))) for path in kept() if path.suffix == ".py"]
    assert [one for one in found if len(one) > 1] == []


def test_an_error_that_a_docstring_names_is_one() -> None:
    sources = {str(path): text_of(path) for path in (ROOT / "kiosk").rglob("*.py")}
    bases = {one["name"]: one["bases"] for text in sources.values() for one in CLASS.finditer(text)}

    def is_error(name: str) -> bool:
        built_in = getattr(builtins, name, None)
        if isinstance(built_in, type) and issubclass(built_in, BaseException):
            return True
        return name == "OperationalError" or any(map(is_error, re.findall(r"\w+", bases.get(name, ""))))

    named = [(path, name) for path, text in sources.items() for one in RAISES.findall(text) for name in one.split()]
    found = [(path, name.strip(",.")) for path, name in named if name not in {"and", "or"}]
    assert [one for one in found if not is_error(one[1])] == []


@pytest.mark.parametrize("what", FOREIGN)
def test_no_file_names(what: str) -> None:
    pattern = re.compile(FOREIGN[what])
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}"
        for path in kept()
        for number, line in enumerate(text_of(path).splitlines(), 1)
        if pattern.search(line)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("what", "line"),
    [
        ("a registry's host", "https://files.python" + "hosted.org/packages/x"),
        ("a path of one machine", 'cd "/wor' + 'k/main"'),
        ("a path of one machine", "see /roo" + "t/.npmrc"),
        ("a folder beside the checkout", "../share" + "d/STYLE.md"),
        ("the place it was written in", "kept by this workplac" + "e"),
        ("a development server of somebody's", "http://local" + "host:8000/"),
    ],
)
def test_each_of_them_would_be_found(what: str, line: str) -> None:
    assert re.search(FOREIGN[what], line)


def test_nothing_private_is_kept() -> None:
    assert [path.name for path in kept() if path.suffix in PRIVATE] == []


def test_templates_and_static_are_packed_only_when_a_wheel_is_built() -> None:
    assert not (ROOT / "kiosk" / "_assets").exists()


def test_of_the_instance_folder_the_readme_alone_is_kept() -> None:
    """It says what lives there; what a practice keeps stays out, whatever it is called."""
    assert [path.name for path in kept() if path.is_relative_to(ROOT / "instance")] == ["README.md"]
    names = ("kiosk.db", "kiosk.db-wal", "secret.key", "kiosk.toml", "measures/own.toml", "a.md", "measures/README.md")
    ignored = subprocess.run(
        ["git", "check-ignore", "--no-index", *(f"instance/{name}" for name in names)],
        cwd=ROOT,
        capture_output=True,
        check=False,
        text=True,
    )
    assert ignored.stdout.split() == [f"instance/{name}" for name in names]
