"""Links that work once, as the command line prints them and their people open them."""

from urllib.parse import urlsplit

from flask.testing import FlaskClient

from tests.web.browsing import hidden


def path_in(output: str) -> str:
    """The path of the link that was printed alone."""
    return urlsplit(output.strip()).path


def come_in(browser: FlaskClient, path: str) -> str:
    """Log in by a link, as its page asks; gives the address that it leads to."""
    page = browser.get(path)
    answer = browser.post(path, data={"csrf_token": hidden(page, "csrf_token")})
    assert answer.status_code == 303
    return answer.location
