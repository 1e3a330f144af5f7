"""Scores as Observation: the total of a check-in and each of its subscales, or the reason why there is no value."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from kiosk.domain.measures import Measure
from kiosk.domain.scoring import Score, points
from kiosk.interchange.fhir.naming import (
    DECLINED,
    MASKED,
    TERMINOLOGY,
    Names,
    Resource,
    because,
    meta,
    reference,
)
from kiosk.interchange.fhir.responses import about, is_set_aside, outcome_time, sender
from kiosk.queries.programs import ProgramCheckIn
from kiosk.queries.results import Result

UNIT: Final[Resource] = {"unit": "points", "system": "http://unitsofmeasure.org", "code": "{score}"}
TOO_FEW: Final = "Too few questions were answered for this score."


@dataclass(frozen=True)
class ScorePart:
    """The total or one subscale: its place among them, its code and its name in words."""

    place: int
    code: str
    name: str
    subscale: str = ""
    """The id of the subscale; empty for the total."""

    def id(self, check_in: str) -> str:
        """The id of this score of a check-in."""
        return score_id(check_in, self.place)


def score_id(check_in: str, place: int) -> str:
    """The check-in's id for the total, and with the place in two hexadecimal digits behind it for a subscale."""
    return f"{check_in}{place:02x}" if place else check_in


def count_scores(measure: Measure) -> int:
    """Return how many scores an answer to this form has: one for the total and one for each subscale, or none."""
    return len(list(parts(measure))) if measure.is_scored else 0


def observations(one: ProgramCheckIn, names: Names, changed_at: datetime | None = None) -> Sequence[Resource]:
    """The total and the subscales of one answer; none before it, and none of a form that is not scored."""
    if one.check_in.outcome is None or not one.measure.is_scored:
        return []
    return [_observation(one, part, names, changed_at) for part in parts(one.measure)]


def parts(measure: Measure) -> Iterator[ScorePart]:
    """The total of a form and its subscales, in its own order."""
    name = measure.names["en"]
    yield ScorePart(0, "total", f"{name}: total, {points(measure.minimum):g} to {points(measure.maximum):g}")
    for place, one in enumerate(measure.scoring.subscales, start=1):
        yield ScorePart(place, f"subscale.{one.id}", f"{name}: {one.names['en']}", one.id)


def _observation(one: ProgramCheckIn, part: ScorePart, names: Names, changed_at: datetime | None) -> Resource:
    seen, form = one.check_in, one.measure
    at = outcome_time(seen.outcome).isoformat() if seen.outcome else ""
    observation_id, by = part.id(seen.id), sender(seen, names)
    return {
        "resourceType": "Observation",
        "id": observation_id,
        **meta(changed_at, "" if seen.result else "MASKED"),
        "identifier": [names.identifier("score", observation_id)],
        "status": "entered-in-error" if is_set_aside(seen) else "final",
        "category": [{"coding": [{"system": f"{TERMINOLOGY}observation-category", "code": "survey"}]}],
        "code": {
            "coding": [{"system": names.scores(form), "version": str(form.version), "code": part.code}],
            "text": part.name,
        },
        **about(seen, names),
        "effectiveDateTime": at,
        **({"performer": [by]} if by else {}),
        **({} if is_set_aside(seen) else _value(seen.result, part)),
        "derivedFrom": [reference("QuestionnaireResponse", seen.id)],
    }


def _value(result: Result | None, part: ScorePart) -> Resource:
    """The points, with how they were come by where that is not plain; or why there are none."""
    if result is None:
        return because(MASKED)
    if result.declined:
        return because(DECLINED)
    value = result.score.subscales.get(part.subscale) if part.subscale else result.score.total
    if value is not None:
        return _quantity(points(value)) | ({} if part.subscale else _replaced(result.score))
    if not part.subscale and result.score.estimate is not None:
        return _quantity(round(result.score.estimate, 1)) | _estimated(result.score)
    return because("unknown", TOO_FEW)


def _quantity(value: float) -> Resource:
    return {"valueQuantity": {"value": value} | UNIT}


def _estimated(score: Score) -> Resource:
    marked = len(score.marked)
    return {"method": {"text": f"Estimated from the {marked} of {len(score.lines)} questions that were answered."}}


def _replaced(score: Score) -> Resource:
    if not score.replaced:
        return {}
    return {"method": {"text": f"Answers left out: {score.replaced}. The mean of the others stands for them."}}
