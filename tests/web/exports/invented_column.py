"""A program: lives in a practice whose every table has a column that nobody named, and prints where it shows.

A column cannot be taken from a mapped class again, so this runs in a process of its own. Prints two lists as JSON: the
addresses of what it looked at, and of what contained the column's name or its value.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import String, create_engine, text
from sqlalchemy.orm import mapped_column
from werkzeug.test import TestResponse

from kiosk.config import load
from kiosk.storage.tables import Base
from tests.support.practice import Cast, make_cast, make_instance
from tests.web.browsing import log_in
from tests.web.staff_pages import live_a_little, pages
from tests.web.tablets import paired

NAME, VALUE = "invented_column", "told to nobody"


def add_column(database_url: str) -> None:
    """Add the column to each mapped class and to its table."""
    engine = create_engine(database_url)
    with engine.begin() as connection:
        for mapper in list(Base.registry.mappers):
            setattr(mapper.class_, NAME, mapped_column(String, default=VALUE, server_default=VALUE))
            definition = f"{NAME} VARCHAR NOT NULL DEFAULT '{VALUE}'"
            connection.execute(text(f"ALTER TABLE {mapper.local_table} ADD COLUMN {definition}"))
    engine.dispose()


def everything(cast: Cast) -> Iterator[TestResponse]:
    """Each page of the staff, each export, a form, what follows it, and a tablet's screen."""
    desk, phone, tablet = log_in(cast, cast.alice), cast.app.test_client(), paired(cast)
    live_a_little(cast, desk)
    yield from pages(desk)
    for client in (1, 2):
        yield from (desk.get(f"{desk.client_path(client)}/record.{kind}") for kind in ("json", "csv"))
    yield phone.get(cast.begin("C-20").path)
    yield from (phone.get(path) for path in ("/c/thanks", "/join", "/login"))
    yield from (tablet.look(), tablet.ask())


def main(folder: Path) -> None:
    environ = make_instance(folder)
    add_column(load(environ).database_url)
    answers = list(everything(make_cast(folder)))
    found = [answer.request.path for answer in answers if NAME in answer.text or VALUE in answer.text]
    print(json.dumps([[answer.request.path for answer in answers], found]))  # noqa: T201 -- its output


if __name__ == "__main__":
    main(Path(sys.argv[1]))
