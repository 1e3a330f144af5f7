"""Values that the account's pages show."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from kiosk.domain.phrases import Phrase
from kiosk.domain.public_ids import PublicId
from kiosk.qr import Code


@dataclass(frozen=True)
class SetUpPage:
    """The first person's page; problems name their field."""

    problems: Sequence[tuple[str, str]] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    zones: Sequence[str] = ()


@dataclass(frozen=True)
class LoginLinkPage:
    """A link that logs one person in, once; somebody without a password chooses one by it."""

    name: str
    email: str = ""
    sets_password: bool = False
    problem: str = ""


@dataclass(frozen=True)
class LoginCodePage:
    """The password was right: the code, and where to go with it. Says nothing of whose login it is."""

    next: str = "/"
    unsent: str = ""
    language: str = ""
    problem: str = ""


@dataclass(frozen=True)
class CodesPage:
    """Codes at one's own login: whether there are any, and what proves who changes that."""

    email: str
    on: bool
    left: int
    has_password: bool
    problem: str = ""


@dataclass(frozen=True)
class ScanPage:
    """The secret for the app, as a picture and to type, sealed until the first code confirms it."""

    code: Code
    to_type: str
    offer: str
    problem: str = ""


@dataclass(frozen=True)
class RecoveryPage:
    """Shown once: codes for when the app is not at hand, in groups that can be copied by eye."""

    codes: Sequence[str]


@dataclass(frozen=True)
class PasskeyRow:
    """One passkey, as its owner knows it."""

    id: PublicId
    name: str
    used: Phrase


@dataclass(frozen=True)
class PasskeysPage:
    """One's own passkeys, and what proves who changes them."""

    email: str
    passkeys: Sequence[PasskeyRow]
    asks_for_codes: bool
    has_password: bool
    problem: str = ""
    saved: str = ""


@dataclass(frozen=True)
class TokenRow:
    """A token as its owner knows it: the program's name, what it may do, and how long."""

    id: PublicId
    name: str
    may: Sequence[Phrase]
    works: Phrase
    used: Phrase


@dataclass(frozen=True)
class TokensPage:
    """The programs that act for somebody, and the form for one more."""

    tokens: Sequence[TokenRow]
    scopes: Sequence[tuple[str, Phrase, Phrase]]
    """Each by its word, as a person reads it, with what it opens."""
    days: Sequence[tuple[int, Phrase]]
    name: str = ""
    chosen: Collection[str] = ()
    chosen_days: int = 0
    secret: str = ""
    """The one that was made just now; shown this once."""
    made_for: str = ""
    problems: Sequence[tuple[str, str]] = ()
    saved: str = ""


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
    asks_for_codes: bool = False
    passkeys: int = 0
    makes_tokens: bool = False
    """True for a therapist, for whom programs can act."""
    programs: int = 0
    problem: str = ""
    saved: str = ""
    logins: Sequence["LoginRow"] = ()
    on_duty: bool = False
    """True if they agreed to be told of colleagues' calls for help."""
    duty_minutes: int = 0
    """Minutes after which the practice has them told; 0 for never."""


@dataclass(frozen=True)
class LoginRow:
    """One browser in which this person is logged in; `words` say since when, and when something was saved last."""

    id: PublicId
    device: str
    words: str
    is_here: bool


@dataclass(frozen=True)
class DeliveryRow:
    """One message: what it told of and when, and what came of it."""

    id: PublicId
    when: str
    told: Phrase
    state: str
    outcome: str


@dataclass(frozen=True)
class WebhookRow:
    """One webhook with its log."""

    id: PublicId
    name: str
    url: str
    told: Sequence[Phrase]
    severity: Phrase | None
    with_content: bool
    is_named: bool
    """True if clients' forms name it."""
    log: Sequence[DeliveryRow]


@dataclass(frozen=True)
class WebhooksPage:
    """One's own webhooks, and the form for one more."""

    webhooks: Sequence[WebhookRow]
    causes: Sequence[tuple[str, Phrase]]
    severities: Sequence[tuple[int, Phrase]]
    name: str
    url: str
    chosen: Collection[str]
    severity: int
    with_content: bool
    secret: str
    """Of the webhook that was just made; shown once."""
    made_for: str
    problems: Sequence[tuple[str, str]]
    saved: str
