"""The queue of an open page: in order, woken by whoever puts, and given up after a while."""

from queue import Empty
from threading import Thread

import pytest

from kiosk.live.inbox import Inbox

SOON_S, LONG_S = 0.01, 20.0


def test_what_was_put_comes_in_its_order_and_then_nothing() -> None:
    inbox = Inbox[int]()
    for number in range(3):
        inbox.put(number)
    assert [inbox.get() for _ in range(3)] == [0, 1, 2]
    assert inbox.empty()
    with pytest.raises(Empty):
        inbox.get(timeout=SOON_S)


def test_a_reader_that_waits_hears_all_that_several_threads_put() -> None:
    inbox, each = Inbox[int](), 2_000

    def put_all() -> None:
        for number in range(each):
            inbox.put(number)

    writers = [Thread(target=put_all) for _ in range(4)]
    for writer in writers:
        writer.start()
    heard = [inbox.get(timeout=LONG_S) for _ in range(each * len(writers))]
    for writer in writers:
        writer.join()
    assert (sorted(heard), inbox.empty()) == (sorted([*range(each)] * len(writers)), True)
