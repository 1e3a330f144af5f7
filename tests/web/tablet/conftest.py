"""The tablet of the tests here."""

import pytest

from tests.support.practice import Cast
from tests.web.tablets import Device, paired


@pytest.fixture
def tablet(cast: Cast) -> Device:
    """Stands in Room 2 of Alice's practice."""
    return paired(cast)
