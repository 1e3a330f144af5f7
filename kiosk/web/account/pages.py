"""What the account's pages are given to show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class SetUpPage:
    """The first person's page; problems name their field."""

    problems: Sequence[tuple[str, str]] = ()
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class OpenPage:
    """A link that logs one person in, once."""

    name: str


@dataclass(frozen=True)
class AccountPage:
    """One's own account."""

    name: str
    email: str
    language: str
    """The one they chose, or empty."""
    languages: Sequence[tuple[str, str]]
    """Those in which there are pages for the staff, and what each calls itself."""
    is_draft: bool
    """Nobody has signed off the translation of this page."""
    has_password: bool = True
    problem: str = ""
    saved: str = ""
