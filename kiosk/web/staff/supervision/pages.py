"""Values that the pages of supervision show."""

from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.domain.public_ids import PublicId
from kiosk.queries.agreements import NamedSupervisor
from kiosk.queries.supervision import NamedClient, Span


@dataclass(frozen=True)
class AgreementRow:
    """One agreement, as a sentence."""

    id: PublicId
    sentence: str
    other: str


@dataclass(frozen=True)
class SupervisionPage:
    """One's agreements on either side."""

    of_me: Sequence[AgreementRow]
    by_me: Sequence[AgreementRow]
    is_therapist: bool
    is_supervisor: bool
    supervisors: Sequence[NamedSupervisor]
    saved: str = ""
    problem: str = ""


@dataclass(frozen=True)
class CaseRow:
    """One client by code, and what is known of what came of it."""

    code: str
    when: str
    became: str


@dataclass(frozen=True)
class ShareRow:
    """A share as counts, with its interval."""

    name: str
    figure: str
    likely: str


@dataclass(frozen=True)
class SharedRow:
    """A client whose words are shared, with each of them and its day."""

    id: PublicId
    code: str
    since: str
    words: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class HourPage:
    """The page for the hour."""

    id: PublicId
    therapist: str
    supervisor: str
    since: str
    is_over: bool
    is_mine: bool
    open_repairs: Sequence[CaseRow]
    persistent: Sequence[CaseRow]
    flagged: int
    dips: Sequence[ShareRow]
    spans: Sequence[tuple[str, Span]]
    """Each four weeks, named by their first day."""
    answered: ShareRow
    paused: Sequence[tuple[str, int]]
    why_not: Sequence[tuple[str, int]]
    """Sessions in which nobody was asked, by reason."""
    questions: Sequence[str]
    shared: Sequence[SharedRow]
    clients: Sequence[NamedClient]
    """The clients whose words can be shared besides."""
    problem: str = ""
