"""Options of a choice on a form."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Choice:
    """One option of a choice on a form."""

    value: str
    label: str
