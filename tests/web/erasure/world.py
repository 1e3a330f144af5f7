"""A client of whom something is kept in every table, beside others of whom nothing may go."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import LargeBinary, Select, literal_column, select

from kiosk import clock
from kiosk.storage.db import reading
from kiosk.storage.tables import Base, CheckIn, Client
from tests.support.practice import WELL, Cast, Waiting
from tests.support.stored import stored
from tests.web.browsing import Desk
from tests.web.several import BADLY, begin

CODE, MERGED = "ZEBRA-9", "ZEBRA-8"
WORDS = "zebra lantern quartz"
KEPT = "what somebody else wrote"


@dataclass(frozen=True)
class Theirs:
    """Addresses of the client that is to go."""

    page: str
    open_form: Waiting
    answered: Waiting


def client_path(cast: Cast, code: str = CODE) -> str:
    return f"/clients/{stored(cast, Client.public_id, where=Client.code_index == code)[0]}"


def live(cast: Cast, desk: Desk) -> Theirs:
    """Sessions alone and with others, notes, guesses, goals, pauses, corrections, a merger, plans, an open form."""
    now = clock.now()
    for weeks in (9, 8, 7):
        cast.send(cast.begin(CODE, at=now - timedelta(weeks=weeks)), now - timedelta(weeks=weeks), **WELL, words=WORDS)
    answered = cast.begin(CODE)
    desk.post(f"/check-ins/{answered.check_in}/guess", {"guess-understood": "9", "in-the-way": "no"})
    cast.send(answered, None, **BADLY, words=WORDS, talk="now", safety="yes")
    desk.post(f"/check-ins/{answered.check_in}/signs", {"seen": "short"})
    desk.post(f"/check-ins/{answered.check_in}/repair", {"outcome": "next", "note": WORDS})
    desk.post(f"/check-ins/{answered.check_in}/safety", {"spoken": "yes", "note": WORDS})
    page = client_path(cast)
    desk.post(f"{page}/goals", {"kind": "own", "words": WORDS, "within": "3", "unit": "weeks"})
    desk.post(f"{page}/pause", {"reason": "other"})
    desk.post(f"{page}/resume")
    cast.send(cast.begin(MERGED, at=now - timedelta(weeks=3)), now - timedelta(weeks=3), **WELL, words=WORDS)
    assert desk.post(f"{page}/merge", {"other": MERGED}).status_code == 303
    cast.send(cast.begin("OTHER-1", at=now - timedelta(weeks=2)), now - timedelta(weeks=2), **WELL, words=WORDS)
    move(cast, desk, "OTHER-1", CODE)
    cast.send(cast.begin(CODE, at=now - timedelta(weeks=1)), now - timedelta(weeks=1), **WELL, words=KEPT)
    last = stored(cast, CheckIn.public_id)[-1]
    ids = {"of": page.rpartition("/")[2], "becomes": "moved", "code": "OTHER-1"}
    assert desk.post(f"/check-ins/{last}/not-theirs", ids).status_code == 303
    couple = begin(desk, cast, CODE, "OTHER-2")
    cast.send(couple.people[0], None, **BADLY, words=WORDS)
    cast.send(couple.people[1], None, **WELL, words=KEPT)
    desk.post(f"{couple.path}/together/repair", {"outcome": "talked", "note": WORDS})
    desk.post("/groups", {"kind": "couple", "name": WORDS, "codes": f"{CODE}, OTHER-2"})
    desk.post("/schedule", {"client": CODE, "day": f"{now:%Y-%m-%d}", "time": "09:00", "weekly": "yes"})
    return Theirs(page, cast.begin(CODE), answered)


def move(cast: Cast, desk: Desk, code: str, to: str) -> None:
    """Say that the last answer of one client is another's."""
    check_in, of = stored(cast, CheckIn.public_id, Client.public_id, where=CheckIn.client_id == Client.id)[-1]
    assert of == client_path(cast, code).rpartition("/")[2]
    fields = {"of": of, "becomes": "moved", "code": to}
    assert desk.post(f"/check-ins/{check_in}/not-theirs", fields).status_code == 303


def sealed_of(cast: Cast, words: str) -> list[bytes]:
    """The sealed values that are stored for these words, wherever they are."""
    found = []
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if not isinstance(getattr(column.type, "impl", column.type), LargeBinary) or column.name == "salt":
                continue
            with cast.on_stage():
                read = reading().execute(select(column)).scalars().all()
                every: Select[Any] = select(literal_column(column.name)).select_from(table)
                raw = reading().execute(every).scalars().all()
            found += [bytes(value) for plain, value in zip(read, raw, strict=True) if plain == words]
    return found
