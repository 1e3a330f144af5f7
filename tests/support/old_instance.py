"""An instance folder of the unreleased version, written down by that version itself."""

from pathlib import Path

from tests.support.sqlite_file import connected

WRITTEN_DOWN = Path(__file__).with_name("unreleased") / "practice.sql"
KEY = "c41f" * 8 + "0987a6b5" * 4
"""The server key with which its words are sealed."""
NUMBERED = "stage came_with began_at issued taken_from pairing before sent_at touched_at".split()
BEFORE_RECORDS = ["DROP TABLE safety_records"]
BEFORE_COPIES = [
    "DROP TABLE tablet_copies",
    "ALTER TABLE tablets ADD COLUMN met BOOLEAN DEFAULT 0 NOT NULL",
    *(f"ALTER TABLE tablets DROP COLUMN {name}" for name in NUMBERED),
]
STEPS_BACK = {"0019": [], "0023": BEFORE_RECORDS, "0018": BEFORE_RECORDS + BEFORE_COPIES}
"""The downgrades of its last two steps, as they were."""


def make_old_instance(folder: Path, revision: str = "0019") -> dict[str, str]:
    """Its folder, key and database at that step; gives the settings that lead to it."""
    folder.mkdir(mode=0o700)
    (folder / "secret.key").write_text(KEY)
    (folder / "secret.key").chmod(0o600)
    with connected(folder / "kiosk.db") as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.executescript(WRITTEN_DOWN.read_text("utf-8"))
        for step in STEPS_BACK[revision]:
            connection.execute(step)
        connection.execute("UPDATE alembic_version SET version_num = ?", (revision,))
    return {"KIOSK_INSTANCE": str(folder)}
