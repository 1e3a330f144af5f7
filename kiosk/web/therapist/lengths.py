"""How long a form is, in words."""

from typing import Final

NUMBERS: Final = "one two three four five six seven eight nine ten eleven twelve".split()
LINES: Final = {count: f"{number} line{'s' * (count > 1)}" for count, number in enumerate(NUMBERS, 1)}
"""By the number of its lines."""
