"""Everything by which somebody comes in, or is on their way: a login, halves of one, links and codes."""

from kiosk import clock
from kiosk.actions.tablets.pair import begin_pairing
from kiosk.domain.actors import Visitor
from kiosk.storage.tables import Base, Challenge, HalfLogin, Login, OneTimeLink, Pairing
from tests.support.practice import PASSWORD, Cast
from tests.support.stored import count
from tests.web.browsing import by_password, hidden, log_in
from tests.web.codes import turn_on

WAYS_IN = (Login, HalfLogin, OneTimeLink, Challenge, Pairing)


def counts(cast: Cast, *tables: type[Base]) -> list[int]:
    return [count(cast, table) for table in tables]


def make_one_of_each(cast: Cast) -> None:
    """A login, and everything on the way to one."""
    turn_on(log_in(cast, cast.alice))
    phone = cast.app.test_client()
    by_password(phone, "alice@example.org", PASSWORD)
    by_password(phone, "alice@example.org", "wrong")
    cast.one_time_link(cast.bob)
    localhost = {"base_url": "http://localhost"}
    token = hidden(phone.get("/login", **localhost), "csrf_token")
    assert phone.post("/login/passkey/challenge", data={"csrf_token": token}, **localhost).status_code == 200
    with cast.on_stage():
        begin_pairing(Visitor(), clock.now())
    cast.begin()
