"""Readings of a request: noted by its view, and kept in the audit log once the page is made."""

from collections.abc import Iterable
from typing import Final

from flask import Flask, Response, current_app, g, request

from kiosk import clock
from kiosk.actions.practice.readings import Reading, Readings
from kiosk.domain.actors import ByToken, Staff
from kiosk.domain.audit import Audited
from kiosk.domain.public_ids import PublicId
from kiosk.queries.check_ins import ShownAnswer
from kiosk.web.shared.devices import device_of

EXTENSION: Final = "kiosk-readings"
SHOWN: Final = frozenset({200, 422})


def keep_readings(app: Flask) -> None:
    """Keep what each request has shown, after its page was made: of a page that was not shown, nothing."""
    app.extensions[EXTENSION] = Readings()
    app.after_request(_keep)


def has_shown(act: Audited, about: str, about_id: str, client: PublicId | None = None) -> None:
    """Note that this request shows that row."""
    g.setdefault("readings", []).append(Reading(act, about, about_id, client))


def has_shown_answers(answers: Iterable[ShownAnswer]) -> None:
    """Note that it shows these answers."""
    for one in answers:
        has_shown(Audited.RESULT_READ, "check_ins", one.check_in, one.client)


def has_shown_list(name: str) -> None:
    """Note that it shows a list of the actor's clients, with figures of their answers."""
    has_shown(Audited.LIST_READ, name, "")


def origin() -> str:
    """Return where this request comes from: network address, and the browser's name as far as it is known."""
    device = device_of(request.user_agent.string)
    return " ".join(filter(None, (request.remote_addr or "", f"({device})" if device else "")))


def _keep(response: Response) -> Response:
    read, actor = g.get("readings"), g.get("actor") or g.get("program")
    kept = current_app.extensions[EXTENSION]
    if read and isinstance(actor, Staff | ByToken) and response.status_code in SHOWN and isinstance(kept, Readings):
        kept.keep(actor, read, clock.now())
    return response
