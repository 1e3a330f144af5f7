"""A missing engine is a failure where all of them have to be there, as in the continuous integration."""

import os

from tests.browser.engines.installed import missing


def test_no_engine_is_missing_where_all_are_required() -> None:
    assert os.environ.get("ENGINES") != "all" or missing() == []
