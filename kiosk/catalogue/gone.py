"""A placeholder for a form that was answered and of which neither the file nor the kept copy is left."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from kiosk.domain.measures import Audience, InLanguages, Measure, Scoring
from kiosk.domain.rules import Rules

NOTE: Final = "This form is not on this server any more. Install its file again to read the answers as they were meant."
NOBODY: Final[Mapping[str, str]] = MappingProxyType({})


def gone(measure_id: str, version: int) -> Measure:
    """Give a measure without questions, scores or rules, so that a list or page with such an answer still opens."""
    return Measure(
        id=measure_id,
        version=version,
        names=InLanguages(en=f"{measure_id}, version {version}"),
        items=(),
        rules=Rules(),
        source="",
        licence="",
        note=NOTE,
        audience=Audience(NOBODY, ()),
        scoring=Scoring("none"),
    )
