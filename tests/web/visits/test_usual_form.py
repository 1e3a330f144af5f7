"""The right form by itself: form, place, tablet and language of last time, by client and kind of session."""

from datetime import timedelta

import pytest
from werkzeug.test import TestResponse

from kiosk.storage.tables import CheckIn, Tablet, Visit
from tests.support.practice import WELL, Cast, Waiting, waiting_in
from tests.support.stored import stored
from tests.web.browsing import NOW, Desk, log_in, read
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


COUPLE = {"kind": "couple", "place": "room", "client-1": "C-014", "client-2": "C-015"}


def together(desk: Desk, **fields: str) -> TestResponse:
    """Type the codes of a couple, and nothing else."""
    return desk.post("/visits/together", COUPLE | fields)


def shown_on(cast: Cast) -> list[bool]:
    """Whether each form of the latest session is on a tablet or goes on to one."""
    latest = stored(cast, CheckIn.visit_id)[-1]
    rows = zip(stored(cast, CheckIn.visit_id), stored(cast, CheckIn.tablet_id), strict=True)
    return [tablet is not None for visit, tablet in rows if visit == latest]


def answered_by_all(cast: Cast) -> None:
    visit = stored(cast, Visit.public_id)[-1]
    with cast.on_stage():
        people = waiting_in(visit)
    for waiting in people:
        cast.send(waiting, None, decline="yes")


def test_several_typed_by_hand_get_their_tablets_and_languages_of_last_time(cast: Cast, alice: Desk) -> None:
    tablet = paired(cast)
    together(alice, **{"tablet-1": id_of(cast), "tablet-2": id_of(cast), "language-2": "es"})
    answered_by_all(cast)
    assert together(alice).status_code == 303
    assert stored(cast, Tablet.visit_id)[0] == stored(cast, Visit.id)[-1]
    assert stored(cast, CheckIn.language)[-2:] == ["en", "es"]
    assert "How was today?" in read(tablet.look())


def test_somebody_seen_alone_so_far_keeps_their_tablet_among_several(cast: Cast, alice: Desk) -> None:
    paired(cast)
    start(alice, where=id_of(cast))
    cast.send(latest(cast), None, **WELL)
    assert together(alice).status_code == 303
    assert stored(cast, Tablet.visit_id)[0] == stored(cast, Visit.id)[-1]


def test_what_is_chosen_for_one_of_several_holds_over_last_time(cast: Cast, alice: Desk) -> None:
    paired(cast)
    together(alice, **{"tablet-1": id_of(cast), "tablet-2": id_of(cast)})
    answered_by_all(cast)
    together(alice, **{"tablet-1": "phone", "tablet-2": "phone"})
    assert stored(cast, Tablet.visit_id)[0] != stored(cast, Visit.id)[-1]


def test_a_start_of_several_that_was_withdrawn_changes_nobodys_default(cast: Cast, alice: Desk) -> None:
    paired(cast)
    together(alice)
    answered_by_all(cast)
    together(
        alice, **{"tablet-1": id_of(cast), "tablet-2": id_of(cast), "measure-1": "child-check", "language-2": "de"}
    )
    alice.post(f"{alice.visit_path(2)}/withdraw")
    assert proposed(alice) == {
        "1": {"measure": "family-check", "language": "", "tablet": "phone"},
        "2": {"measure": "family-check", "language": "", "tablet": "phone"},
    }


def proposed(desk: Desk, **fields: str) -> dict[str, dict[str, str]]:
    """The values that the form fills in for each person, by the number of their row."""
    people: dict[str, dict[str, str]] = (desk.post("/visits/together/usual", COUPLE | fields).json or {})["people"]
    return people


def test_the_form_fills_in_what_each_known_person_had_and_leaves_new_ones_alone(cast: Cast, alice: Desk) -> None:
    paired(cast)
    start(alice, where=id_of(cast), measure="child-check", language="es")
    cast.send(latest(cast), None, decline="yes")
    assert proposed(alice) == {"1": {"measure": "child-check", "language": "es", "tablet": id_of(cast)}}
    assert alice.post("/visits/together/usual", {"client-1": "C-014"}).json == {}, "it is not known what they come as"


def test_the_place_of_last_time_is_proposed_too(cast: Cast, alice: Desk) -> None:
    together(alice, place="telehealth")
    answered_by_all(cast)
    assert (alice.post("/visits/together/usual", COUPLE).json or {})["place"] == "telehealth"


def test_without_a_script_the_page_says_how_each_is_asked_and_that_is_what_happens(cast: Cast, alice: Desk) -> None:
    paired(cast)
    together(alice, **{"tablet-1": id_of(cast), "tablet-2": id_of(cast), "measure-2": "felt-understood"})
    answered_by_all(cast)
    again = together(alice, **{"client-3": "C-016", "tablet-2": "phone"})
    assert again.status_code == 422
    assert "Family check on the tablet in Room 2" in read(again)
    assert "Felt understood on their own phone" in read(again)
    assert together(alice, **{"tablet-2": "phone"}).status_code == 303
    assert stored(cast, CheckIn.measure)[-2:] == ["family-check", "felt-understood"]
    assert shown_on(cast) == [True, False]


@pytest.mark.parametrize("page", ["/visits", "/visits/together"])
def test_a_tablet_in_a_colleagues_hands_gives_way_to_the_phone_that_the_page_named(
    cast: Cast, alice: Desk, page: str
) -> None:
    tablet = paired(cast)
    start(alice, where=id_of(cast))
    cast.send(latest(cast), None, **WELL)
    log_in(cast, cast.bob).post("/visits", {"client": "B-1", "where": id_of(cast)})
    tablet.ask()
    assert "on their own phone" in str(alice.get("/codes").json)
    assert alice.post(page, COUPLE | {"client": "C-014"}).status_code == 303
    assert shown_on(cast)[0] is False
