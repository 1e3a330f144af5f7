"""The log has neither marks nor keys, even when something breaks."""

import logging

import pytest
from flask.testing import FlaskClient

from tests.support.practice import Cast
from tests.support.sqlite_file import connected, database
from tests.web.browsing import answer, lines

BROKEN = "CREATE TRIGGER broken BEFORE INSERT ON responses BEGIN SELECT RAISE(ABORT, 'made for a test'); END"


@pytest.mark.sqlite_file
def test_an_error_of_the_database_tells_the_log_no_mark_and_no_key(
    cast: Cast, phone: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    waiting = cast.begin()
    with connected(database(cast)) as connection:
        connection.execute(BROKEN)
    caplog.set_level(logging.DEBUG)
    answer(phone, waiting, lines(understood="3.1") | {"talk": "next"})
    assert "made for a test" in caplog.text
    assert '"understood": 31' not in caplog.text
