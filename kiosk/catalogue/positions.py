"""The line of each key in a TOML text: tomllib gives the content of a file without line numbers."""

import re
import tomllib
from collections.abc import Mapping

Path = tuple[str | int, ...]
"""Keys from the outermost inwards; a place in a list counts from 0."""

BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
STRINGS = (r'"""(?:\\.|[^\\])*?"""{1,3}', r"'''.*?'''{1,3}", r'"(?:\\.|[^"\\\n])*"', r"'[^'\n]*'")
STRING = re.compile("|".join(STRINGS), re.DOTALL)
# A date and its time may have a blank between them.
SCALAR = re.compile(r"\d{4}-\d\d-\d\d(?:[Tt ]\d\d[^,\]}\s#]*)?|[^,\]}\s#]+")


def positions(text: str) -> Mapping[Path, int]:
    """Give the line, from 1, of every key, table and place in a list. `text` must be sound TOML."""
    scanner = _Scanner(text)
    scanner.document()
    return scanner.lines


def line_of(path: Path, lines: Mapping[Path, int]) -> int:
    """Give the line of a path, or of the nearest thing around it that is written down; 1 for the file itself."""
    while path:
        if path in lines:
            return lines[path]
        path = path[:-1]
    return 1


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.lines: dict[Path, int] = {}
        self.counts: dict[Path, int] = {}

    def document(self) -> None:
        table: Path = ()
        self.blank()
        while self.at < len(self.text):
            if self.sees("["):
                table = self.header()
            else:
                self.pair(table)
            self.blank()

    def header(self) -> Path:
        is_list = self.text.startswith("[[", self.at)
        self.at += 1 + is_list
        *outer, last = self.key()
        path: Path = ()
        for part in outer:
            path = self.entered((*path, part))
            self.note(path)
        path = (*path, last)
        if is_list:
            self.counts[path] = self.counts.get(path, -1) + 1
            self.note(path)
            path = self.entered(path)
        self.lines[path] = self.line()
        self.blank()
        self.at += 1 + is_list
        return path

    def entered(self, path: Path) -> Path:
        """Return the path that a name in a header means: of a list of tables, the latest one."""
        return (*path, self.counts[path]) if path in self.counts else path

    def pair(self, table: Path) -> None:
        path = table
        line = self.line()
        for part in self.key():
            path = (*path, part)
            self.lines.setdefault(path, line)
        self.at += 1
        self.blank()
        self.value(path)

    def key(self) -> tuple[str, ...]:
        parts: list[str] = []
        while True:
            self.blank()
            if found := BARE_KEY.match(self.text, self.at):
                parts.append(found[0])
            else:
                found = self.take(STRING)
                parts.append(tomllib.loads(f"key = {found[0]}")["key"])
            self.at = found.end()
            self.blank()
            if not self.sees("."):
                return tuple(parts)
            self.at += 1

    def value(self, path: Path) -> None:
        if self.sees("["):
            self.inside("]", path, is_list=True)
        elif self.sees("{"):
            self.inside("}", path, is_list=False)
        else:
            self.at = (STRING.match(self.text, self.at) or self.take(SCALAR)).end()

    def inside(self, closing: str, path: Path, *, is_list: bool) -> None:
        self.at += 1
        self.blank()
        place = 0
        while not self.sees(closing):
            if is_list:
                self.note((*path, place))
                self.value((*path, place))
            else:
                self.pair(path)
            place += 1
            self.blank()
            if self.sees(","):
                self.at += 1
                self.blank()
        self.at += 1

    def blank(self) -> None:
        found = BLANK.match(self.text, self.at)
        self.at = found.end() if found else self.at

    def take(self, pattern: re.Pattern[str]) -> re.Match[str]:
        found = pattern.match(self.text, self.at)
        if found is None:
            raise ValueError(f"This is not sound TOML, in line {self.line()}.")
        return found

    def sees(self, character: str) -> bool:
        return self.text.startswith(character, self.at)

    def note(self, path: Path) -> None:
        self.lines.setdefault(path, self.line())

    def line(self) -> int:
        return self.text.count("\n", 0, self.at) + 1
