"""Check-ins by link or short code: all that a form needs that is shown, opened or sent."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BindParameter, bindparam, exists, func, select, update
from sqlalchemy.orm import aliased, joinedload
from sqlalchemy.orm.attributes import set_committed_value

from kiosk.domain.events import OF_FORMS, EventKind
from kiosk.domain.lifecycle import State, known_state
from kiosk.domain.public_ids import PublicId
from kiosk.keys import hash_of
from kiosk.storage.backends import Claim
from kiosk.storage.sessions import ReadSession, WriteSession
from kiosk.storage.tables import (
    CheckIn,
    Client,
    Event,
    Goal,
    Guess,
    Person,
    Practice,
    RecordPatient,
    RecordSystem,
    Response,
    Supervision,
    Tablet,
    Visit,
    Webhook,
    table_of,
)

# Put together once: a client's form is shown and sent far more often than anything else happens.
_WITH_VISIT = select(CheckIn).options(joinedload(CheckIn.visit))
_WITH_FORM = select(CheckIn).options(
    joinedload(CheckIn.visit)
    .joinedload(Visit.therapist)
    .options(
        joinedload(Person.practice),
        joinedload(Person.tokens),
        joinedload(Person.webhooks),
        joinedload(Person.supervisions).options(joinedload(Supervision.supervisor), joinedload(Supervision.shares)),
    ),
    joinedload(CheckIn.client).options(
        joinedload(Client.asked_about), joinedload(Client.record_patient).joinedload(RecordPatient.system)
    ),
)
_HASH: BindParameter[bytes] = bindparam("hash")
_BY_LINK = _WITH_FORM.where(CheckIn.link_hash == _HASH)
_BY_SHORT_CODE = _WITH_FORM.where(CheckIn.short_code_hash == _HASH)
_PRACTICE_BY_LINK = select(CheckIn.practice_id).where(CheckIn.link_hash == _HASH)
_ROWS_BY_LINK = select(CheckIn.id).join(CheckIn.visit).where(CheckIn.link_hash == _HASH)
_BEFORE = aliased(CheckIn)
# Side by side, and tied together by hand: SQLAlchemy's way from one row to the next costs a third of the statement.
_TO_ANSWER = (
    select(
        CheckIn,
        Visit,
        Person,
        Practice,
        Client,
        Guess,
        CheckIn.response.has(),
        exists().where(
            Response.check_in_id == _BEFORE.id,
            Response.therapist_id == Visit.therapist_id,
            ~Response.declined,
            _BEFORE.client_id == CheckIn.client_id,
            _BEFORE.part == CheckIn.part,
            _BEFORE.counts,
        ),
        CheckIn.client.has(Client.asked_about.has()),
        exists().where(Goal.client_id == CheckIn.client_id, Goal.met_at.is_(None), Goal.ended_at.is_(None)),
        exists().where(Tablet.check_in_id == CheckIn.id, Tablet.switched_off_at.is_(None)),
        exists().where(Webhook.person_id == Visit.therapist_id, Webhook.removed_at.is_(None))
        | exists().where(RecordSystem.practice_id == CheckIn.practice_id, RecordSystem.removed_at.is_(None)),
    )
    .join(CheckIn.visit)
    .join(Visit.therapist)
    .join(Person.practice)
    .join(CheckIn.client)
    .outerjoin(Guess, Guess.check_in_id == CheckIn.id)
    .where(CheckIn.link_hash == _HASH)
)
_TOLD = select(Event.kind).where(Event.check_in_id == CheckIn.id, Event.kind.in_(OF_FORMS))
_SHOWN_FORM = (
    select(
        CheckIn.id,
        CheckIn.practice_id,
        CheckIn.visit_id,
        Visit.therapist_id,
        CheckIn.state,
        _TOLD.order_by(Event.id.desc()).limit(1).scalar_subquery(),
        select(func.count()).where(Event.check_in_id == CheckIn.id).scalar_subquery(),
    )
    .join(CheckIn.visit)
    .where(CheckIn.link_hash == _HASH)
)
_CHECK_INS = table_of(CheckIn)
_OPEN_FORM = (
    update(_CHECK_INS)
    .where(_CHECK_INS.c.id == bindparam("form"), _CHECK_INS.c.state == bindparam("as_read"))
    .returning(_CHECK_INS.c.id)
)
_CHANGE = update(_CHECK_INS).where(_CHECK_INS.c.id == bindparam("check_in"))
_VISIT_BY_LINK = _WITH_VISIT.where(CheckIn.link_hash == _HASH)


def by_link(session: ReadSession, token: str) -> CheckIn | None:
    """The check-in behind a link's token, with all that its form needs."""
    return session.scalars(_BY_LINK, {"hash": hash_of(token)}).unique().one_or_none()


def claim_by_link(token: str) -> Claim:
    """The check-in behind a link's token, and its visit."""
    found = {"hash": hash_of(token)}
    return Claim(_PRACTICE_BY_LINK.params(found), _ROWS_BY_LINK.params(found))


@dataclass(frozen=True)
class ShownForm:
    """A form that somebody looks at: the columns of its check-in that say whether that is news."""

    id: int
    practice_id: int
    visit_id: int
    therapist_id: int
    state: State
    last_told: EventKind | None
    """The latest that open pages were told of the form."""
    times_told: int
    """The number of events told about it, which is limited: a link's holder cannot add events without end."""


def shown_form(session: ReadSession, token: str) -> ShownForm | None:
    """The form behind a link's token, as far as it matters that it is looked at."""
    row = session.execute(_SHOWN_FORM, {"hash": hash_of(token)}).one_or_none()
    if row is None:
        return None
    check_in, practice, visit, therapist, state, told, times = row
    return ShownForm(check_in, practice, visit, therapist, known_state(state), EventKind(told) if told else None, times)


def open_form(session: WriteSession, form: ShownForm, opened_at: datetime) -> bool:
    """Store that a form was opened; False where its state is no longer that which was read."""
    values = {"form": form.id, "as_read": form.state, "state": State.OPENED, "opened_at": opened_at}
    return session.execute(_OPEN_FORM, values).first() is not None


def change(session: WriteSession, check_in: CheckIn, **columns: object) -> None:
    """Change columns of a check-in by a statement of its own, and its object with them, which is then not flushed."""
    session.execute(_CHANGE, {"check_in": check_in.id, **columns})
    for name, value in columns.items():
        set_committed_value(check_in, name, value)


@dataclass(frozen=True)
class ToAnswer:
    """A check-in with all that decides what its answer does."""

    check_in: CheckIn
    guess: Guess | None
    is_answered: bool
    answered_before: bool
    """True where this client answered this therapist before in this part of a visit, whatever the form."""
    asks_about_words: bool
    """True where the form tells that its therapist reads what was written to another before."""
    has_open_goals: bool
    is_on_tablet: bool
    is_followed: bool
    """True where its therapist has a webhook or its practice a record system, which may be told of the answer."""


def to_answer(session: ReadSession, token: str) -> ToAnswer | None:
    """The check-in behind a link's token, with all that an answer to it needs.

    The response is loaded only where there is one, which is seldom: it was sent before.
    """
    row = session.execute(_TO_ANSWER, {"hash": hash_of(token)}).one_or_none()
    if row is None:
        return None
    check_in, visit, therapist, practice, client, *beside = row
    for one, name, other in (
        (check_in, "visit", visit),
        (check_in, "client", client),
        (visit, "therapist", therapist),
        (therapist, "practice", practice),
    ):
        set_committed_value(one, name, other)
    asked = ToAnswer(check_in, *beside)
    if not asked.is_answered:
        set_committed_value(asked.check_in, "response", None)
    return asked


def with_visit_by_link(session: ReadSession, token: str) -> CheckIn | None:
    """The check-in behind a link's token, with its visit."""
    return session.scalars(_VISIT_BY_LINK, {"hash": hash_of(token)}).one_or_none()


def by_short_code(session: ReadSession, code_hash: bytes, now: datetime) -> CheckIn | None:
    """The check-in behind a short code that still works."""
    found = session.scalars(_BY_SHORT_CODE, {"hash": code_hash}).unique().one_or_none()
    return found if found and now <= found.short_code_ends_at else None


def link_version_of(session: ReadSession, check_in_id: PublicId) -> int | None:
    """The version of a check-in's link, whosever it is."""
    return session.scalars(select(CheckIn.link_version).where(CheckIn.public_id == check_in_id)).one_or_none()


def holder_of_short_code(session: ReadSession, code_hash: bytes) -> int | None:
    """The check-in that has this short code, whether or not it still works."""
    return session.scalars(select(CheckIn.id).where(CheckIn.short_code_hash == code_hash)).one_or_none()
