"""Routes of FHIR for what was answered: responses, and the scores that were made of them."""

from collections.abc import Iterable, Sequence

from flask import request
from flask.typing import ResponseReturnValue

from kiosk import clock
from kiosk.actions.practice.readings import Reading
from kiosk.api.blueprint import READ
from kiosk.api.fhir import searching
from kiosk.api.fhir.blueprint import bp, missing, names, page, written
from kiosk.api.gate import behind, has_read, program
from kiosk.domain.audit import Audited
from kiosk.domain.public_ids import PublicId, public_id
from kiosk.domain.refusals import NotFound
from kiosk.interchange.fhir.naming import Resource
from kiosk.interchange.fhir.observations import observations as as_observations
from kiosk.interchange.fhir.responses import questionnaire_response
from kiosk.queries.program_sessions import CheckInSearch, FoundAnswer, Page, find_answers


@bp.get("/QuestionnaireResponse/<public_id:check_in_id>")
@behind(READ)
def response(check_in_id: PublicId) -> ResponseReturnValue:
    """One answer, as far as its therapist may see it and its form had named the program."""
    found = _one(check_in_id)
    (made,) = _responses([found])
    return written(made, found.changed_at)


@bp.get("/QuestionnaireResponse")
@behind(READ)
def responses() -> ResponseReturnValue:
    """Answers to forms."""
    searching.check_parameters("QuestionnaireResponse")
    found = _found(searching.sought_answers(names(), public_id), searching.after(), searching.page_size())
    return page("QuestionnaireResponse", _responses(found.found), found.following)


@bp.get("/Observation/<check_in_id>")
@behind(READ)
def observation(check_in_id: str) -> ResponseReturnValue:
    """The total of an answer, or one of its subscales."""
    found = _one(searching.check_in_of(check_in_id))
    made = next((one for one in _scores([found]) if one["id"] == check_in_id), None)
    if made is None:
        raise NotFound
    return written(made, found.changed_at)


@bp.get("/Observation")
@behind(READ)
def observations() -> ResponseReturnValue:
    """Totals and subscales: of one answer after the other, though a page can end among them."""
    searching.check_parameters("Observation")
    sought, most, after = (
        searching.sought_answers(names(), searching.check_in_of),
        searching.page_size(),
        searching.after(),
    )
    begun, asked = searching.check_in_of(after), request.args.get("_id")
    rest = _scores([_one(begun)]) if begun and after != begun else []
    found = _found(sought, begun or after, most)
    scores = [*(one for one in rest if _place(one) > after), *_scores(found.found)]
    shown = [one for one in scores[:most] if asked in {None, one["id"]}]
    return page("Observation", shown, _place(scores[most - 1]) if len(scores) > most else found.following)


def _place(score: Resource) -> str:
    """The place of a score among all: its id, and for a total what stands before the first subscale."""
    score_id = str(score["id"])
    return score_id if len(score_id) > searching.ID_LENGTH else f"{score_id}00"


def _one(check_in_id: PublicId) -> FoundAnswer:
    """One answer. Raises NotFound, and a Problem where it was erased."""
    found = find_answers(program(), CheckInSearch(check_in=check_in_id), "", 1, clock.now()).found
    if not found:
        raise missing(check_in_id)
    seen = found[0].check_in.check_in
    if seen.result:
        has_read(Reading(Audited.RESULT_READ, "check_ins", seen.id, seen.client))
    return found[0]


def _found(sought: CheckInSearch, after: str, most: int) -> Page[FoundAnswer]:
    """A page of answers, noted in the audit log for each client of whom one is given."""
    found = find_answers(program(), sought, after, most, clock.now())
    for client in {one.check_in.check_in.client for one in found.found if one.check_in.check_in.result}:
        has_read(Reading(Audited.CLIENT_READ, "clients", client, client))
    return found


def _responses(found: Iterable[FoundAnswer]) -> list[Resource]:
    made = [questionnaire_response(one.check_in, names(), one.changed_at) for one in found]
    return [one for one in made if one]


def _scores(found: Sequence[FoundAnswer]) -> list[Resource]:
    return [score for one in found for score in as_observations(one.check_in, names(), one.changed_at)]
