"""Templates and static files: where they are, and each static file as it is sent, compressed once."""

import hashlib
import mimetypes
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import brotli
import zopfli.gzip
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
LEADING_ZERO = re.compile(r"(?<![\w.#])0(\.\d)")
QUOTED = re.compile(r'="([a-z][\w-]*)"\]')
IN_A_WIDE_PAGE = re.compile(r"@container page ?\((?:width ?>= ?([\d.]+rem)|([\d.]+rem) ?<= ?width ?< ?([\d.]+)rem)\)\{")
NO_CONTAINERS = "@supports not (container:a/size)"
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
        # A slow phone on a local network gets gzip: the smallest there is, made once.
        return {"": self.content, "br": brotli.compress(self.content), "gzip": zopfli.gzip.compress(self.content)}

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
        content = _for_older(_short(_with_fonts(file, _with_imports(file, content.decode())))).encode()
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


def _short(sheet: str) -> str:
    """The sheet without what a browser does not need.

    To rcssmin, what stands in `@container` is declarations: a selector there would lose its space before `:is`.
    """
    short = cssmin(sheet.replace("@container ", "@media container ")).replace("@media container ", "@container ")
    return QUOTED.sub(r"=\1]", LEADING_ZERO.sub(r"\1", short))


def _for_older(sheet: str) -> str:
    """The sheet with what it draws in a wide page said once more for browsers that cannot measure the page.

    Before Chrome 105, Safari 16 and Firefox 110 the width of the window stands for it. Word for word the same again, it
    costs a packed sheet next to nothing.
    """
    parts, done = [], 0
    for found in IN_A_WIDE_PAGE.finditer(sheet):
        end = _end_of_block(sheet, found.end())
        window = f"(min-width:{found[1] or found[2]})"
        if found[3]:
            window += f" and (max-width:{float(found[3]) - 0.02:g}rem)"
        parts += [sheet[done:end], f"{NO_CONTAINERS}{{@media {window}{{{sheet[found.end() : end]}}}"]
        done = end
    return "".join((*parts, sheet[done:]))


def _end_of_block(sheet: str, start: int) -> int:
    """Return the end of the block whose content starts at `start`, its closing bracket included."""
    depth = 1
    while depth:
        depth += {"{": 1, "}": -1}.get(sheet[start], 0)
        start += 1
    return start


def _with_fonts(file: Path, text: str) -> str:
    """The sheet with each font's version in its address, so that the browser keeps the font for a year too."""
    return FONT.sub(
        lambda found: f'url("../{found[1]}?v={_version((file.parent.parent / found[1]).read_bytes())}")', text
    )


def _version(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:6]
