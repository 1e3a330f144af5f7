"""Static files: what is left out for phones, what is put in front, and which encoding a browser gets."""

import gzip
import re

import brotli
import pytest

from kiosk.assets import StaticFile, folder, static_files

FILE = StaticFile("text/css", b"plain")


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br", "br"),
        ("gzip;q=0.8, br;q=1.0", "br"),
        ("gzip", "gzip"),
        ("", ""),
        ("identity", ""),
        ("brotli", ""),
        ("zstd", ""),
    ],
)
def test_a_browser_gets_the_smallest_form_that_it_understands(accepted: str, encoding: str) -> None:
    assert FILE.best(accepted) == (encoding, FILE.encodings[encoding])


def test_what_was_written_for_people_is_left_out() -> None:
    for name, file in static_files().items():
        if name.endswith((".css", ".js")):
            sent, written = file.content.decode(), (folder("static") / name).read_text("utf-8")
            assert (name, "/*" in sent, "@ts-check" in sent, "\n  " in sent) == (name, False, False, False)
            assert (name, written.count("/*") > 0) == (name, True)


def test_the_sheets_carry_their_tokens_with_them() -> None:
    for name in ("css/checkin.css", "css/staff.css"):
        sheet = static_files()[name].content.decode()
        assert "@import" not in sheet
        assert "--paper:" in sheet
        assert sheet.count("{") == sheet.count("}")


def test_a_sheet_begins_with_all_that_it_starts_from() -> None:
    sheets = {name: static_files()[f"css/{name}.css"].content.decode() for name in ("checkin", "cards", "staff")}
    rules = [sheets["checkin"].partition("box-sizing")[2], ".cards{display:grid;"]
    assert [sheets["cards"].count(rule) for rule in rules] == [1, 1]
    assert sheets["cards"].index(rules[0]) < sheets["cards"].index(rules[1])
    assert [sheets["staff"].count(rule) for rule in ("@font-face", ".cue-word::before", ".to-scan{")] == [2, 1, 1]


def test_a_sheet_carries_only_the_tokens_that_are_used() -> None:
    sheet = static_files()["css/checkin.css"].content.decode()
    assert "--shadow-dialog:" not in sheet
    assert "--shadow-dialog:" in static_files()["css/tokens.css"].content.decode()
    beside = static_files()["css/tablet.css"].content.decode()
    given = set(re.findall(r"(--[\w-]+):", sheet + beside))
    assert set(re.findall(r"var\((--[\w-]+)\)", sheet + beside)) <= given | {"--at"}


def test_every_encoding_is_of_the_same_bytes() -> None:
    for file in static_files().values():
        plain = file.content
        assert {brotli.decompress(file.encodings["br"]) if "br" in file.encodings else plain} == {plain}
        assert {gzip.decompress(file.encodings["gzip"]) if "gzip" in file.encodings else plain} == {plain}


def test_every_template_and_file_lies_where_the_program_looks() -> None:
    assert (folder("templates") / "checkin" / "form.html").is_file()
    assert {"css/checkin.css", "js/checkin.js", "js/visit.js", "img/favicon.svg"} <= set(static_files())


def test_the_version_of_a_file_is_made_from_its_bytes() -> None:
    versions = {name: file.version for name, file in static_files().items()}
    static_files.cache_clear()
    assert {name: file.version for name, file in static_files().items()} == versions


def test_a_selector_in_a_container_keeps_its_space() -> None:
    """`.dense :is(.end)` is what stands in a dense page, `.dense:is(.end)` would be the page itself."""
    for name, file in static_files().items():
        if name.endswith(".css"):
            written = (folder("static") / name).read_text("utf-8")
            for selector in re.findall(r"^ +(\S+ :is\()", written, re.MULTILINE):
                assert selector in file.content.decode(), (name, selector)


def test_a_browser_that_cannot_measure_the_page_is_told_the_same_of_the_window() -> None:
    """Each block for wide pages stands twice, word for word: for browsers with container queries, and for others."""
    for name in ("checkin", "cards", "scenes", "easy", "tablet"):
        sheet = static_files()[f"css/{name}.css"].content.decode()
        wide = [
            part.partition("{")[2]
            for part in sheet.split("@container page")
            if re.match(r" ?\([^{]*rem ?<=|.*>=", part)
        ]
        assert wide, name
        assert sheet.count("@supports not (container:a/size){@media (min-width:") == len(wide)
        assert sheet.count("{") == sheet.count("}")
        for block in wide:
            rules, _, older = block.partition("@supports not (container:a/size){@media ")
            assert older.partition("{")[2].startswith(rules)
