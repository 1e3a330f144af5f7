"""Schemas of the API: each field by name, so that nothing is sent that is not named here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Score:
    """Points; `total` is null where too few lines were marked, `estimated` then what the others suggest."""

    total: float | None
    max: float
    subscales: Mapping[str, float | None]
    estimated: float | None


@dataclass(frozen=True)
class Signal:
    """A reason to talk: the rule that found it, how much it matters, why in words, and the figures it used."""

    id: str
    severity: int
    why: str
    figures: Mapping[str, object]


@dataclass(frozen=True)
class Prompt:
    """Words offered to the therapist; `ask` is null where there is nothing to ask."""

    say: str
    ask: str | None
    avoid: str


@dataclass(frozen=True)
class Withheld:
    """An answer that is there and not given.

    `held` until the therapist asks for it, `others` while somebody of the visit may still answer, `not-named` where the
    form had not named this program.
    """

    reason: Literal["held", "others", "not-named", "unreadable"]
    received_at: str


@dataclass(frozen=True)
class CheckIn:
    """One person's form. Before an answer, and where it is withheld, everything from `answers` on is null or empty."""

    id: str
    visit: str
    client: str
    client_id: str
    part: Literal["opening", "closing"]
    measure: str
    version: int
    language: str
    state: Literal["waiting", "opened", "answering", "sent", "declined", "unfinished", "expired", "withdrawn"]
    begun_at: str
    opened_at: str | None
    closed_at: str | None
    url: str | None
    """The link for the client, as long as it opens the form, for a token with visits:write."""
    short_code: str | None
    qr_svg_url: str | None
    withheld: Withheld | None
    answers: Mapping[str, float | None] | None
    """By item, in the measure's own units; null for an item that was left out."""
    score: Score | None
    words: str | None
    """The client's own words, empty where there are none; null without the scope words:read."""
    words_withheld: bool
    """True where an answer is given without looking whether there are words, or with words kept back."""
    talk: Literal["now", "next", "no"] | None
    signals: Sequence[Signal]
    prompts: Sequence[Prompt]


@dataclass(frozen=True)
class Visit:
    """One session; signals and prompts of its own where several people were asked."""

    id: str
    place: Literal["room", "telehealth"]
    kind: str
    began_at: str
    check_ins: Sequence[CheckIn]
    withheld: Withheld | None
    signals: Sequence[Signal]
    prompts: Sequence[Prompt]


@dataclass(frozen=True)
class Client:
    """A client by the code that the therapist chose."""

    id: str
    code: str


@dataclass(frozen=True)
class Clients:
    """A page of clients; `next` goes into `after` for the one that follows, and is null at the end."""

    clients: Sequence[Client]
    next: str | None


@dataclass(frozen=True)
class History:
    """A client's check-ins, the oldest first."""

    client_id: str
    check_ins: Sequence[CheckIn]


@dataclass(frozen=True)
class Item:
    """One question: a line from 0 to 10, or one of `options`."""

    id: str
    kind: Literal["line", "choice", "faces"]
    question: Mapping[str, str]
    options: Sequence[float]


@dataclass(frozen=True)
class Measure:
    """A form that can be asked, in its present version."""

    id: str
    version: int
    name: Mapping[str, str]
    languages: Sequence[str]
    part: Literal["opening", "closing"]
    items: Sequence[Item]
    source: str
    licence: str


@dataclass(frozen=True)
class Measures:
    """Every form that can be asked."""

    measures: Sequence[Measure]


@dataclass(frozen=True)
class NewCheckIn:
    """Somebody to ask: a client's code, a form, and a language that is kept for them; empty leaves it as it was.

    A new code that looks like a client's is refused, unless `new_client` says that it is meant.
    """

    client: str
    measure: str = "session-check"
    language: str = ""
    new_client: bool = False


@dataclass(frozen=True)
class NewVisit:
    """A session to begin. `therapist` is the owner of the token; `kind` is needed for more than one person."""

    therapist: str
    place: Literal["room", "telehealth"]
    check_ins: Sequence[NewCheckIn]
    kind: Literal["couple", "family", "group"] | None = None
