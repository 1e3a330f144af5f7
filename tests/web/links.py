"""Links that work once, as the command line prints them and their people open them."""

from urllib.parse import urlsplit

from flask.testing import FlaskClient

from tests.web.browsing import hidden

NEW = "nine slow boats on a grey lake"
"""The password that somebody chooses by such a link."""


def path_in(output: str) -> str:
    """The path of the link that was printed alone."""
    return urlsplit(output.strip()).path


def come_in(browser: FlaskClient, path: str) -> str:
    """Log in by a link, with a password where its page asks for one; gives the address that it leads to."""
    page = browser.get(path)
    chosen = {"password": NEW} if 'name="password"' in page.text else {}
    answer = browser.post(path, data={"csrf_token": hidden(page, "csrf_token")} | chosen)
    assert answer.status_code == 303
    return answer.location
