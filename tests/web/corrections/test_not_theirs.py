"""An answer that is not this client's: moved or set aside by its therapist, in the open, and undone as easily."""

import json
from collections.abc import Mapping
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import inspect, select
from werkzeug.test import TestResponse

from kiosk.actions.corrections.answers import NotTheirs, correct_answer
from kiosk.domain.audit import Audited
from kiosk.domain.refusals import Conflict
from kiosk.storage.db import reading
from kiosk.storage.tables import CheckIn, Client, Correction, Event, Goal, OpenLoop, Response, Visit
from tests.support.practice import WELL, Cast, Waiting
from tests.support.stored import count, every_column, stored
from tests.web.audit import audited
from tests.web.browsing import NOW, Desk, answer, lines, read
from tests.web.several import begin

LOW = dict.fromkeys(WELL, "3.0")
HIGH = dict.fromkeys(WELL, "9.6")


def sent(cast: Cast, weeks_ago: int, marks: Mapping[str, str], code: str = "C-014", **more: str) -> Waiting:
    at = NOW - timedelta(weeks=weeks_ago)
    waiting = cast.begin(code, at=at)
    cast.send(waiting, at, **marks, **more)
    return waiting


def client_id(cast: Cast, code: str) -> str:
    [found] = stored(cast, Client.public_id, where=Client.code_index == code)
    return str(found)


def correct(cast: Cast, desk: Desk, waiting: Waiting, becomes: str, **fields: str) -> TestResponse:
    [of] = stored(cast, Client.public_id, where=Client.id == stored_client(cast, waiting))
    chosen = {"of": of, "becomes": becomes} | fields
    return desk.post(f"/check-ins/{waiting.check_in}/not-theirs", chosen)


def stored_client(cast: Cast, waiting: Waiting) -> int:
    [found] = stored(cast, CheckIn.client_id, where=CheckIn.public_id == waiting.check_in)
    return int(found)


def undo(cast: Cast, desk: Desk) -> TestResponse:
    """Undo the correction made last."""
    correction = stored(cast, Correction.public_id)[-1]
    return desk.post(f"/corrections/{correction}/undo", {"next": "/"})


def rules(cast: Cast, waiting: Waiting) -> set[str]:
    """The rules that say something about an answer now."""
    with cast.on_stage():
        row = reading().scalars(select(CheckIn).where(CheckIn.public_id == waiting.check_in)).one()
        assert row.response is not None
        return {signal["rule"] for signal in (row.retold or {}).get("signals", row.response.signals)}


def record(cast: Cast, desk: Desk, code: str) -> dict[str, object]:
    found: dict[str, object] = json.loads(desk.get(f"/clients/{client_id(cast, code)}/record.json").text)["clients"][0]
    return found


@pytest.fixture
def mistaken(cast: Cast) -> Waiting:
    """Five good answers of C-014, a very low one that is C-015's, and a good one after it."""
    for weeks in range(8, 3, -1):
        sent(cast, weeks, HIGH)
    sent(cast, 3, WELL, code="C-015")
    return sent(cast, 2, LOW, words="Not about us.")


def test_a_moved_answer_leaves_one_client_and_is_the_others_unchanged(
    cast: Cast, alice: Desk, mistaken: Waiting
) -> None:
    columns = [getattr(Response, column.key) for column in inspect(Response).column_attrs]
    before, others = stored(cast, *columns), every_column(cast, Response)[:-1]
    moved = correct(cast, alice, mistaken, "moved", code="C-015", note="Wrong row.")
    assert (moved.status_code, moved.location) == (303, f"/visits/{mistaken.visit}")
    assert stored(cast, *columns) == before, "sealed anew, with the key of whose it is, and as it was sent"
    assert every_column(cast, Response)[:-1] == others
    page = read(alice.get(moved.location))
    assert "Moved from C-014 to C-015. Alice" in page
    assert "Wrong row." in page
    wrong, right = (read(alice.get(f"/clients/{client_id(cast, code)}")) for code in ("C-014", "C-015"))
    assert ("Not about us." in wrong, "Not about us." in right) == (False, True)
    manage = read(alice.get(f"/clients/{client_id(cast, 'C-014')}/asking"))
    assert "Moved from C-014 to C-015." in manage
    assert Audited.ANSWER_MOVED in {act for _, _, act, _ in audited(cast)}
    assert stored(cast, Event.kind)[-1] == "corrected"


def test_a_moved_answer_is_in_the_right_clients_file_and_only_told_of_in_the_others(
    cast: Cast, alice: Desk, mistaken: Waiting
) -> None:
    correct(cast, alice, mistaken, "moved", code="C-015")
    wrong, right = record(cast, alice, "C-014"), record(cast, alice, "C-015")
    assert mistaken.check_in not in json.dumps(wrong["check_ins"])
    assert "C-015" not in json.dumps(wrong)
    assert mistaken.check_in in json.dumps(right["check_ins"])
    assert [each["kind"] for each in wrong["corrections"]] == ["moved"]  # type: ignore[attr-defined]


def test_later_answers_of_both_are_told_again_and_what_was_shown_stays_readable(
    cast: Cast, alice: Desk, mistaken: Waiting
) -> None:
    later = sent(cast, 1, dict.fromkeys(WELL, "9.1"))
    of_the_other = sent(cast, 0, WELL, code="C-015")
    shown = rules(cast, later)
    assert "below-expected" not in shown
    correct(cast, alice, mistaken, "moved", code="C-015")
    assert rules(cast, later) != shown
    assert "below-expected" in rules(cast, later)
    page = read(alice.get(f"/visits/{later.visit}"))
    assert "What it said on its day" in page
    assert "Worked out again at" in page
    assert stored(cast, CheckIn.retold, where=CheckIn.public_id == of_the_other.check_in) != [None]
    assert undo(cast, alice).status_code == 303
    assert rules(cast, later) == shown
    assert "What it said on its day" not in read(alice.get(f"/visits/{later.visit}"))
    assert count(cast, CheckIn, CheckIn.retold.is_not(None)) == 0


@pytest.mark.parametrize("reason", ["somebody-else", "mistake", "trial"])
def test_an_answer_set_aside_counts_for_nothing_and_counts_again_once_undone(
    cast: Cast, alice: Desk, mistaken: Waiting, reason: str
) -> None:
    page = f"/clients/{client_id(cast, 'C-014')}"
    assert "Not about us." in read(alice.get(page))
    assert correct(cast, alice, mistaken, reason).status_code == 303
    assert "Not about us." not in read(alice.get(page)).partition("Corrections")[0]
    assert mistaken.check_in not in json.dumps(record(cast, alice, "C-014")["check_ins"])
    assert "It no longer counts." in read(alice.get(f"/visits/{mistaken.visit}"))
    assert undo(cast, alice).status_code == 303
    assert "Not about us." in read(alice.get(page))
    assert Audited.CORRECTION_UNDONE in {act for _, _, act, _ in audited(cast)}
    assert stored(cast, Correction.undone_at) == [NOW]


def test_the_shared_result_of_several_is_told_again_and_what_was_shown_stays_readable(cast: Cast, alice: Desk) -> None:
    couple = begin(alice, cast, "C-001", "C-002")
    cast.send(couple.people[0], None, **HIGH)
    cast.send(couple.people[1], None, **LOW)
    alice.post(f"{couple.path}/together/repair", {"outcome": "talked"})
    shown, apart = f"{couple.path}?show=1", "Their totals are"
    assert apart in read(alice.get(shown))
    assert correct(cast, alice, couple.people[1], "mistake").status_code == 303
    now, _, then = read(alice.get(shown)).partition("What it said on its day")
    assert "Nothing stands out in the shared result." in now
    assert apart not in now
    assert apart in then
    assert undo(cast, alice).status_code == 303
    assert apart in read(alice.get(shown))
    assert "What it said on its day" not in read(alice.get(shown))
    assert stored(cast, Visit.together_retold) == [None]


def test_an_answer_set_aside_before_the_others_have_answered_is_not_compared(cast: Cast, alice: Desk) -> None:
    couple = begin(alice, cast, "C-001", "C-002")
    cast.send(couple.people[1], None, **LOW)
    correct(cast, alice, couple.people[1], "somebody-else")
    cast.send(couple.people[0], None, **HIGH)
    assert stored(cast, Visit.together) == [[]]
    undo(cast, alice)
    assert "split" in {signal["rule"] for signal in stored(cast, Visit.together_retold)[0]["together"]}


def test_a_wish_and_a_call_for_help_of_an_answer_set_aside_leave_the_day(cast: Cast, alice: Desk) -> None:
    waiting = sent(cast, 0, LOW, talk="next", safety="yes")
    correct(cast, alice, waiting, "trial")
    day = read(alice.get("/"))
    assert "Set aside." in day
    assert "Asked for help" not in day
    assert "Wanted to talk" not in day


def test_what_a_moved_answer_leaves_open_is_open_with_the_right_client(
    cast: Cast, alice: Desk, mistaken: Waiting
) -> None:
    correct(cast, alice, mistaken, "moved", code="C-015")
    opened = stored(cast, Client.code, where=Client.id.in_(select(OpenLoop.client_id)))
    assert opened == ["C-015"]
    assert "C-014" not in read(alice.get("/open"))
    correct(cast, alice, mistaken, "trial")
    assert "C-015" not in read(alice.get("/open"))


def test_a_goal_that_a_set_aside_answer_had_met_is_open_again(cast: Cast, alice: Desk) -> None:
    for weeks in (4, 3, 2):
        sent(cast, weeks, dict.fromkeys(WELL, "9.5"))
    alice.post(f"{alice.client_path()}/goals", {"kind": "felt-understood"})
    waiting = sent(cast, 0, HIGH)
    assert stored(cast, Goal.met_by) == ["rule"]
    correct(cast, alice, waiting, "mistake")
    assert stored(cast, Goal.met_by, Goal.met_at) == [("", None)]
    undo(cast, alice)
    assert stored(cast, Goal.met_by) == ["rule"]


def test_a_held_answer_is_moved_without_being_shown(cast: Cast, alice: Desk) -> None:
    sent(cast, 1, WELL, code="C-015")
    waiting = cast.begin(place="telehealth")
    cast.send(waiting, None, **LOW, words="Nobody read this.")
    page = alice.get(f"/check-ins/{waiting.check_in}/not-theirs")
    assert "stays unopened here" in read(page)
    correct(cast, alice, waiting, "moved", code="C-015")
    for address in (f"/visits/{waiting.visit}", "/", f"/clients/{client_id(cast, 'C-015')}"):
        assert "Nobody read this." not in read(alice.get(address))
    assert stored(cast, CheckIn.revealed_at, where=CheckIn.public_id == waiting.check_in) == [None]


def test_a_form_moved_while_it_is_answered_is_the_right_clients_answer(
    cast: Cast, alice: Desk, phone: FlaskClient
) -> None:
    sent(cast, 1, WELL, code="C-015")
    waiting = cast.begin()
    key = cast.key(waiting)
    assert correct(cast, alice, waiting, "moved", code="C-015").status_code == 303
    fields = {**lines(**WELL), "marked": "line", "key": key}
    assert phone.post(waiting.path, data=fields).status_code == 303
    right = stored(cast, Client.id, where=Client.code_index == "C-015")
    assert stored(cast, Response.client_id)[-1:] == right
    assert stored(cast, CheckIn.client_id)[-1:] == right


def test_an_answer_that_came_just_before_is_moved_with_it(cast: Cast, alice: Desk, phone: FlaskClient) -> None:
    sent(cast, 1, WELL, code="C-015")
    waiting = cast.begin()
    alice.get(f"/check-ins/{waiting.check_in}/not-theirs")
    answer(phone, waiting, lines(**LOW))
    assert correct(cast, alice, waiting, "moved", code="C-015").status_code == 303
    assert "3.0" in read(alice.get(f"/clients/{client_id(cast, 'C-015')}"))


def test_two_windows_that_correct_the_same_do_so_once(cast: Cast, mistaken: Waiting) -> None:
    sent(cast, 1, WELL, code="C-016")
    of = stored(cast, Client.public_id, where=Client.code_index == "C-014")[0]
    me = cast.actor(cast.alice)
    with cast.on_stage():
        correct_answer(me, mistaken.check_in, NotTheirs("moved", "C-015", "", of), NOW)
    with cast.on_stage(), pytest.raises(Conflict):
        correct_answer(me, mistaken.check_in, NotTheirs("moved", "C-016", "", of), NOW)
    assert count(cast, Correction) == 1


def test_of_two_corrections_the_later_one_is_undone_first(cast: Cast, alice: Desk, mistaken: Waiting) -> None:
    correct(cast, alice, mistaken, "moved", code="C-015")
    correct(cast, alice, mistaken, "trial")
    first = stored(cast, Correction.public_id)[0]
    refused = alice.post(f"/corrections/{first}/undo", {"next": "/"})
    assert refused.status_code == 409
    assert "Undo that one first." in read(refused)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"becomes": ""}, "Choose whose it is"),
        ({"becomes": "moved", "code": "c-015"}, "You have no client with this code."),
        ({"becomes": "moved", "code": "C-014"}, "It is this client's already."),
        ({"becomes": "trial", "note": "x" * 2_001}, "Shorten the note"),
    ],
)
def test_what_cannot_be_done_changes_nothing_and_keeps_what_was_typed(
    cast: Cast, alice: Desk, mistaken: Waiting, fields: Mapping[str, str], words: str
) -> None:
    page = correct(cast, alice, mistaken, **{"note": "Kept as typed."} | dict(fields))
    assert page.status_code == 422
    assert words in read(page)
    assert (fields.get("note") or "Kept as typed.") in page.text
    assert count(cast, Correction) == 0


def test_a_colleague_can_neither_correct_nor_undo(cast: Cast, alice: Desk, bob: Desk, mistaken: Waiting) -> None:
    assert correct(cast, bob, mistaken, "trial").status_code == 404
    correct(cast, alice, mistaken, "trial")
    assert undo(cast, bob).status_code == 404
    assert stored(cast, Correction.undone_at) == [None]
