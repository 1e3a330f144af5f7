"""Routes of FHIR for what answers are of: clients, sessions and forms; each by its id, and found by searching."""

from flask import request
from flask.typing import ResponseReturnValue

from kiosk import __version__, catalogue, clock
from kiosk.actions.practice.readings import Reading
from kiosk.api.blueprint import READ
from kiosk.api.fhir import searching
from kiosk.api.fhir.blueprint import bp, missing, names, page, written
from kiosk.api.gate import behind, has_read, program
from kiosk.core import settings
from kiosk.domain.audit import Audited
from kiosk.domain.measures import Measure
from kiosk.domain.public_ids import PublicId
from kiosk.domain.refusals import NotFound
from kiosk.interchange.fhir.capability import capability
from kiosk.interchange.fhir.encounters import encounter as as_encounter
from kiosk.interchange.fhir.naming import Resource, questionnaire_id
from kiosk.interchange.fhir.patients import patient as as_patient
from kiosk.interchange.fhir.questionnaires import questionnaire as as_questionnaire
from kiosk.languages import load_languages
from kiosk.queries.program_sessions import CheckInSearch, find_clients, find_sessions, program_client


@bp.get("/metadata")
def metadata() -> ResponseReturnValue:
    """The capabilities of this server in FHIR; no token is needed."""
    return written(capability(names(), __version__))


@bp.get("/Patient/<public_id:client_id>")
@behind(READ)
def patient(client_id: PublicId) -> ResponseReturnValue:
    """A client, by a pseudonym."""
    try:
        found = program_client(program(), client_id)
    except NotFound:
        raise missing(client_id) from None
    has_read(Reading(Audited.CLIENT_READ, "clients", client_id, client_id))
    return written(as_patient(found, names()), found.changed_at)


@bp.get("/Patient")
@behind(READ)
def patients() -> ResponseReturnValue:
    """The clients of the token's owner."""
    searching.check_parameters("Patient")
    sought = searching.sought_clients(names())
    found = find_clients(program(), sought, searching.after(), searching.page_size())
    has_read(Reading(Audited.LIST_READ, "clients", ""))
    return page("Patient", [as_patient(one, names()) for one in found.found], found.following)


@bp.get("/Encounter/<visit_id>")
@behind(READ)
def encounter(visit_id: str) -> ResponseReturnValue:
    """A session with one client."""
    visit, client = searching.session_ids(visit_id)
    sought = CheckInSearch(visit=visit, client=client, of_several=client is not None)
    found = find_sessions(program(), sought, "", 1, clock.now()).found
    if not found:
        raise NotFound
    return written(as_encounter(found[0], names()), found[0].changed_at)


@bp.get("/Encounter")
@behind(READ)
def encounters() -> ResponseReturnValue:
    """Sessions of the token's owner, each for every client who was in it."""
    searching.check_parameters("Encounter")
    sought = searching.sought_sessions(names())
    found = find_sessions(program(), sought, searching.after(), searching.page_size(), clock.now())
    has_read(Reading(Audited.LIST_READ, "visits", ""))
    return page("Encounter", [as_encounter(one, names()) for one in found.found], found.following)


@bp.get("/Questionnaire/<form>")
@behind(READ)
def questionnaire(form: str) -> ResponseReturnValue:
    """One version of a form."""
    found = next((one for one in catalogue.measures().every() if questionnaire_id(one) == form), None)
    if found is None:
        raise NotFound
    return written(_form(found))


@bp.get("/Questionnaire")
@behind(READ)
def questionnaires() -> ResponseReturnValue:
    """Every version of every form, the newest being active."""
    searching.check_parameters("Questionnaire")
    url, version = request.args.get("url"), request.args.get("version")
    wanted, _, of_url = (url or "").partition("|")
    found = [
        one
        for one in catalogue.measures().every()
        if (url is None or names().canonical(one) == wanted)
        and {str(one.version)} >= {given for given in (version, of_url) if given}
        and request.args.get("_id", questionnaire_id(one)) == questionnaire_id(one)
    ]
    return page("Questionnaire", map(_form, found), None)


def _form(found: Measure) -> Resource:
    is_newest = catalogue.measures()[found.id].version == found.version
    return as_questionnaire(found, names(), load_languages(settings().instance), is_newest=is_newest)
