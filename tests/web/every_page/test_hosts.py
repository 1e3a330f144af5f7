"""Names that are not this server's: a link preview of another site must find nothing here."""

import pytest
from flask.testing import FlaskClient

from tests.support.practice import Cast


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "localhost@evil", "", "a b"]
)
def test_a_host_that_is_not_ours_is_refused(cast: Cast, phone: FlaskClient, host: str) -> None:
    refused = phone.get(cast.begin().path, headers={"Host": host})
    assert refused.status_code == 400
    assert "Lindenhof" not in refused.text
    assert refused.headers["X-Frame-Options"] == "DENY"
