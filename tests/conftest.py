"""What holds for every test: its tier by its folder, and repeatable examples."""

from pathlib import Path

import pytest
from hypothesis import settings

TESTS = Path(__file__).parent
TIERS = ("unit", "web", "servers", "browser", "wheel")

# A slow machine is no fault of the code, and a failure must come again when the test is run again.
settings.register_profile("repeatable", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("repeatable")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        tier = item.path.relative_to(TESTS).parts[0]
        if tier in TIERS:
            item.add_marker(tier)
