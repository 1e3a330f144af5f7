"""Small cells: a figure about fewer than five clients is not told, nor one from which it could be worked out."""

from collections.abc import Mapping
from typing import Final, TypeVar

FEWEST: Final = 5
"""Fewer clients than this could be recognised. Ours."""
Name = TypeVar("Name")


def told(parts: Mapping[Name, tuple[int, int]]) -> Mapping[Name, int | None]:
    """Give the figure of each part of a whole, and None for one of fewer than five clients.

    Each part is a figure and the number of clients behind it. Where one part alone is not told, the next smallest is
    not either: else the whole would tell the one.
    """
    hidden = {name for name, (_, clients) in parts.items() if clients < FEWEST}
    if len(hidden) == 1 and (others := [name for name in parts if name not in hidden]):
        hidden.add(min(others, key=lambda name: parts[name][1]))
    return {name: None if name in hidden else figure for name, (figure, _) in parts.items()}
