"""Clients, visits and check-ins."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BindParameter, Select, and_, bindparam, exists, func, or_, select, update
from sqlalchemy.orm import contains_eager, joinedload, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from kiosk.domain.actors import Therapist
from kiosk.domain.events import OF_FORMS, EventKind
from kiosk.domain.lifecycle import ANSWERED, OPEN, State, known_state
from kiosk.domain.parts import Part
from kiosk.domain.public_ids import PublicId
from kiosk.keys import hash_of
from kiosk.storage.backends import Claim
from kiosk.storage.scope import is_of_own_client, own_check_ins, own_clients, visits_with_own
from kiosk.storage.sessions import ReadSession, WriteSession
from kiosk.storage.tables import (
    CheckIn,
    Client,
    Event,
    Goal,
    Guess,
    Person,
    RecordPatient,
    Supervision,
    Tablet,
    Visit,
    table_of,
)

# Put together once: a client's form is shown and sent far more often than anything else happens.
_WITH_VISIT = select(CheckIn).options(joinedload(CheckIn.visit))
_OF_FORM = (
    joinedload(CheckIn.visit).joinedload(Visit.therapist).joinedload(Person.practice),
    joinedload(CheckIn.client).joinedload(Client.asked_about),
    joinedload(CheckIn.response),
)
_WITH_FORM = select(CheckIn).options(
    *_OF_FORM,
    joinedload(CheckIn.visit)
    .joinedload(Visit.therapist)
    .options(
        joinedload(Person.tokens),
        joinedload(Person.webhooks),
        joinedload(Person.supervisions).options(joinedload(Supervision.supervisor), joinedload(Supervision.shares)),
    ),
    joinedload(CheckIn.client).joinedload(Client.record_patient).joinedload(RecordPatient.system),
)
_HASH: BindParameter[bytes] = bindparam("hash")
_BY_LINK = _WITH_FORM.where(CheckIn.link_hash == _HASH)
_BY_SHORT_CODE = _WITH_FORM.where(CheckIn.short_code_hash == _HASH)
_PRACTICE_BY_LINK = select(CheckIn.practice_id).where(CheckIn.link_hash == _HASH)
_ROWS_BY_LINK = select(CheckIn.id).join(CheckIn.visit).where(CheckIn.link_hash == _HASH)
_TO_ANSWER = (
    select(CheckIn)
    .options(*_OF_FORM)
    .where(CheckIn.link_hash == _HASH)
    .outerjoin(Guess, Guess.check_in_id == CheckIn.id)
    .add_columns(Guess)
    .add_columns(
        exists().where(Goal.client_id == CheckIn.client_id, Goal.met_at.is_(None), Goal.ended_at.is_(None)),
        exists().where(Tablet.check_in_id == CheckIn.id, Tablet.switched_off_at.is_(None)),
    )
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
    has_open_goals: bool
    is_on_tablet: bool


def to_answer(session: ReadSession, token: str) -> ToAnswer | None:
    """The check-in behind a link's token, with all that an answer to it needs."""
    row = session.execute(_TO_ANSWER, {"hash": hash_of(token)}).one_or_none()
    return ToAnswer(*row) if row else None


def with_visit_by_link(session: ReadSession, token: str) -> CheckIn | None:
    """The check-in behind a link's token, with its visit."""
    return session.scalars(_VISIT_BY_LINK, {"hash": hash_of(token)}).one_or_none()


def by_short_code(session: ReadSession, code_hash: bytes, now: datetime) -> CheckIn | None:
    """The check-in behind a short code that still works."""
    found = session.scalars(_BY_SHORT_CODE, {"hash": code_hash}).unique().one_or_none()
    return found if found and now <= found.short_code_ends_at else None


def visit_of(session: ReadSession, visit_id: PublicId, therapist: Therapist) -> Visit | None:
    """A visit, if it is this therapist's own."""
    return session.scalars(_with_check_ins(therapist).where(Visit.public_id == visit_id)).one_or_none()


def check_in_of(session: ReadSession, check_in_id: PublicId, therapist: Therapist) -> CheckIn | None:
    """A check-in, if its visit is this therapist's own."""
    own = own_check_ins(select(CheckIn).join(CheckIn.visit), therapist).where(CheckIn.public_id == check_in_id)
    load = (
        contains_eager(CheckIn.visit),
        joinedload(CheckIn.client),
        joinedload(CheckIn.response),
        selectinload(CheckIn.repairs),
    )
    return session.scalars(own.options(*load)).one_or_none()


def _with_check_ins(therapist: Therapist) -> Select[Visit]:
    """The visits of this therapist, each with its people whom they still have."""
    theirs = selectinload(Visit.check_ins.and_(is_of_own_client(therapist)))
    load = theirs.joinedload(CheckIn.client), theirs.joinedload(CheckIn.response), theirs.selectinload(CheckIn.repairs)
    return visits_with_own(select(Visit), therapist).options(*load)


def practice_of(session: ReadSession, check_in_id: PublicId) -> int | None:
    """The practice of a check-in, whosever it is."""
    return session.scalars(select(CheckIn.practice_id).where(CheckIn.public_id == check_in_id)).one_or_none()


def link_version_of(session: ReadSession, check_in_id: PublicId) -> int | None:
    """The version of a check-in's link, whosever it is."""
    return session.scalars(select(CheckIn.link_version).where(CheckIn.public_id == check_in_id)).one_or_none()


def since(session: ReadSession, therapist: Therapist, begin: datetime) -> Sequence[Visit]:
    """This therapist's visits from that moment on, oldest first."""
    found = _with_check_ins(therapist).where(Visit.began_at >= begin)
    return session.scalars(found.order_by(Visit.began_at, Visit.id)).all()


def between(session: ReadSession, therapist: Therapist, begin: datetime, end: datetime) -> Sequence[Visit]:
    """This therapist's visits of that time, oldest first."""
    found = _with_check_ins(therapist).where(Visit.began_at >= begin, Visit.began_at < end)
    return session.scalars(found.order_by(Visit.began_at, Visit.id)).all()


def opened_visit(
    session: ReadSession, therapist: Therapist, kind: str, codes: Collection[str], begin: datetime
) -> Visit | None:
    """The latest visit of that kind, begun from then on, that has only opening check-ins, all of them of these clients.

    It is the visit that their closing check-ins belong to.
    """
    found = _with_check_ins(therapist).where(
        Visit.kind == kind,
        Visit.began_at >= begin,
        ~Visit.check_ins.any(CheckIn.part == Part.CLOSING),
        Visit.check_ins.any(),
    )
    recent = session.scalars(found.order_by(Visit.began_at.desc(), Visit.id.desc()))
    return next((visit for visit in recent if {one.client.code for one in visit.check_ins} <= set(codes)), None)


def held_since(session: ReadSession, therapist: Therapist, begin: datetime) -> Sequence[CheckIn]:
    """This therapist's answered check-ins that nobody has asked to see, of visits from then on, the latest first."""
    return session.scalars(
        own_check_ins(select(CheckIn).join(CheckIn.visit), therapist)
        .where(
            Visit.began_at >= begin,
            CheckIn.state.in_(ANSWERED),
            ~CheckIn.is_revealed,
            CheckIn.counts,
        )
        .order_by(CheckIn.closed_at.desc(), CheckIn.id.desc())
        .options(
            contains_eager(CheckIn.visit),
            joinedload(CheckIn.client),
            joinedload(CheckIn.response),
            selectinload(CheckIn.safety_records),
        )
    ).all()


def client_by_code(session: ReadSession, therapist: Therapist, code: str) -> Client | None:
    """This therapist's client of that code; of a code that was merged, the client who has everything of it now."""
    found = session.scalars(own_clients(select(Client), therapist).where(Client.code_index == code)).one_or_none()
    while found is not None and found.merged_into_id is not None:
        found = session.get(Client, found.merged_into_id)
    return found


def in_the_way(  # noqa: PLR0913 -- of whom, for what, and which of them are known already
    session: ReadSession,
    therapist: Therapist,
    codes: Collection[str],
    named: Collection[PublicId],
    now: datetime,
    *,
    part: Part,
) -> Sequence[CheckIn]:
    """The forms of these clients for that part that can still be opened, and those of the named that are answered."""
    is_open = and_(CheckIn.state.in_(OPEN), CheckIn.link_ends_at >= now)
    answered = and_(CheckIn.state.in_(ANSWERED), CheckIn.public_id.in_(named))
    return session.scalars(
        own_clients(select(CheckIn).join(CheckIn.client), therapist)
        .where(Client.code_index.in_(codes), CheckIn.part == part, or_(is_open, answered))
        .order_by(CheckIn.id)
        .options(contains_eager(CheckIn.client))
    ).all()


def open_at_start(
    session: ReadSession, clients: Collection[int], therapist: Therapist, now: datetime
) -> Sequence[CheckIn]:
    """The opening check-ins of these clients whose form can still be opened, the oldest first."""
    # Found first, by the clients: in one statement SQLite would go through all visits of the therapist.
    found = select(CheckIn.id).where(
        CheckIn.client_id.in_(clients),
        CheckIn.part == Part.OPENING,
        CheckIn.state.in_(OPEN),
        CheckIn.link_ends_at >= now,
    )
    return session.scalars(
        own_check_ins(select(CheckIn).join(CheckIn.visit), therapist)
        .where(CheckIn.id.in_(found))
        .order_by(CheckIn.id)
        .options(contains_eager(CheckIn.visit), joinedload(CheckIn.client), joinedload(CheckIn.response))
    ).all()


def people_last_time(session: ReadSession, therapist: Therapist, visit: Visit) -> Sequence[str]:
    """The codes of those who were asked at the end of the last visit of that kind with any of these people.

    In the order of then; empty where there was none.
    """
    people = [check_in.client_id for check_in in visit.check_ins]
    last = session.scalars(
        _with_check_ins(therapist)
        .where(
            Visit.kind == visit.kind,
            Visit.id < visit.id,
            Visit.check_ins.any((CheckIn.part == Part.CLOSING) & CheckIn.client_id.in_(people)),
        )
        .order_by(Visit.id.desc())
        .limit(1)
    ).one_or_none()
    return [one.client.code for one in last.check_ins if one.part == Part.CLOSING] if last else ()


def check_in_before(session: ReadSession, check_in: CheckIn, therapist: Therapist) -> CheckIn | None:
    """The last check-in about a session of the same client with this therapist before this one, and what came of it."""
    query = (
        own_check_ins(select(CheckIn).join(CheckIn.visit), therapist)
        .where(CheckIn.client_id == check_in.client_id, CheckIn.part == Part.CLOSING, CheckIn.id != check_in.id)
        .where(CheckIn.begun_at <= check_in.begun_at)
        .where(CheckIn.counts, Visit.import_id.is_(None))
        .options(selectinload(CheckIn.repairs))
        .order_by(CheckIn.begun_at.desc(), CheckIn.id.desc())
        .limit(1)
    )
    return session.scalars(query).one_or_none()


def holder_of_short_code(session: ReadSession, code_hash: bytes) -> int | None:
    """The check-in that has this short code, whether or not it still works."""
    return session.scalars(select(CheckIn.id).where(CheckIn.short_code_hash == code_hash)).one_or_none()
