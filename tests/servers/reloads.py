"""Open pages that listen while the server reloads again and again: what each of them heard."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from http.client import HTTPException
from threading import Event, Thread

from tests.servers.visitors import Message, Stream, answers, ask, log_in
from tests.support.practice import Cast, Waiting
from tests.support.servers import Server, wait_until

CUT = (OSError, HTTPException)
BREATH_S = 0.05


@dataclass
class Listener:
    """An open page: whenever its stream ends it opens another, from the last event that it heard."""

    server: Server
    cookie: str
    last: str | None = None
    heard: list[Message] = field(default_factory=list)
    opened: int = 0

    def listen(self, over: Event) -> None:
        """Until it is over."""
        while not over.is_set():
            try:
                with Stream(self.server, self.cookie, self.last) as stream:
                    self.opened += 1
                    self.last = stream.hello.id if self.last is None else self.last
                    self._hear(stream, over)
            except CUT:
                time.sleep(BREATH_S)

    def _hear(self, stream: Stream, over: Event) -> None:
        for message in stream.messages():
            if message.event == "check-in":
                self.heard.append(message)
                self.last = message.id
            if over.is_set():
                return


def send_until_taken(server: Server, waiting: Waiting, key: str) -> None:
    """As the form does: the same answer under the same key, until there is a reply that says it is kept."""

    def taken() -> bool:
        try:
            reply = ask(server, waiting.path, answers(key))
        except CUT:
            return False
        assert reply.status in {303, 503}, reply.body
        return reply.status == 303

    wait_until(taken, "the answer is taken")


def heard_through_reloads(
    server: Server, cast: Cast, forms: Sequence[Waiting], *, listeners: int, reloads: int
) -> list[Listener]:
    """Open so many pages of one person while all is sent and the server's workers are exchanged so often."""
    cookie, over = log_in(server, cast, cast.alice), Event()
    pages = [Listener(server, cookie) for _ in range(listeners)]
    threads = [Thread(target=page.listen, args=(over,)) for page in pages]
    for thread in threads:
        thread.start()
    try:
        wait_until(lambda: all(page.last is not None for page in pages), "every page listens")
        for part in range(reloads + 1):
            former = server.reload() if part else set[int]()
            for waiting in forms[part :: reloads + 1]:
                send_until_taken(server, waiting, cast.key(waiting))
            server.wait_until_ended(former)
        wait_until(lambda: all(page.opened > reloads for page in pages), "every page is back after each")
        wait_until(lambda: all(len(page.heard) >= len(forms) for page in pages), "every page has heard of all")
    finally:
        over.set()
        cast.begin("C-LAST")  # something to hear, so that each stops listening at once
        for thread in threads:
            thread.join()
    return pages
