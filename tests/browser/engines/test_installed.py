"""Where every engine has to be there, as in the continuous integration, a missing one is a failure."""

import os

from tests.browser.engines.installed import missing


def test_no_engine_is_missing_where_all_are_required() -> None:
    assert os.environ.get("ENGINES") != "all" or missing() == []
