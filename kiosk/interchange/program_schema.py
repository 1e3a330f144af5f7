"""Schemas of the API and of webhooks: each field by name, so that nothing is sent that is not named here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal, TypeAlias

from kiosk.domain.place import Place
from kiosk.domain.visit_kinds import MOST, Together

Id: TypeAlias = Annotated[str, {"pattern": "^[0-9a-f]{32}$"}]
Happening: TypeAlias = Literal[
    "waiting",
    "opened",
    "answering",
    "sent",
    "declined",
    "unfinished",
    "expired",
    "withdrawn",
    "revealed",
    "corrected",
]
SetAside: TypeAlias = Literal["somebody-else", "mistake", "trial"]


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
    place: Place
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
    """A page of a client's check-ins, the oldest first; `next` goes into `after` for the one that follows."""

    client_id: str
    check_ins: Sequence[CheckIn]
    next: str | None


@dataclass(frozen=True)
class Event:
    """Something that happened to a check-in: its id, a kind and a time, and nothing of an answer.

    An answer that is withheld is told of as `sent`, however it ended, and as `revealed` once it is not any more.
    """

    id: str
    kind: Happening
    at: str
    visit: str
    check_in: str


@dataclass(frozen=True)
class Events:
    """A page of events, the oldest first; `last` goes into `after` of the next request, at once if there is `more`."""

    events: Sequence[Event]
    last: str
    more: bool


@dataclass(frozen=True)
class OpenLoop:
    """Something that waits until it is said what became of it.

    `kind` is null where the answer that it is about is withheld from this program; visit and check-in are those of the
    session that it is about, where the therapist held it.
    """

    id: str
    client: str
    client_id: str
    topic: Literal["help", "session", "together", "goal"]
    kind: Literal["help", "dip", "wish", "promise", "goal"] | None
    opened_at: str
    visit: str | None
    check_in: str | None


@dataclass(frozen=True)
class OpenLoops:
    """A page of what is open; `next` goes into `after` for the one that follows, and is null at the end."""

    open_loops: Sequence[OpenLoop]
    next: str | None


@dataclass(frozen=True)
class Erased:
    """Something that was erased for good: all of a client, an answer with its check-in, or the words in an answer.

    `about` is the id that the client or the check-in had. With a client everything goes that was theirs.
    """

    id: str
    what: Literal["client", "answer", "words"]
    about: str
    at: str


@dataclass(frozen=True)
class Erasures:
    """A page of what was erased, the oldest first; `last` goes into `after` of the next request, now or later."""

    erasures: Sequence[Erased]
    last: str | None


@dataclass(frozen=True)
class Ending:
    """The ending of an open loop."""

    ending: Literal["done", "not-needed"]


@dataclass(frozen=True)
class Correction:
    """Something that was put right: from which client to which, why, by whom and when, and when it was undone."""

    id: str
    kind: Literal["moved", "set-aside", "renamed", "merged", "rescheduled"]
    reason: SetAside | None
    client: str | None
    to_client: str | None
    by: str
    made_at: str
    undone_at: str | None


@dataclass(frozen=True)
class Corrections:
    """The corrections of a check-in, the latest first."""

    corrections: Sequence[Correction]


@dataclass(frozen=True)
class NewCorrection:
    """An answer that is not its client's: `moved` to the client with the code `to_client`, or set aside with a reason.

    `client_id` is the client whose it is now, so that nothing is corrected twice. The answer itself stays as it was
    sent, and the correction can be undone. `note` is kept with it, for people.
    """

    client_id: Id
    becomes: Literal["moved", "somebody-else", "mistake", "trial"]
    to_client: str = ""
    note: str = ""


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

    Without a form it is the one that the page would offer: as last time, else by the kind of work, else the server's.
    A new code that looks like a client's is refused, unless `new_client` says that it is meant.
    """

    client: str
    measure: str = ""
    language: str = ""
    new_client: bool = False


@dataclass(frozen=True)
class NewVisit:
    """A session to begin. `therapist` is the owner of the token; `kind` is needed for more than one person."""

    therapist: str
    place: Place
    check_ins: Annotated[Sequence[NewCheckIn], {"minItems": 1, "maxItems": MOST}]
    kind: Together | None = None
