"""Visits of several by what is set for one client or for the practice: pauses, thresholds, goals."""

from flask.testing import FlaskClient
from time_machine import TimeMachineFixture

from kiosk.storage.tables import Goal, Response, Visit
from tests.support.practice import Cast
from tests.support.stored import count, stored
from tests.web.browsing import NOW, Desk, answer, lines, read
from tests.web.several import BADLY, WELL, begin


def test_a_visit_of_several_does_not_begin_with_somebody_who_is_paused(cast: Cast, alice: Desk) -> None:
    cast.begin("C-002")
    alice.post(f"{alice.client_path()}/pause", {"reason": "crisis"})
    typed = {"client-1": "C-001", "client-2": "C-002", "kind": "couple", "place": "room"}
    refused = alice.post("/visits/together", typed)
    assert refused.status_code == 422
    assert "C-002 is paused. Resume below or on their own page" in read(refused)
    assert count(cast, Visit) == 1


def test_pausing_the_last_who_was_asked_settles_the_visit(cast: Cast, alice: Desk, phone: FlaskClient) -> None:
    visit = begin(alice, cast, "C-001", "C-002", "C-003", kind="family")
    answer(phone, visit.people[0], lines(**WELL))
    answer(cast.app.test_client(), visit.people[1], lines(**BADLY))
    assert stored(cast, Visit.together_at) == [None]
    alice.post(f"{alice.client_path(3)}/pause", {"reason": "consent"})
    assert "split" in {signal["rule"] for signal in stored(cast, Visit.together)[0]}


def test_a_paused_persons_page_leads_back_to_itself(cast: Cast, alice: Desk) -> None:
    visit = begin(alice, cast, "C-001", "C-002")
    alice.post(f"{alice.client_path(2)}/pause", {"reason": "screen"})
    assert f'name="next" value="{visit.own(1)}"' in alice.get(visit.own(1)).text


def test_everybodys_code_leads_to_their_own_page(cast: Cast, alice: Desk) -> None:
    page = alice.get(begin(alice, cast, "C-001", "C-002").path).text
    assert f'href="{alice.client_path(1)}">C-001' in page
    assert f'href="{alice.client_path(2)}">C-002' in page


def test_a_threshold_of_the_practice_decides_on_a_visit_of_several(cast: Cast, alice: Desk, phone: FlaskClient) -> None:
    alice.post("/settings/cues", {"split.totals_from": "12"})
    visit = begin(alice, cast, "C-001", "C-002")
    answer(phone, visit.people[0], lines(**WELL))
    answer(cast.app.test_client(), visit.people[1], lines(**BADLY))
    assert stored(cast, Visit.together) == [[]]


def test_a_goal_that_is_met_is_told_once_whatever_the_form(
    cast: Cast, alice: Desk, time_machine: TimeMachineFixture
) -> None:
    cast.begin()
    alice.post(f"{alice.client_path()}/goals", {"kind": "felt-understood"})
    told = []
    for day, form in enumerate(
        ["session-check", "felt-understood", "felt-understood", "session-check", "session-check"]
    ):
        time_machine.move_to(NOW.replace(day=4 + day), tick=False)
        marks = {"understood": "9.5"} if form == "felt-understood" else WELL | {"understood": "9.5"}
        waiting = cast.begin(measure=form, at=NOW.replace(day=4 + day))
        answer(cast.app.test_client(), waiting, lines(**marks))
        told.append("goal-met" in {signal["rule"] for signal in stored(cast, Response.signals)[-1]})
    assert told == [False, False, False, True, False]
    assert stored(cast, Goal.met_by) == ["rule"]
