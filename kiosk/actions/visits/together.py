"""Signals on the people of one visit: found once, when the last has answered or the visit is closed."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from typing import Any

from kiosk import catalogue
from kiosk.domain.lifecycle import State
from kiosk.domain.parts import Part
from kiosk.domain.prompts import choose_for_visit
from kiosk.domain.signals.together import Filled, find_together, places_apart
from kiosk.domain.visit_kinds import Together
from kiosk.queries.held import holds
from kiosk.queries.results import score_of
from kiosk.queries.thresholds import for_practice
from kiosk.queries.together import asked_in, is_asking
from kiosk.storage.tables import Practice, Response, Visit
from kiosk.storage.work import Work

APART = "apart-from-group"


def settle_together(work: Work, visit: Visit) -> None:
    """Keep the signals of the visit as a whole, within the act that ended the asking; later calls change nothing.

    They are about the end of the visit; how the week was is each person's own. Nothing is kept while anybody may still
    answer, or where nobody has.
    """
    if not visit.is_of_several or visit.together_at is not None or is_asking(visit):
        return
    responses = [check_in.response for check_in in asked_in(visit, Part.CLOSING) if check_in.response is not None]
    if responses and not holds(visit):
        visit.revealed_at = visit.revealed_at or work.now
    if answered := _counted(visit):
        _keep(visit, answered, work.now)


def _keep(visit: Visit, answered: Sequence[Response], now: datetime) -> None:
    told = _told(visit, answered)
    visit.together, visit.together_lead, visit.apart = told["together"], told["lead"], told["apart"]
    visit.together_at = now


@contextmanager
def telling_together_again(work: Work, visit: Visit) -> Iterator[None]:
    """Tell the shared result of a visit again, as far as the block's correction of an answer in it changes that.

    What was found first stays; the result by the corrected answers stands beside it. Where the correction makes no
    difference, whatever stands there stays, so that thresholds changed since rewrite nothing.
    """
    before = _told(visit, _counted(visit))
    yield
    if not visit.is_of_several or visit.together_at is None:
        settle_together(work, visit)
        return
    told = _told(visit, _counted(visit))
    if told != before:
        first = _plain({"together": visit.together, "lead": visit.together_lead, "apart": visit.apart or []})
        visit.together_retold = None if told == first else {**told, "at": work.now.isoformat()}


def _counted(visit: Visit) -> Sequence[Response]:
    """The answers to compare: a declined form has none, and one that was set aside counts for nothing."""
    there = (check_in.response for check_in in asked_in(visit, Part.CLOSING) if check_in.counts)
    return [response for response in there if response is not None and not response.declined]


def _told(visit: Visit, answered: Sequence[Response]) -> Mapping[str, Any]:
    """The signals of several people, and the one whom *apart from group* is about, as a database gives them back."""
    if not visit.is_of_several or not answered:
        return {"together": [], "lead": None, "apart": []}
    found = find_together(Together(visit.kind), _filled(answered), _people(visit))
    is_apart = any(signal.rule == APART for signal in found)
    lead = choose_for_visit(found)
    return _plain(
        {
            "together": [asdict(signal) for signal in found],
            "lead": asdict(lead) if lead else None,
            "apart": people_apart(visit, answered) if is_apart else [],
        }
    )


def _plain(told: Mapping[str, Any]) -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads(json.dumps(told))
    return found


def people_apart(visit: Visit, answered: Sequence[Response]) -> list[int]:
    """Give the check-ins of those whose marks are far below the others'."""
    places = places_apart(_filled(answered), _people(visit)) if answered else ()
    return [answered[place].check_in.id for place in places]


def _people(visit: Visit) -> int:
    """Count those who were there, whether they answered or not: a form that was withdrawn has nobody."""
    return sum(State(check_in.state) is not State.WITHDRAWN for check_in in asked_in(visit, Part.CLOSING))


def _filled(responses: Sequence[Response]) -> Sequence[Filled]:
    """The forms that were answered, with the thresholds of this practice."""
    practice = responses[0].check_in.visit.therapist.practice
    return [_one(response, practice) for response in responses]


def _one(response: Response, practice: Practice) -> Filled:
    measure = for_practice(catalogue.kept_measure(response.measure, response.measure_version), practice)
    return Filled(score_of(response), measure.kind, measure.rules)
