"""Last night's database put back under open pages: each is told, and hears what happens from then on."""

from tests.servers.conftest import House
from tests.servers.program import run
from tests.servers.visitors import Stream, ask, log_in
from tests.support.copies import copy_of, put_back


def test_a_page_that_heard_of_what_is_no_longer_there_is_told_and_goes_on(small_house: House) -> None:
    cast, server = small_house.cast, small_house.server
    cookie = log_in(server, cast, cast.alice)
    last_night = copy_of(cast)
    cast.begin("C-101")
    with Stream(server, cookie) as stream:
        last = stream.hello.id
    server.stop()
    put_back(cast, last_night)
    cast.begin("C-102")  # has the number of the event that the page heard
    server.start()
    with Stream(server, cookie, last) as stream:
        assert stream.hello.data == ""
        present = cast.begin("C-103")
        [told] = stream.take(1)
    assert str(present.visit) in told.data


def test_after_kiosk_restored_no_login_and_no_place_of_before_is_known(small_house: House) -> None:
    cast, server = small_house.cast, small_house.server
    cookie, waiting = log_in(server, cast, cast.alice), cast.begin("C-101")
    link = cast.one_time_link(cast.bob)
    with Stream(server, cookie) as stream:
        last = stream.hello.id
    server.stop()
    done = run("restored", instance=cast.environ["KIOSK_INSTANCE"])
    assert (done.returncode, done.stderr) == (0, "")
    server.start()
    looks = [ask(server, path, headers={"Cookie": cookie}) for path in ("/", link)]
    assert [look.status for look in looks] == [401, 410]
    assert ask(server, waiting.path).status == 410
    with Stream(server, log_in(server, cast, cast.alice), last) as stream:
        assert stream.hello.data == ""
        assert stream.hello.id.partition("-")[0] != last.partition("-")[0]
