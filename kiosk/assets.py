"""Templates and static files: where they are, and each static file as it is sent, compressed once."""

import gzip
import hashlib
import mimetypes
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import brotli
from rcssmin import cssmin
from rjsmin import jsmin

PACKED = Path(__file__).parent / "_assets"
FONT = re.compile(r'url\("\.\./(fonts/[a-z0-9.-]+)"\)')
COMPRESSED = {".css", ".js", ".svg", ".json", ".txt"}
TYPES = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}
TOKEN = re.compile(r"^[ \t]*(--[\w-]+):[^;{}]*;\n", re.MULTILINE)
USE = re.compile(r"var\((--[\w-]+)")
IMPORT = re.compile(r'\A(?:/\*[^*]*\*/\n)?@import "([a-z./-]+)";\n')


@dataclass(frozen=True)
class StaticFile:
    """One file of `static/`, in each encoding it is sent in; `version` changes whenever its bytes do."""

    content_type: str
    content: bytes
    is_text: bool = True

    @cached_property
    def version(self) -> str:
        return _version(self.content)

    @cached_property
    def encodings(self) -> Mapping[str, bytes]:
        """Made when somebody asks for it first: a server that starts has others waiting."""
        if not self.is_text:
            return {"": self.content}
        packed = {"br": brotli.compress(self.content), "gzip": gzip.compress(self.content, 9, mtime=0)}
        return {"": self.content} | packed

    def best(self, accepted: str) -> tuple[str, bytes]:
        """The smallest form that a browser with this Accept-Encoding understands."""
        offered = {part.split(";")[0].strip() for part in accepted.split(",")}
        for name in ("br", "gzip"):
            if name in self.encodings and name in offered:
                return name, self.encodings[name]
        return "", self.encodings[""]


def checkout() -> Path | None:
    """The folder of the checkout this runs from, or None when it was installed from a wheel."""
    return None if PACKED.is_dir() else Path(__file__).parent.parent


def folder(name: str) -> Path:
    """`templates` or `static`, in the wheel or in the checkout."""
    return (checkout() or PACKED) / name


@cache
def static_files() -> Mapping[str, StaticFile]:
    """Every static file by its path below `static/`."""
    root = folder("static")
    return {
        file.relative_to(root).as_posix(): _read(file)
        for file in sorted(root.rglob("*"))
        if file.is_file() and not file.name.startswith(".")
    }


def _read(file: Path) -> StaticFile:
    content = file.read_bytes()
    # A slow phone need not wait for what was written for people: comments, and the space between words.
    if file.suffix == ".css":
        content = cssmin(_with_fonts(file, _with_imports(file, content.decode()))).encode()
    if file.suffix == ".js":
        content = jsmin(content.decode()).encode()
    kind = TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    return StaticFile(kind, content, file.suffix in COMPRESSED)


def _with_imports(file: Path, text: str) -> str:
    """The sheet with those it starts from put in front: one request on a slow phone instead of two.

    Of the tokens that come with them, those are left which it, or a sheet that stands beside another, makes use of.
    """
    whole = _joined(file.parent, text)
    used = set(USE.findall(whole + _beside_others(file.parent)))
    brings_tokens = whole != text and ":root" in whole
    return TOKEN.sub(lambda found: found[0] if found[1] in used else "", whole) if brings_tokens else whole


def _joined(folder: Path, text: str) -> str:
    if found := IMPORT.match(text):
        return _joined(folder, (folder / found[1]).read_text("utf-8")) + _joined(folder, text[found.end() :])
    return text


def _beside_others(folder: Path) -> str:
    """The sheets that bring no tokens, and count on those of the one they stand beside."""
    sheets = [_joined(folder, sheet.read_text("utf-8")) for sheet in sorted(folder.glob("*.css"))]
    return "".join(sheet for sheet in sheets if ":root" not in sheet)


def _with_fonts(file: Path, text: str) -> str:
    """The sheet with each font's version in its address, so that the browser keeps the font for a year too."""
    return FONT.sub(
        lambda found: f'url("../{found[1]}?v={_version((file.parent.parent / found[1]).read_bytes())}")', text
    )


def _version(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:8]
