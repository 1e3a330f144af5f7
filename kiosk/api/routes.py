"""Routes of the API: visits, check-ins, clients and measures."""

from collections.abc import Iterable, Mapping
from typing import Final, assert_never

from flask import Response, request
from flask.typing import ResponseReturnValue

from kiosk import catalogue, clock, qr
from kiosk.actions.practice.readings import Reading
from kiosk.actions.visits.change import withdraw_check_in
from kiosk.actions.visits.new_codes import AskWhose
from kiosk.actions.visits.open import Opened, Wanted, open_visit, tidy
from kiosk.actions.visits.open_together import OpenedTogether, open_together
from kiosk.actions.visits.still_open import AlreadyOpen
from kiosk.api import bodies
from kiosk.api.blueprint import ASK, PAGED, READ, READS_BODY, USUAL, bp, page_size, sent
from kiosk.api.gate import Operation, has_read, needs, program, sent_once
from kiosk.api.problems import Problem
from kiosk.core import settings
from kiosk.domain.audit import Audited
from kiosk.domain.public_ids import PublicId
from kiosk.domain.visit_kinds import ONE_CLIENT
from kiosk.interchange import program_schema as schemas
from kiosk.interchange import programs as present
from kiosk.queries import programs
from kiosk.queries.asking import see_usual_form
from kiosk.queries.check_ins import SeenCheckIn, shown_answers
from kiosk.storage.db import look_again

TO_CLIENT: Final = (("history", "client_id", "/clients/0/id"), ("clients", "after", "/next"))
TO_CHECK_IN: Final = (
    ("check_in", "check_in_id", "/check_ins/0/id"),
    ("qr_code", "check_in_id", "/check_ins/0/id"),
    ("withdraw", "check_in_id", "/check_ins/0/id"),
    ("corrections", "check_in_id", "/check_ins/0/id"),
    ("correct", "check_in_id", "/check_ins/0/id"),
    ("history", "client_id", "/check_ins/0/client_id"),
)
A_VISIT: Final[Mapping[str, object]] = {
    "therapist": "alice@example.org",
    "place": "room",
    "check_ins": [{"client": "C-014", "measure": "session-check"}],
}


@bp.post("/visits")
@needs(
    Operation(
        ASK,
        schemas.Visit,
        schemas.NewVisit,
        201,
        (*USUAL, *READS_BODY, 409, 503),
        example=A_VISIT,
        leads_to=(("visit", "visit_id", "/id"), *TO_CHECK_IN),
    )
)
def begin() -> ResponseReturnValue:
    """Begin a session with one or several people; each gets a link, a short code and a QR code."""
    wanted, now, actor = bodies.new_visit(), clock.now(), program()
    if not programs.is_owner(actor, wanted.therapist):
        raise Problem(422, "“therapist” must be the email or the id of the person who made this token.")
    match _open(wanted):
        case AlreadyOpen() as opened:
            raise _still_open(opened)
        case AskWhose() as asked:
            raise _whose(asked)
        case Opened(visit=begun) | OpenedTogether(visit=begun):
            look_again()
            return sent(present.visit(programs.begun_visit(actor, begun, now), settings().address), 201)
        case never:
            assert_never(never)


def _open(wanted: schemas.NewVisit) -> Opened | OpenedTogether | AlreadyOpen | AskWhose:
    people = [_person(one, wanted.kind or ONE_CLIENT) for one in wanted.check_ins]
    new = [tidy(one.client) for one in wanted.check_ins if one.new_client]
    actor, now, language, once = program(), clock.now(), settings().language, sent_once()
    if wanted.kind:
        return open_together(actor, wanted.kind, people, wanted.place, now, language=language, new=new, once=once)
    (one,) = people
    return open_visit(
        actor, one.code, one.measure, wanted.place, now, language=language, theirs=one.language, new=new, once=once
    )


def _person(one: schemas.NewCheckIn, kind: str) -> Wanted:
    """Choose the form of somebody for whom none is named. Raises Problem where it cannot be asked in their language."""
    measure = one.measure or see_usual_form(program(), kind, tidy(one.client)) or settings().measure
    known = catalogue.measures().get(measure)  # the act itself names a form that is not there
    if one.language and known and one.language not in known.languages:
        raise Problem(422, f"“{measure[:40]}” can be asked in: {', '.join(known.languages)}.")
    return Wanted(one.client, measure, one.language)


@bp.get("/visits/<public_id:visit_id>")
@needs(Operation(READ, schemas.Visit, problems=(*USUAL, 404, 409), leads_to=TO_CHECK_IN))
def visit(visit_id: PublicId) -> ResponseReturnValue:
    """A session, how far each person is, and what they answered as far as the therapist may see it."""
    seen = programs.program_visit(program(), visit_id, clock.now())
    _has_given(one.check_in for one in seen.check_ins)
    return sent(present.visit(seen, settings().address))


@bp.get("/check-ins/<public_id:check_in_id>")
@needs(Operation(READ, schemas.CheckIn, problems=(*USUAL, 404, 409)))
def check_in(check_in_id: PublicId) -> ResponseReturnValue:
    """One person's check-in."""
    seen = programs.program_check_in(program(), check_in_id, clock.now())
    _has_given([seen.check_in])
    return sent(present.check_in(seen, settings().address))


@bp.post("/check-ins/<public_id:check_in_id>/withdraw")
@needs(Operation(ASK, None, status=204, problems=(*USUAL, 404, 503)))
def withdraw(check_in_id: PublicId) -> ResponseReturnValue:
    """End a link at once. An answer that is there stays; doing it twice does no harm."""
    withdraw_check_in(program(), check_in_id, clock.now())
    return Response(status=204)


@bp.get("/check-ins/<public_id:check_in_id>/qr.svg")
@needs(Operation(ASK, "image/svg+xml", problems=(*USUAL, 404, 409)))
def qr_code(check_in_id: PublicId) -> ResponseReturnValue:
    """The link as a QR code, as long as it opens the form."""
    link = programs.open_link(program(), check_in_id, clock.now())
    return Response(qr.drawn(f"{settings().address}/c/{link.token}"), mimetype="image/svg+xml")


@bp.get("/clients")
@needs(Operation(READ, schemas.Clients, problems=(*USUAL, 422), asks=PAGED, leads_to=TO_CLIENT))
def clients() -> ResponseReturnValue:
    """The therapist's clients, a page at a time: `limit` of them, those `after` one."""
    page, after = programs.program_clients(program(), request.args.get("after", ""), page_size())
    has_read(Reading(Audited.LIST_READ, "clients", ""))
    return sent(schemas.Clients([schemas.Client(one.id, one.code) for one in page], after))


@bp.get("/clients/<public_id:client_id>/history")
@needs(Operation(READ, schemas.History, problems=(*USUAL, 404, 422), asks=PAGED))
def history(client_id: PublicId) -> ResponseReturnValue:
    """A client's check-ins, the oldest first, a page at a time: `limit` of them, those `after` one."""
    after = request.args.get("after", "")
    found, following = programs.program_history(program(), client_id, after, page_size(), clock.now())
    has_read(Reading(Audited.CLIENT_READ, "clients", client_id, client_id))
    return sent(present.history(client_id, found, following, settings().address))


@bp.get("/measures")
@needs(Operation(ASK, schemas.Measures))
def measures() -> ResponseReturnValue:
    """Every form that can be asked, in its present version."""
    return sent(schemas.Measures([present.measure(one) for one in catalogue.measures().values()]))


def _has_given(check_ins: Iterable[SeenCheckIn]) -> None:
    """Note the answers that are given: `readings.has_shown_answers` does the same for pages."""
    for one in shown_answers(check_ins):
        has_read(Reading(Audited.RESULT_READ, "check_ins", one.check_in, one.client))


def _still_open(opened: AlreadyOpen) -> Problem:
    forms = "; ".join(f"{one.code}: {one.check_in}" for one in opened.forms)
    return Problem(409, f"A form is still open, or was answered just now. Withdraw or read it first. {forms}")


def _whose(asked: AskWhose) -> Problem:
    first = asked.questions[0]
    like = ", ".join([*(one.code for one in first.known), *first.typed])
    return Problem(
        409,
        f"{first.code} is new, and looks like {like}. Send that code, or “new_client”: true.",
    )
