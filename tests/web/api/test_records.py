"""Open loops and corrections by a program: as its therapist could, and no more is told than was named."""

from flask.testing import FlaskClient
from time_machine import TimeMachineFixture

from kiosk.domain.actors import Scope
from kiosk.storage.tables import CheckIn, Client, Correction, OpenLoop
from tests.support.practice import Cast, Waiting
from tests.support.stored import count, stored
from tests.web.api.calling import LOW, detail, program
from tests.web.audit import audited


def low_answer(cast: Cast, code: str = "C-014") -> Waiting:
    waiting = cast.begin(code)
    cast.send(waiting, None, **LOW)
    return waiting


def loops(caller: FlaskClient, query: str = "") -> list[dict[str, str | None]]:
    found: list[dict[str, str | None]] = caller.get(f"/api/v1/open-loops{query}").get_json()["open_loops"]
    return found


def client_of(cast: Cast, code: str) -> str:
    return str(stored(cast, Client.public_id, where=Client.code_index == code)[0])


def test_a_dip_is_closed_and_opened_again(cast: Cast) -> None:
    caller = program(cast)
    waiting = low_answer(cast)
    (loop,) = loops(caller)
    assert (loop["kind"], loop["check_in"], loop["client"]) == ("dip", waiting.check_in, "C-014")
    assert caller.post(f"/api/v1/open-loops/{loop['id']}/end", json={"ending": "done"}).status_code == 204
    assert loops(caller) == []
    assert caller.post(f"/api/v1/open-loops/{loop['id']}/again").status_code == 204
    assert loops(caller) == [loop]
    assert ("token", cast.alice, "loop-ended") in {line[:3] for line in audited(cast)}


def test_the_kind_of_a_loop_is_withheld_with_its_answer(cast: Cast, time: TimeMachineFixture) -> None:
    low_answer(cast)
    time.shift(1)
    (loop,) = loops(program(cast))
    assert (loop["kind"], loop["client"]) == (None, "C-014")


def test_loops_come_a_page_at_a_time(cast: Cast) -> None:
    caller = program(cast)
    for code in ("C-1", "C-2", "C-3"):
        low_answer(cast, code)
    first = caller.get("/api/v1/open-loops?limit=2").get_json()
    rest = caller.get(f"/api/v1/open-loops?limit=2&after={first['next']}").get_json()
    assert [one["client"] for one in (*first["open_loops"], *rest["open_loops"])] == ["C-1", "C-2", "C-3"]
    assert rest["next"] is None
    assert "“after” leads nowhere" in detail(caller.get(f"/api/v1/open-loops?after={'0' * 32}"), 422)


def test_a_call_for_help_is_closed_on_its_own_page_alone(cast: Cast) -> None:
    caller, waiting = program(cast), cast.begin()
    cast.send(waiting, None, understood="9", safety="yes")
    (loop,) = [one for one in loops(caller) if one["topic"] == "help"]
    refused = caller.post(f"/api/v1/open-loops/{loop['id']}/end", json={"ending": "done"})
    assert "recording what was done" in detail(refused, 422)


def test_an_answer_is_moved_and_set_aside_and_each_is_undone(cast: Cast) -> None:
    caller = program(cast)
    cast.begin("F-1")
    waiting = low_answer(cast)
    path, mine, theirs = f"/api/v1/check-ins/{waiting.check_in}/corrections", client_of(cast, "C-014"), "F-1"
    assert caller.post(path, json={"client_id": mine, "becomes": "moved", "to_client": theirs}).status_code == 204
    assert "a moment ago" in detail(caller.post(path, json={"client_id": mine, "becomes": "mistake"}), 409)
    now_theirs = {"client_id": client_of(cast, theirs), "becomes": "mistake", "note": "Said so."}
    assert caller.post(path, json=now_theirs).status_code == 204
    found = caller.get(path).get_json()["corrections"]
    assert [(one["kind"], one["reason"], one["to_client"], one["by"]) for one in found] == [
        ("set-aside", "mistake", None, "Alice"),
        ("moved", None, "F-1", "Alice"),
    ]
    assert "Said so." not in caller.get(path).text
    assert "later correction" in detail(caller.post(f"/api/v1/corrections/{found[1]['id']}/undo"), 409)
    for one in found:
        assert caller.post(f"/api/v1/corrections/{one['id']}/undo").status_code == 204
    assert caller.get(f"/api/v1/check-ins/{waiting.check_in}").get_json()["client"] == "C-014"
    assert all(one["undone_at"] for one in caller.get(path).get_json()["corrections"])


def test_a_wrong_value_is_named_and_nothing_is_corrected(cast: Cast) -> None:
    caller, waiting = program(cast), low_answer(cast)
    path, mine = f"/api/v1/check-ins/{waiting.check_in}/corrections", client_of(cast, "C-014")
    for body, said in (
        ({"client_id": mine, "becomes": "gone"}, "“becomes” must be one of"),
        ({"client_id": "x", "becomes": "mistake"}, "“client_id” must be"),
        ({"client_id": mine, "becomes": "moved", "to_client": "nobody"}, "no client with this code"),
        ({"client_id": mine, "becomes": "mistake", "note": 7}, "“note” must be a text."),
    ):
        assert said in detail(caller.post(path, json=body), 422)
    (loop,) = loops(caller)
    assert "“ending”" in detail(caller.post(f"/api/v1/open-loops/{loop['id']}/end", json={"ending": "later"}), 422)
    assert (count(cast, Correction), stored(cast, OpenLoop.ending)) == (0, [""])


def test_a_token_that_only_starts_check_ins_corrects_nothing_and_nobody_corrects_a_colleagues(cast: Cast) -> None:
    waiting = low_answer(cast)
    path = f"/api/v1/check-ins/{waiting.check_in}/corrections"
    body = {"client_id": client_of(cast, "C-014"), "becomes": "mistake"}
    starts = program(cast, Scope.ASK_CLIENTS, Scope.READ_RESULTS)
    assert "lacks the scope records:write" in detail(starts.post(path, json=body), 403)
    (loop,) = loops(starts)
    bobs = program(cast, person=cast.bob)
    for address in (path, f"/api/v1/open-loops/{loop['id']}/end"):
        detail(bobs.post(address, json=body if address == path else {"ending": "done"}), 404)
    detail(bobs.get(path), 404)
    assert stored(cast, CheckIn.set_aside_at) == [None]
