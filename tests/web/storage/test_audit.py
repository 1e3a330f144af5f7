"""The audit log: which acts of a practice leave an entry, and that none holds a word of anybody's."""

from flask.testing import FlaskClient
from sqlalchemy import select

from kiosk.storage.db import reading
from kiosk.storage.tables import Client
from tests.support.practice import PASSWORD, Cast
from tests.web.audit import audited
from tests.web.browsing import Desk, by_password

WORDS = "I lost the thread when we came to the yellow door."
PRACTICE = {"name": "Lindenhof", "time_zone": "Europe/Berlin", "crisis_language": "en"}


def test_changes_of_the_practice_are_kept(cast: Cast, alice: Desk) -> None:
    before = len(audited(cast))
    alice.post("/settings", PRACTICE)
    alice.post("/settings/results", {"link_minutes": "90"})
    alice.post("/settings/languages", {"language": "de"})
    alice.post("/settings/cues", {"drop.arrow_from": "5"})
    alice.post("/settings/cues/back", {"name": "all"})
    changed = ["settings-changed"] * 3 + ["thresholds-changed"] * 2
    assert audited(cast, before) == [("staff", cast.alice, act, "practices") for act in changed]


def test_what_was_refused_is_not_kept(cast: Cast, alice: Desk) -> None:
    before = audited(cast)
    alice.post("/settings", {})
    alice.post("/settings/results", {"link_minutes": "9"})
    alice.post("/settings/cues", {"drop.arrow_from": "much"})
    assert audited(cast) == before


def test_logging_in_and_failing_to_are_kept(cast: Cast, phone: FlaskClient) -> None:
    before = len(audited(cast))
    by_password(phone, "alice@example.org", "not her password")
    by_password(phone, "nobody@example.org", "not a password of anybody")
    by_password(phone, "alice@example.org", PASSWORD)
    acts = ["login-failed", "logged-in"]
    assert audited(cast, before) == [("visitor", None, act, "people") for act in acts]


def test_changes_of_an_account_are_kept(cast: Cast, alice: Desk) -> None:
    before = len(audited(cast))
    new = "eight quiet lamps by the river"
    alice.post("/account", {"password": "wrong", "new_password": new})
    alice.post("/account", {"password": PASSWORD, "new_password": new})
    alice.post("/logout")
    acts = ["login-failed", "password-changed", "logged-in", "logged-out"]
    assert audited(cast, before) == [("staff", cast.alice, act, "people") for act in acts]


def test_a_session_with_a_client_is_kept_without_what_they_said(cast: Cast, alice: Desk) -> None:
    before = len(audited(cast))
    waiting = cast.begin("C-901")
    cast.send(waiting, None, topics="2.1", words=WORDS, safety="yes")
    alice.post(f"/check-ins/{waiting.check_in}/repair", {"outcome": "talked", "note": WORDS})
    alice.post(f"/check-ins/{waiting.check_in}/safety", {"spoken": "yes", "note": WORDS})
    alice.get(f"{client_of(cast, 'C-901')}/record.json")
    told = [(actor, act) for actor, _, act, _ in audited(cast, before)]
    assert told == [
        ("staff", "client-added"),
        ("staff", "visit-begun"),
        ("link", "answered"),
        ("staff", "outcome-recorded"),
        ("staff", "safety-recorded"),
        ("staff", "record-exported"),
    ]


def test_how_a_held_answer_ended_is_not_in_the_log(cast: Cast) -> None:
    ends = []
    for code, answers in (("C-902", {"decline": "yes"}), ("C-903", {"topics": "2.1", "safety": "yes"})):
        waiting, before = cast.begin(code, place="telehealth"), len(audited(cast))
        cast.send(waiting, None, **answers)
        ends.append(audited(cast, before))
    assert ends[0] == ends[1]


def client_of(cast: Cast, code: str) -> str:
    """Give the address of this client of Alice's."""
    with cast.on_stage():
        found = reading().scalars(select(Client.public_id).where(Client.code_index == code)).one()
    return f"/clients/{found}"
