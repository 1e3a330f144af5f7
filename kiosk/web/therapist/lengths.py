"""How long a form is, in words."""

from typing import Final

LINES: Final = {1: "one line", 4: "four lines"}
"""By the number of its lines."""
