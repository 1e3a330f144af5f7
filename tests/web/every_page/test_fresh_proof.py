"""A proof of the last five minutes for whatever leaves the server, cannot be undone, or changes a promise to clients.

Deny by default: a form of the staff needs it unless it is named here.
"""

from collections.abc import Iterator
from datetime import timedelta

from time_machine import TimeMachineFixture

from kiosk.domain.actors import Role
from kiosk.domain.permissions import Permission
from kiosk.storage.tables import Person
from tests.support.practice import Cast
from tests.support.stored import dump, every_column
from tests.web.browsing import Desk, log_in, read
from tests.web.every_route import CLASSIFIED, TEXTS, Room, address, routes

EVERYDAY = frozenset(
    """
    private.switch account.language arrival.choose arrival.agree
    own_logins.show_again own_logins.end_one passkeys.rename passkeys.add codes.turn_on
    supervision.agree supervision.end supervision.share supervision.unshare
    schedule.plan schedule.end schedule.save schedule.end_saved noted.note noted.change noted.undo paper.enter
    day.begin day.begin_together day.usual_together visits.withdraw visits.close visits.repair_together
    check_ins.withdraw check_ins.short_code check_ins.show check_ins.seen check_ins.repair
    safety.safety noticed.guess noticed.signs code_alone.new_code to_tablet.send to_tablet.back to_tablet.free
    clients.agree clients.add_to_list clients.move_up clients.met clients.end clients.take_back
    client_corrections.rename client_corrections.merge client_corrections.close client_corrections.reopen
    session_corrections.correct corrections.correct corrections.undo loops.end loops.again
    asking.change asking.pause asking.resume asking.told asking.withdrawn look_over.keep
    handover.offer handover.accept handover.refuse handover.take_back handover.told
    handover.ask_on_form handover.show_held patients.name
    imports.upload imports.columns imports.take imports.undo calendar.give calendar.upload calendar.pattern
    calendar.look calendar.read calendar.whose calendar.forget calendar.off
    tablets.pair tablets.change tablets.off tablets.seen tablets.idle tablets.text
    """.split()
)
"""Forms that change nothing for good, or finish what began with a proof of its own."""
IN_THE_FORM = frozenset(
    "account.account codes.begin codes.turn_off codes.renew passkeys.challenge_to_add passkeys.remove".split()
)
"""Forms that ask for the password themselves, however lately somebody logged in."""
REFUSED = {404, 409, 422, 429}
FILES = frozenset({Permission.EXPORT_CLIENTS, Permission.EXPORT_AUDIT})


def everything(cast: Cast) -> Desk:
    """Somebody with every role, whose login began six minutes ago."""
    cast.give(cast.alice, *Role)
    return log_in(cast, cast.alice)


def forms(cast: Cast) -> Iterator[tuple[str, str]]:
    """Each form of the staff with its address, of nothing that ever was."""
    for method, rule in routes(cast.app):
        if method == "POST" and not isinstance(CLASSIFIED[rule.endpoint], Room):
            yield rule.endpoint, address(rule, dict.fromkeys(rule.arguments - TEXTS.keys(), "0" * 32))


def test_every_form_waits_for_a_fresh_proof_but_those_of_every_day(cast: Cast, time: TimeMachineFixture) -> None:
    desk = everything(cast)
    time.shift(timedelta(minutes=6))
    before, asked = dump(cast), set[str]()
    for endpoint, path in forms(cast):
        if endpoint in EVERYDAY | IN_THE_FORM:
            continue
        page = desk.post(path)
        assert (page.status_code, "Is it you?" in read(page)) == (401, True), endpoint
        asked.add(endpoint)
    assert dump(cast) == before
    assert {"people.invite", "tokens.make", "webhooks.make", "retention.keep_retention", "notice.keep_notice"} <= asked
    assert dict(forms(cast)).keys() >= EVERYDAY | IN_THE_FORM, "nothing is named that is gone"


def test_every_file_waits_for_a_fresh_proof(cast: Cast, time: TimeMachineFixture) -> None:
    desk = everything(cast)
    time.shift(timedelta(minutes=6))
    files = [rule for method, rule in routes(cast.app) if method == "GET" and CLASSIFIED[rule.endpoint] in FILES]
    for rule in files:
        page = desk.get(address(rule, dict.fromkeys(rule.arguments - TEXTS.keys(), "0" * 32)))
        assert (page.status_code, "Is it you?" in read(page)) == (401, True), rule.endpoint
    assert len(files) > 4


def test_passwords_and_keys_ask_for_the_password_in_their_own_form(cast: Cast) -> None:
    desk = everything(cast)
    before = every_column(cast, Person)
    for endpoint, path in forms(cast):
        if endpoint in IN_THE_FORM:
            for typed in ({}, {"password": "not the one"}):
                refused = desk.post(path, {"new_password": "eight loud lamps by the lake"} | typed)
                assert refused.status_code in REFUSED, endpoint
    assert every_column(cast, Person) == before
