"""Tests of finding the line of every key in a TOML text."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.catalogue.positions import Path, line_of, positions

TEXT = r"""# a comment with [brackets] and "quotes"
plain = 1 # and another = comment
"quoted \" key" . sub.'literal.key' = 'its'
many = [ # of them
  1,
  { inner = 2, other.deep = 3 },

  "]",
]
long = QQQ
[no.table]
key = \QQQ still inside
QQQ""
raw = '''
[[neither]]
'''
moment = 1979-05-27 07:32:00
empty = ""
[a.b]
c = [[1], [2]]
[[list]]
x = 1
[list.sub]
y = 2
[[list]]
[[list.again]]
[[list.again]]
z = { }
[a]
d = 4
""".replace("QQQ", '"' * 3)


def paths(value: object, path: Path = ()) -> list[Path]:
    """Every path there is in what was read."""
    match value:
        case dict():
            inner = [paths(each, (*path, key)) for key, each in value.items()]
        case list():
            inner = [paths(each, (*path, place)) for place, each in enumerate(value)]
        case _:
            inner = []
    return [path, *(each for several in inner for each in several)]


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("plain",), 2),
        (('quoted " key', "sub", "literal.key"), 3),
        (("many",), 4),
        (("many", 0), 5),
        (("many", 1, "other", "deep"), 6),
        (("many", 2), 8),
        (("long",), 10),
        (("raw",), 14),
        (("moment",), 17),
        (("empty",), 18),
        (("a", "b"), 19),
        (("a", "b", "c", 1, 0), 20),
        (("list",), 21),
        (("list", 0, "sub", "y"), 24),
        (("list", 1), 25),
        (("list", 1, "again", 1, "z"), 28),
        (("a",), 29),
        (("a", "d"), 30),
    ],
)
def test_the_line_of_a_key_is_where_it_is_written(path: Path, line: int) -> None:
    assert positions(TEXT)[path] == line


def test_everything_that_was_read_has_a_line_and_nothing_else_has() -> None:
    assert set(positions(TEXT)) == set(paths(tomllib.loads(TEXT))) - {()}


def test_what_is_not_there_gets_the_line_of_what_is_around_it() -> None:
    lines = positions(TEXT)
    assert [line_of(path, lines) for path in (("list", 1, "x"), ("a", "b", "c", 9), ("no",), ())] == [25, 20, 1, 1]


def test_line_ends_of_other_systems_are_one_line_each() -> None:
    assert positions("a = 1\r\n\r\nb = 2\r\n") == {("a",): 1, ("b",): 3}


@pytest.mark.parametrize("text", ["= 1", "a = ,"])
def test_what_is_not_sound_is_refused_and_not_read_for_ever(text: str) -> None:
    with pytest.raises(ValueError, match="not sound TOML"):
        positions(text)


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=12)
VALUES = st.recursive(st.integers() | st.booleans() | WORDS, lambda inner: st.lists(inner, max_size=4), max_leaves=8)


def written(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case str():
            return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
        case list():
            return "[" + ",\n".join(map(written, value)) + "]"
        case _:
            return str(value)


@given(st.dictionaries(WORDS, VALUES, max_size=6))
def test_whatever_is_written_every_path_of_it_has_a_line(content: dict[str, object]) -> None:
    text = "".join(f"{written(key)} = {written(value)}\n" for key, value in content.items())
    assert set(positions(text)) == set(paths(tomllib.loads(text))) - {()}
