"""A client's code changed, two codes merged and parted again, the work closed and reopened: nothing of it is lost."""

from datetime import timedelta

import pytest
from time_machine import TimeMachineFixture

from kiosk.actions.corrections.clients import merge_clients
from kiosk.domain.audit import Audited
from kiosk.domain.refusals import Conflict
from kiosk.storage.db import writing
from kiosk.storage.tables import CheckIn, Client, Correction, Goal, Pause, Plan, Response
from tests.support.practice import WELL, Cast
from tests.support.stored import every_column, stored
from tests.web.audit import audited
from tests.web.browsing import NOW, Desk, log_in, read
from tests.web.corrections.test_not_theirs import HIGH, LOW, client_id, rules, sent, undo


def page_of(cast: Cast, code: str) -> str:
    return f"/clients/{client_id(cast, code)}"


@pytest.fixture
def two_codes(cast: Cast, alice: Desk) -> None:
    """C-014 and C-15, who are one client, each with sessions and a goal."""
    for weeks in range(9, 4, -1):
        sent(cast, weeks, HIGH)
    sent(cast, 3, LOW, code="C-15", words="Said under the other code.")
    alice.post(f"{page_of(cast, 'C-15')}/goals", {"kind": "own", "words": "To be heard."})


def test_a_renamed_client_keeps_everything_and_the_code_can_be_changed_back(cast: Cast, alice: Desk) -> None:
    sent(cast, 1, WELL)
    page = page_of(cast, "C-014")
    assert alice.post(f"{page}/code", {"code": " C-014b "}).status_code == 303
    assert stored(cast, Client.code) == ["C-014b"]
    assert "Code changed from C-014 to C-014b. Alice" in read(alice.get(f"{page}/correct"))
    assert audited(cast)[-1][2] == Audited.CLIENT_RENAMED
    assert undo(cast, alice).status_code == 303
    assert stored(cast, Client.code) == ["C-014"]


@pytest.mark.parametrize(("code", "words"), [("C-15", "merge them instead"), ("", "Type a code"), ("x" * 30, "Type")])
@pytest.mark.usefixtures("two_codes")
def test_a_code_that_is_taken_or_none_changes_nothing(cast: Cast, alice: Desk, code: str, words: str) -> None:
    refused = alice.post(f"{page_of(cast, 'C-014')}/code", {"code": code})
    assert refused.status_code == 422
    assert words in read(refused)
    assert stored(cast, Client.code) == ["C-014", "C-15"]


@pytest.mark.usefixtures("two_codes")
def test_merged_codes_have_one_history_and_are_parted_again_whole(cast: Cast, alice: Desk) -> None:
    before = every_column(cast, CheckIn), every_column(cast, Goal), every_column(cast, Response)
    mine, other = page_of(cast, "C-014"), page_of(cast, "C-15")
    assert alice.post(f"{mine}/merge", {"other": "C-15"}).status_code == 303
    page = read(alice.get(mine))
    assert "Said under the other code." in page
    assert "To be heard." in page
    assert alice.get(other).location == mine
    assert "C-15" not in read(alice.get("/clients"))
    assert every_column(cast, Response) == before[2]
    low = stored(cast, CheckIn.public_id)[-1]
    assert "below-expected" in str(stored(cast, CheckIn.retold, where=CheckIn.public_id == low))
    assert undo(cast, alice).status_code == 303
    assert (every_column(cast, CheckIn), every_column(cast, Goal)) == before[:2]
    assert "Said under the other code." in read(alice.get(other))


@pytest.mark.usefixtures("two_codes")
def test_a_session_begun_under_a_merged_code_is_the_merged_clients(cast: Cast, alice: Desk) -> None:
    alice.post(f"{page_of(cast, 'C-014')}/merge", {"other": "C-15"})
    cast.begin("C-15")
    assert stored(cast, CheckIn.client_id)[-1] == stored(cast, Client.id, where=Client.code_index == "C-014")[0]


@pytest.mark.usefixtures("two_codes")
def test_a_planned_session_passes_on_with_everything_else(cast: Cast, alice: Desk) -> None:
    mine, other = stored(cast, Client.id)
    with cast.on_stage(), writing() as session:
        plan = Plan(practice_id=1, therapist_id=cast.alice, client_id=other, first_on=NOW.date(), minute=600)
        plan.weekly, plan.made_at = True, NOW
        session.add(plan)
    alice.post(f"{page_of(cast, 'C-014')}/merge", {"other": "C-15"})
    assert stored(cast, Plan.client_id) == [mine]
    undo(cast, alice)
    assert stored(cast, Plan.client_id) == [other]


@pytest.mark.usefixtures("two_codes")
def test_what_came_after_a_merger_stays_and_after_thirty_days_it_is_not_undone(
    cast: Cast, alice: Desk, time_machine: TimeMachineFixture
) -> None:
    alice.post(f"{page_of(cast, 'C-014')}/merge", {"other": "C-15"})
    time_machine.move_to(NOW + timedelta(days=31), tick=False)
    desk = log_in(cast, cast.alice)
    correction = stored(cast, Correction.public_id)[0]
    refused = desk.post(f"/corrections/{correction}/undo", {"next": "/"})
    assert refused.status_code == 409
    assert stored(cast, Correction.undone_at) == [None]


@pytest.mark.usefixtures("two_codes")
def test_two_people_who_merge_the_same_at_once_do_so_once(cast: Cast) -> None:
    me, mine = cast.actor(cast.alice), stored(cast, Client.public_id)
    with cast.on_stage():
        merge_clients(me, mine[0], "C-15", NOW)
    with cast.on_stage(), pytest.raises(Conflict):
        merge_clients(me, mine[1], "C-014", NOW)
    assert len(stored(cast, Correction.id)) == 1


@pytest.mark.usefixtures("two_codes")
def test_a_client_paused_under_both_codes_is_resumed_once(cast: Cast, alice: Desk) -> None:
    for code in ("C-014", "C-15"):
        alice.post(f"{page_of(cast, code)}/pause", {"reason": "other"})
    alice.post(f"{page_of(cast, 'C-014')}/merge", {"other": "C-15"})
    alice.post(f"{page_of(cast, 'C-014')}/resume")
    assert None not in stored(cast, Pause.ended_at)


def test_a_closed_client_is_not_asked_until_reopened_and_keeps_everything(cast: Cast, alice: Desk) -> None:
    sent(cast, 1, WELL, words="Still here.")
    cast.begin()
    page = page_of(cast, "C-014")
    assert alice.post(f"{page}/close").status_code == 303
    assert stored(cast, CheckIn.state)[-1] == "withdrawn"
    start = {"client": "C-014", "measure": "session-check", "place": "room"}
    refused = alice.post("/visits", start)
    assert "C-014 is closed." in read(refused)
    for caseload in ("/clients", "/clients?show=closed"):
        assert "Closed since" in read(alice.get(caseload))
    assert "Start check-in" not in read(alice.get("/clients?show=closed"))
    assert "Still here." in read(alice.get(page))
    assert alice.post(f"{page}/reopen").status_code == 303
    assert alice.post("/visits", start).status_code == 303


def test_a_colleagues_client_cannot_be_corrected(cast: Cast, alice: Desk, bob: Desk) -> None:
    sent(cast, 1, WELL)
    page = page_of(cast, "C-014")
    for path, fields in (("code", {"code": "X-1"}), ("merge", {"other": "C-014"}), ("close", {}), ("reopen", {})):
        assert bob.post(f"{page}/{path}", fields).status_code == 404
    assert alice.get(f"{page}/correct").status_code == 200
    assert bob.get(f"{page}/correct").status_code == 404


def test_rules_read_on_after_an_undone_merger(cast: Cast, alice: Desk) -> None:
    sent(cast, 3, HIGH)
    later = sent(cast, 1, WELL, code="C-15")
    shown = rules(cast, later)
    alice.post(f"{page_of(cast, 'C-014')}/merge", {"other": "C-15"})
    undo(cast, alice)
    assert rules(cast, later) == shown
