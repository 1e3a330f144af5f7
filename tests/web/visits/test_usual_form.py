"""The right form by itself: form, place, tablet and language of last time, by client and kind of session."""

from datetime import timedelta

import pytest

from kiosk.storage.tables import CheckIn, Tablet, Visit
from tests.support.practice import WELL, Cast, Waiting, waiting_in
from tests.support.stored import stored
from tests.web.browsing import NOW, Desk, read
from tests.web.tablets import id_of, paired

A_DAY = timedelta(days=1)


def start(desk: Desk, **fields: str) -> int:
    """Type the code and nothing else."""
    return desk.post("/visits", {"client": "C-014"} | fields).status_code


def latest(cast: Cast) -> Waiting:
    """The form that was started last."""
    visit = stored(cast, Visit.public_id)[-1]
    with cast.on_stage():
        return waiting_in(visit)[0]


def asked(cast: Cast) -> tuple[str, str]:
    """The form and the place of the latest start."""
    return stored(cast, CheckIn.measure)[-1], stored(cast, Visit.place)[-1]


@pytest.mark.parametrize("childs", ["child-check", "first-faces"])
def test_a_known_childs_code_gives_the_childs_form(cast: Cast, alice: Desk, childs: str) -> None:
    people = {"client-1": "C-013", "client-2": "C-014", "measure-2": childs}
    alice.post("/visits/together", {"kind": "family", "place": "room"} | people)
    alice.post(f"{alice.visit_path()}/close")
    assert start(alice) == 303
    assert asked(cast) == (childs, "room")


def test_somebody_last_seen_in_a_group_gets_their_own_form_alone(cast: Cast, alice: Desk) -> None:
    cast.send(cast.begin(measure="felt-understood", place="telehealth", at=NOW - 2 * A_DAY), NOW, decline="yes")
    alice.post("/visits/together", {"kind": "group", "place": "room", "client-1": "C-014", "client-2": "C-015"})
    alice.post(f"{alice.visit_path(2)}/close")
    assert start(alice) == 303
    assert asked(cast) == ("felt-understood", "telehealth")
    alice.post(f"{alice.visit_path(3)}/withdraw")
    assert start(alice, client="C-015") == 303
    assert asked(cast) == ("session-check", "room"), "never seen alone: the usual form, not the group's"


def test_several_keep_the_form_of_their_kind_of_session(cast: Cast, alice: Desk) -> None:
    group = {"kind": "group", "place": "room", "client-1": "C-014", "client-2": "C-015"}
    alice.post("/visits/together", group | {"measure-1": "session-check"})
    alice.post(f"{alice.visit_path()}/close")
    alice.post("/visits/together", group)
    assert stored(cast, CheckIn.measure)[-2:] == ["session-check", "group-check"]


def test_a_start_that_was_withdrawn_changes_no_default(cast: Cast, alice: Desk) -> None:
    cast.send(cast.begin(at=NOW - A_DAY), NOW - A_DAY, **WELL)
    assert start(alice, measure="child-check", where="call") == 303
    alice.post(f"{alice.visit_path(2)}/withdraw")
    assert start(alice) == 303
    assert asked(cast) == ("session-check", "room")


def test_the_tablet_of_last_time_is_named_before_the_tap_and_shows_the_form(cast: Cast, alice: Desk) -> None:
    tablet = paired(cast)
    assert start(alice, where=id_of(cast)) == 303
    alice.post(f"{alice.visit_path()}/withdraw")
    assert "on the tablet in Room 2" not in read(alice.get("/"))
    assert start(alice, where=id_of(cast)) == 303
    cast.send(latest(cast), None, **WELL)
    assert "Session check on the tablet in Room 2" in read(alice.get("/clients"))
    assert start(alice) == 303
    assert "How was today?" in read(tablet.look())


def test_a_tablet_that_was_switched_off_gives_way_to_their_own_phone(cast: Cast, alice: Desk) -> None:
    paired(cast)
    start(alice, where=id_of(cast))
    cast.send(latest(cast), None, **WELL)
    alice.post(f"/settings/tablets/{stored(cast, Tablet.public_id)[0]}/off")
    assert "Session check on their own phone" in read(alice.get("/clients"))
    assert start(alice) == 303


def test_a_place_that_is_none_starts_nothing(alice: Desk) -> None:
    assert start(alice, where="moon") == 422
