"""A stolen file, with its journal and its free pages but without the key, holds nothing that was said."""

import json
from collections.abc import Iterator
from contextlib import closing

import pytest

from kiosk.actions.clients.pauses import PauseReason, pause_client
from kiosk.actions.visits.change import Outcome
from kiosk.domain.public_ids import PublicId
from kiosk.storage.db import close
from kiosk.storage.tables import Guess, OpenLoop, Response
from tests.support.practice import Cast
from tests.support.sqlite_file import connected, database, raw_bytes
from tests.support.stored import stored
from tests.web.browsing import NOW, Desk
from tests.web.one_client import LOW, answered, recorded
from tests.web.several import BADLY

pytestmark = pytest.mark.sqlite_file
CODE, WORDS, EMAIL = "ZEBRA-77", "The yellow door.", "alice@example.org"
OF_FORMS = {"kept_measures", "practices"}
"""Tables of wordings and settings, which say nothing of any client."""


@pytest.fixture
def told(cast: Cast, alice: Desk) -> Cast:
    """A low answer with a call for help, an outcome, a guess, a sign, a goal, a couple, a correction and a pause."""
    for weeks_ago in (3, 2, 1):
        answered(cast, weeks_ago)
    asked = cast.begin()
    alice.post(f"/check-ins/{asked.check_in}/guess", {"guess-understood": "7"})
    alice.post(f"/check-ins/{asked.check_in}/signs", {"seen": "upset"})
    cast.send(asked, None, words=WORDS, talk="next", safety="yes", **LOW)
    recorded(cast, asked, Outcome.TALKED, WORDS)
    alice.post(f"/check-ins/{asked.check_in}/safety", {"spoken": "yes", "note": WORDS})
    alice.post(f"{alice.client_path()}/goals", {"kind": "being-heard", "within": "4", "unit": "visits"})
    for person in cast.begin_together(CODE, "YAK-66"):
        cast.send(person, None, **BADLY)
    alice.post(f"{alice.client_path()}/code", {"code": CODE[::-1]})
    client = PublicId(alice.client_path().rpartition("/")[2])
    with cast.on_stage():
        pause_client(cast.actor(cast.alice), client, PauseReason.SCREEN, NOW)
    with cast.app.app_context():
        close()
    return cast


def in_clear(cast: Cast) -> Iterator[tuple[str, object]]:
    """Every value that is no digest and not sealed, each with its column."""
    with connected(database(cast)) as file:
        tables = [name for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in set(tables) - OF_FORMS:
            with closing(file.execute(f"SELECT * FROM {table}")) as rows:  # noqa: S608 -- the names of the app's tables
                names = [column[0] for column in rows.description]
                for row in rows:
                    yield from zip((f"{table}.{name}" for name in names), row, strict=True)


def test_no_mark_total_signal_wish_or_reason_is_a_value_of_any_row(told: Cast) -> None:
    rules = {signal["rule"] for signals in stored(told, Response.signals) for signal in signals}
    assert {"safety", "below-expected", "line-low"} & rules
    marks = {mark for each in (*stored(told, Response.marks), *stored(told, Guess.marks)) for mark in each.values()}
    totals = {total for total in stored(told, Response.total) if total}
    assert min(totals) > 100
    words = rules | {"next", "talked", "upset", "being-heard", "screen", "help", "dip", "wish", CODE, CODE[::-1], EMAIL}
    found = [(column, value) for column, value in in_clear(told) if value in words or value in totals]
    assert [(column, value) for column, value in found if column != "alembic_version.version_num"] == []
    # That something was recorded after a call for help is an act of the audit log, and said in docs/security.md.
    texts = [value for _, value in in_clear(told) if isinstance(value, str)]
    assert [text for text in texts if any(rule in text for rule in rules - {"safety"}) or '"marks"' in text] == []
    assert [text for text in texts if any(json.dumps(mark) == text for mark in marks)] == []


def test_nothing_of_it_is_in_the_journal_or_in_free_pages_either(told: Cast) -> None:
    assert stored(told, OpenLoop.kind)
    kept = raw_bytes(told)
    secrets = (WORDS, CODE, CODE[::-1], "YAK-66", "C-014", EMAIL, '"severity"', '"sorted_out"', "being-heard", "upset")
    assert [secret for secret in secrets if secret.encode() in kept] == []
