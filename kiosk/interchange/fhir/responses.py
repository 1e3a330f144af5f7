"""Answers as QuestionnaireResponse: one for each check-in that was answered, under the check-in's id."""

from datetime import datetime

from kiosk.interchange.fhir.answers import answer_items
from kiosk.interchange.fhir.naming import Names, Resource, encounter_id, meta, reference
from kiosk.queries.check_ins import SeenCheckIn
from kiosk.queries.programs import ProgramCheckIn
from kiosk.queries.results import SeenResult


def questionnaire_response(one: ProgramCheckIn, names: Names, changed_at: datetime | None = None) -> Resource | None:
    """One answer; None where there is none. One that was set aside says that it is an error, and nothing else."""
    seen, outcome = one.check_in, one.check_in.outcome
    if outcome is None:
        return None
    items = [] if is_set_aside(seen) else answer_items(one, names)
    return {
        "resourceType": "QuestionnaireResponse",
        "id": seen.id,
        **meta(changed_at, "" if seen.result else "MASKED"),
        "language": seen.language,
        "identifier": names.identifier("check-in", seen.id),
        "questionnaire": f"{names.canonical(one.measure)}|{one.measure.version}",
        "status": "entered-in-error" if is_set_aside(seen) else "completed",
        **about(seen, names),
        "authored": outcome_time(outcome).isoformat(),
        **_by(seen, names),
        **({"item": items} if items else {}),
    }


def is_set_aside(seen: SeenCheckIn) -> bool:
    """Return whether a correction found that the answer is not this client's."""
    return seen.set_aside_at is not None


def about(seen: SeenCheckIn, names: Names) -> Resource:
    """The client whose answer it is, and its session."""
    encounter = encounter_id(seen.visit, seen.client, of_several=seen.of_several)
    return {"subject": names.patient(seen.client), "encounter": reference("Encounter", encounter)}


def outcome_time(outcome: SeenResult) -> datetime:
    """The time when it was sent; of one that was entered by the staff, that of the session."""
    return outcome.received_at


def sender(seen: SeenCheckIn, names: Names) -> Resource | None:
    """The client, or by name the person of the staff who entered it from paper or a file; None where it is not said.

    Of an answer that is withheld it is said that the staff entered it, and nothing else.
    """
    if seen.outcome and seen.outcome.entered_by:
        return {"type": "Practitioner", "display": seen.outcome.entered_by}
    return names.patient(seen.client) if seen.result else None


def _by(seen: SeenCheckIn, names: Names) -> Resource:
    by = sender(seen, names)
    return {"author": by, "source": by} if by else {}
