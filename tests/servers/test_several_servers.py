"""Several servers on one database, behind any balancer: whichever a client, a therapist and a tablet reach."""

import json
import shutil
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import insert, select

from kiosk import clock
from kiosk.actions.tablets.pair import make_tablet
from kiosk.actions.tablets.send import send_to_tablet
from kiosk.cli import kiosk
from kiosk.domain.actors import CommandLine
from kiosk.storage import moving, schema
from kiosk.storage.backends import DatabaseUnreadable, backend_for
from kiosk.storage.backends.postgresql import locks
from kiosk.storage.db import writing
from kiosk.storage.moving import NotMoved
from kiosk.storage.schema import WrongSchema
from kiosk.storage.tables import Event, Person, Tablet
from tests.servers.ledger import tally
from tests.servers.visitors import Reply, Stream, answers, ask, hidden, log_in
from tests.support import databases
from tests.support.practice import Cast, make_cast
from tests.support.servers import Server, free_port
from tests.support.stored import stored


@dataclass(frozen=True)
class Clinic:
    """A practice and its three servers, each with an instance folder of its own."""

    cast: Cast
    servers: tuple[Server, Server, Server]


@pytest.fixture(scope="module")
def clinic(cluster: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clinic]:
    folder, url = tmp_path_factory.mktemp("clinic"), databases.new_database(cluster)
    cast = make_cast(folder / "instance", database_url=url)
    with ExitStack() as stack:
        a, b, c = (stack.enter_context(_server(cast, folder / name)) for name in ("a", "b", "c"))
        yield Clinic(cast, (a, b, c))


def _server(cast: Cast, folder: Path) -> Server:
    shutil.copytree(cast.environ["KIOSK_INSTANCE"], folder / "instance")
    environ = cast.environ | {"KIOSK_INSTANCE": str(folder / "instance"), "KIOSK_PORT": str(free_port())}
    return Server(environ, workers=1)


def visit_in(data: str) -> str:
    return str(json.loads(data)["visit"])


def test_an_answer_sent_to_one_server_is_told_on_a_page_of_another(clinic: Clinic) -> None:
    a, b, _ = clinic.servers
    cookie, waiting = log_in(b, clinic.cast, clinic.cast.alice), clinic.cast.begin("C-ONE")
    with Stream(b, cookie) as stream:
        assert ask(a, waiting.path, answers(clinic.cast.key(waiting))).status == 303
        assert visit_in(stream.take(1)[0].data) == waiting.visit


def test_an_event_whose_message_was_lost_is_found_by_asking(clinic: Clinic) -> None:
    _, b, _ = clinic.servers
    cookie, waiting = log_in(b, clinic.cast, clinic.cast.alice), clinic.cast.begin("C-LOST")
    columns = (Event.practice_id, Event.person_id, Event.visit_id, Event.check_in_id, Event.kind, Event.at)
    with Stream(b, cookie) as stream:
        with clinic.cast.on_stage(), writing() as session:
            told = session.execute(select(*columns).where(Event.check_in_id == clinic.cast.row(waiting)))
            session.execute(insert(Event), [dict(row) for row in told.mappings()])
        assert visit_in(stream.take(1)[0].data) == waiting.visit


def test_a_form_sent_from_one_server_comes_to_a_tablet_that_asks_another(clinic: Clinic) -> None:
    cast, (_, _, c) = clinic.cast, clinic.servers
    with cast.on_stage():
        link = make_tablet(CommandLine(), cast.actor(cast.alice).practice_id, "Room 2", clock.now())
    taken = ask(c, f"/tablet/open/{link}", {})
    assert taken.status == 303, taken.body
    waiting, tablet = cast.begin("C-TAB"), stored(cast, Tablet.public_id)[0]
    quiet = json.loads(_asked(c, taken.cookies, "").body)["screen"]
    with ThreadPoolExecutor(1) as beside:
        asking = beside.submit(_asked, c, taken.cookies, quiet)
        with cast.on_stage():
            send_to_tablet(cast.actor(cast.alice), waiting.check_in, tablet, clock.now())
        assert json.loads(asking.result().body)["screen"] != quiet


def _asked(server: Server, cookies: str, shown: str) -> Reply:
    return ask(server, "/tablet/ask", {"screen": shown, "wait": "1"}, {"Cookie": cookies})


def test_fifty_sendings_at_once_to_three_servers_store_one_answer(clinic: Clinic) -> None:
    waiting = clinic.cast.begin("C-FIFTY")
    keys = [clinic.cast.key(waiting) for _ in range(5)]

    def send(number: int) -> tuple[str, int]:
        key = keys[number % 5]
        return key, ask(clinic.servers[number % 3], waiting.path, answers(key)).status

    with ThreadPoolExecutor(10) as together:
        told = set(together.map(send, range(50)))
    assert Counter(status for _, status in told) == {303: 1, 410: 4}
    assert tally(clinic.cast, [waiting]) == {(1, 1): 1}


def test_nothing_is_moved_or_migrated_while_a_server_runs(clinic: Clinic, tmp_path: Path) -> None:
    source = backend_for(clinic.cast.environ["KIOSK_DATABASE_URL"])
    with pytest.raises(NotMoved, match="a server is running on it, so stop it first"):
        moving.move(source, backend_for(f"sqlite:///{tmp_path / 'kiosk.db'}"))
    with pytest.raises(DatabaseUnreadable, match="a server is running on it"):
        source.copy("before")


def test_another_version_starts_only_when_the_servers_of_this_one_have_stopped(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = clinic.cast.environ["KIOSK_DATABASE_URL"]
    schema.check_version(url)
    monkeypatch.setattr(locks, "OWN", locks.OWN + 1)
    for name, value in clinic.cast.environ.items():
        monkeypatch.setenv(name, value)
    refused = CliRunner().invoke(kiosk, ["serve", "--port", str(free_port())]).exception
    assert isinstance(refused, WrongSchema)
    assert "two versions cannot share one. Nothing was changed: stop those servers first" in str(refused)


def test_wrong_passwords_are_counted_for_all_servers_together(clinic: Clinic) -> None:
    email = stored(clinic.cast, Person.email, where=Person.id == clinic.cast.bob)[0]
    tries = [_log_in(server, email) for server in clinic.servers * 4]
    assert Counter(tries)[429] == 2
    assert tries[-2:] == [429, 429]


def _log_in(server: Server, email: str) -> int:
    page = ask(server, "/login")
    wrong = {"csrf_token": hidden(page, "csrf_token"), "email": email, "password": "not the lamps by the river"}
    return ask(server, "/login", wrong, {"Cookie": page.cookies}).status
