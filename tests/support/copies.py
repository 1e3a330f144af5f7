"""A copy of a database file, and putting it back as a person does: the server stopped, one file over the other."""

import shutil
from pathlib import Path

from kiosk.storage.db import db
from tests.support.practice import Cast
from tests.support.sqlite_file import connected, database


def copy_of(cast: Cast) -> Path:
    """The database as it is now, a server running on it or not."""
    copy = database(cast).with_name("last-night.db")
    with connected(database(cast)) as source, connected(copy) as target:
        source.backup(target)
    return copy


def put_back(cast: Cast, copy: Path) -> None:
    """The database is that of the copy again. No server may run on it."""
    with cast.app.app_context():
        for engine in db.engines.values():
            engine.dispose()
    for beside in database(cast).parent.glob("kiosk.db-*"):
        beside.unlink()
    shutil.copyfile(copy, database(cast))
