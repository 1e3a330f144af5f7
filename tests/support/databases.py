"""The database systems that tests can run on here, and a private PostgreSQL server for those that need one."""

import os
import secrets
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, NullPool, create_engine
from sqlalchemy.engine import make_url

from kiosk.storage.tables import Base
from tests.support.servers import wait_until

SERVERS = Path("/usr/lib/postgresql")
"""Debian keeps the server's programs there, outside of the path."""
UNPRIVILEGED = "postgres"
"""PostgreSQL refuses to run as root; this user comes with Debian's package."""
SYSTEMS = ("sqlite", "postgresql")


def server_program(name: str) -> str | None:
    """The whole path of a program of the newest PostgreSQL server here."""
    kept = sorted(SERVERS.glob(f"*/bin/{name}"), key=lambda file: int(file.parts[-3]))
    return str(kept[-1]) if kept else shutil.which(name)


def found() -> list[str]:
    """The systems that tests can run on here."""
    return [system for system in SYSTEMS if system != "postgresql" or server_program("initdb")]


def missing() -> list[str]:
    """The others, each with what would install it."""
    return [f"{system} (on Debian: apt-get install {system})" for system in SYSTEMS if system not in found()]


class Cluster:
    """A PostgreSQL server of its own in a folder of its own; it can be stopped, killed and started again."""

    def __init__(self, folder: Path, port: int | None = None, *, durable: bool = False) -> None:
        """It is made, and not started. It listens on a socket alone, or on a port of this machine as well.

        A power cut may lose what it holds, unless it is `durable`: tests are quicker so.
        """
        self.folder, self._port = folder, port or 5432
        self._settings = [f"port={self._port}", f"listen_addresses={'127.0.0.1' if port else ''}"]
        self._settings += [] if durable else ["fsync=off"]
        self._server: subprocess.Popen[bytes] | None = None
        if os.geteuid() == 0:
            shutil.chown(folder, UNPRIVILEGED, UNPRIVILEGED)
        made = ["--pgdata", f"{folder}/data", "--username=kiosk", "--auth=trust", "--encoding=UTF8", "--no-sync"]
        subprocess.run(_words("initdb", *made), cwd="/", stdout=subprocess.DEVNULL, check=True)

    @property
    def url(self) -> str:
        """The address of its first database, for its owner."""
        return f"postgresql+psycopg://kiosk@/postgres?host={self.folder}&port={self._port}"

    def start(self) -> None:
        """Ready when this returns."""
        settings = [word for one in self._settings for word in ("-c", one)]
        words = _words("postgres", "-D", f"{self.folder}/data", "-k", str(self.folder), *settings)
        with Path(self.folder, "log").open("ab") as log:
            self._server = subprocess.Popen(words, cwd="/", stderr=log)
        wait_until(self.answers, "PostgreSQL answers")

    def stop(self) -> None:
        """At once, as by a crash: whoever is connected is thrown out, and what was committed is found again."""
        if self._server is not None:
            self._server.send_signal(signal.SIGQUIT)
            self._server.wait()
            self._server = None

    def answers(self) -> bool:
        words = _words("pg_isready", "-h", str(self.folder), "-p", str(self._port), "-q")
        return subprocess.run(words, cwd="/", check=False).returncode == 0

    def run(self, statements: str, database: str = "postgres") -> None:
        """As its owner, past everything."""
        run(make_url(self.url).set(database=database), statements)


@contextmanager
def cluster(port: int | None = None, *, durable: bool = False) -> Iterator[Cluster]:
    """A server that runs, and is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="kiosk-postgresql-") as folder:
        made = Cluster(Path(folder), port, durable=durable)
        try:
            made.start()
            yield made
        finally:
            made.stop()


@contextmanager
def postgresql() -> Iterator[str]:
    """The address of the first database of a server for this run."""
    with cluster() as made:
        yield made.url


@contextmanager
def settings_on(system: str) -> Iterator[dict[str, str]]:
    """The settings of an instance whose database is on that system; a server for it runs as long."""
    if system == "sqlite":
        yield {}
        return
    with postgresql() as url:
        yield {"database_url": new_database(url)}


def new_database(server: str) -> str:
    """The address of an empty database there."""
    return _new(server, f"practice_{secrets.token_hex(4)}", "template1")


def copy_of(original: str) -> str:
    """The address of a new database with all that is in that one, to which nobody may be connected."""
    return _new(original, f"practice_{secrets.token_hex(4)}", str(make_url(original).database))


def content_of(url: str) -> str:
    """The statements that fill its tables as they are now, after they were emptied."""
    words = ["--data-only", "--inserts", "--host", str(make_url(url).query["host"]), "--username=kiosk"]
    dumped = subprocess.run(
        [str(server_program("pg_dump")), *words, str(make_url(url).database)],
        capture_output=True,
        check=True,
        text=True,
    )
    lines = [line for line in dumped.stdout.splitlines() if not line.startswith("\\")]
    return "\n".join(lines)


def fill_anew(url: str, content: str) -> None:
    """The database holds this content and nothing else; much quicker than making another."""
    emptied = "; ".join(f"DELETE FROM {name}" for name in [*Base.metadata.tables, "alembic_version"])  # noqa: S608 -- our own
    run(url, f"SET session_replication_role = replica; {emptied}; {content}")


def drop(url: str) -> None:
    """Drop the database, and end whatever is connected to it."""
    parts = make_url(url)
    run(parts.set(database="postgres"), f"DROP DATABASE IF EXISTS {parts.database} WITH (FORCE)")


def _new(server: str, name: str, template: str) -> str:
    run(make_url(server).set(database="postgres"), f"CREATE DATABASE {name} TEMPLATE {template}")
    return make_url(server).set(database=name).render_as_string(hide_password=False)


def run(server: str | URL, statements: str) -> None:
    """Run the statements there, past everything."""
    engine = create_engine(server, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(statements)


def _words(program: str, *arguments: str) -> list[str]:
    """The command line of a server's program: for another user than root, and ended by the kernel with the tests."""
    path = server_program(program)
    assert path, program
    as_other = [f"--reuid={UNPRIVILEGED}", f"--regid={UNPRIVILEGED}", "--clear-groups"] if os.geteuid() == 0 else []
    before = ["setpriv", *as_other, "--pdeathsig=QUIT", "--"] if shutil.which("setpriv") else []
    return [*before, path, *arguments]
