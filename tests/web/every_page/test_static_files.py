"""Static files: small, sent once, and under an address that changes when they do."""

import gzip

import brotli
import pytest
from flask.testing import FlaskClient

from kiosk.assets import static_files
from tests.support.practice import Cast
from tests.web.page_rules import parse


def test_pages_name_files_by_their_version_and_browsers_keep_those_for_a_year(cast: Cast, phone: FlaskClient) -> None:
    page = parse(phone.get(cast.begin().path).text)
    named = [each.get("href", "") + each.get("src", "") for each in page.all("link", "script")]
    files = [address for address in named if address.startswith("/static/")]
    assert len(files) == 2
    for address in files:
        assert phone.get(address).headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert phone.get(address.partition("?")[0]).headers["Cache-Control"] == "no-cache"
        assert phone.get(address + "0").headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("path", ["css/checkin.css", "css/staff.css", "js/checkin.js", "img/favicon.svg"])
def test_a_file_is_the_same_in_every_encoding(phone: FlaskClient, path: str) -> None:
    address = f"/static/{path}"
    plain = phone.get(address)
    small = phone.get(address, headers={"Accept-Encoding": "gzip, deflate, br"})
    older = phone.get(address, headers={"Accept-Encoding": "gzip"})
    assert (small.headers["Content-Encoding"], older.headers["Content-Encoding"]) == ("br", "gzip")
    assert "Content-Encoding" not in plain.headers
    assert brotli.decompress(small.data) == gzip.decompress(older.data) == plain.data
    assert len(small.data) < len(older.data) < len(plain.data)
    assert {each.headers["Vary"] for each in (plain, small, older)} == {"Accept-Encoding"}
    assert len({each.headers["ETag"] for each in (plain, small, older)}) == 3


@pytest.mark.parametrize("accepted", ["", "br", "gzip"])
def test_a_file_the_browser_has_is_not_sent_again(phone: FlaskClient, accepted: str) -> None:
    encoding = {"Accept-Encoding": accepted}
    first = phone.get("/static/css/checkin.css", headers=encoding)
    again = phone.get("/static/css/checkin.css", headers=encoding | {"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    changed = phone.get("/static/css/checkin.css", headers=encoding | {"If-None-Match": '"another"'})
    assert changed.status_code == 200


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("css/staff.css", "text/css; charset=utf-8"),
        ("js/live.js", "text/javascript; charset=utf-8"),
        ("img/favicon.svg", "image/svg+xml; charset=utf-8"),
        ("fonts/figtree.woff2", "font/woff2"),
    ],
)
def test_a_file_says_what_it_is(phone: FlaskClient, path: str, kind: str) -> None:
    assert phone.get(f"/static/{path}").headers["Content-Type"] in {kind, kind.partition(";")[0]}


def test_fonts_are_not_compressed_twice(phone: FlaskClient) -> None:
    font = phone.get("/static/fonts/figtree.woff2", headers={"Accept-Encoding": "br, gzip"})
    assert "Content-Encoding" not in font.headers


@pytest.mark.parametrize(
    "path",
    [
        "nowhere.css",
        "",
        "css",
        "css/",
        "../kiosk/app.py",
        "%2e%2e/pyproject.toml",
        "..%2fpyproject.toml",
        "/etc/passwd",
        "css/../../pyproject.toml",
        ".gitignore",
    ],
)
def test_nothing_else_can_be_fetched(phone: FlaskClient, path: str) -> None:
    assert phone.get(f"/static/{path}").status_code in {404, 308}
    assert phone.get(f"/static/{path}", follow_redirects=True).status_code == 404


def test_the_version_of_every_file_is_its_own(phone: FlaskClient) -> None:
    versions = [file.version for file in static_files().values()]
    assert len(versions) == len(set(versions)) > 8
    assert phone.head("/static/css/staff.css").status_code == 200


def test_pages_are_compressed_for_who_takes_it(cast: Cast, phone: FlaskClient) -> None:
    waiting = cast.begin()
    small = phone.get("/c/never", headers={"Accept-Encoding": "identity"})
    assert "Content-Encoding" not in small.headers
    for accepted, encoding in (("gzip", "gzip"), ("gzip, deflate, br", "br"), ("gzip, br;q=0", "gzip")):
        packed = cast.app.test_client().open(waiting.path, method="HEAD", headers={"Accept-Encoding": accepted})
        assert packed.headers["Content-Encoding"] == encoding
        assert "Accept-Encoding" in packed.headers["Vary"]
