"""The route of the API by which a program hears of what happens: a page of events at a time, or a stream of them."""

from dataclasses import asdict
from typing import Final

from flask import Response, current_app, request
from flask.typing import ResponseReturnValue

from kiosk.api.blueprint import PAGED, READ, USUAL, bp, page_size, sent
from kiosk.api.gate import Operation, needs, program, secret_of_request
from kiosk.api.problems import Problem
from kiosk.domain.actors import ByToken
from kiosk.interchange import program_schema as schemas
from kiosk.interchange import programs as present
from kiosk.live import sse
from kiosk.live.pulse import pulse
from kiosk.live.sse import EventId, last_event_id
from kiosk.live.stream import Listener, stream
from kiosk.queries import program_events
from kiosk.queries.program_events import ProgramEvent
from kiosk.storage.events import Happened

STREAM: Final = "text/event-stream"
MOST_STREAMS: Final = 10
"""Streams that one token may have open at each worker."""


@bp.get("/events")
@needs(
    Operation(
        READ,
        schemas.Events,
        problems=(*USUAL, 409, 422),
        asks=PAGED,
        leads_to=(("events", "after", "/last"), ("check_in", "check_in_id", "/events/0/check_in")),
        streams=True,
    )
)
def events() -> ResponseReturnValue:
    """Events of check-ins `after` the one named, the oldest first; events are kept for seven days.

    With `Accept: text/event-stream` the same as server-sent events, from `Last-Event-ID` on, for as long as the token
    is valid.
    """
    if request.accept_mimetypes.best == STREAM:
        return _stream(program())
    most, actor, given = page_size(), program(), request.args.get("after", "")
    begin = _begin(actor, given)
    found = program_events.program_events(actor, begin.number, most + 1)
    page = [(_name(begin.epoch, one), one) for one in found[:most]]
    last = page[-1][0] if page else str(begin)
    return sent(schemas.Events([present.event(name, one) for name, one in page], last, len(found) > most))


def _begin(actor: ByToken, given: str) -> EventId:
    """The event after which to begin. Raises Problem where it is none that these events follow."""
    after = last_event_id(given)
    if given and after is None:
        raise Problem(422, "“after” must be the “last” or the id of an event that this API gave.")
    epoch, at = program_events.epoch_and_time(actor, after.number if after else 0)
    if after is None:
        return EventId(epoch, 0)
    there = EventId(epoch, after.number, int(at.timestamp() * 1000)) if at else EventId(epoch, 0)
    if after != there:
        raise Problem(
            409,
            "The event in “after” is not kept any more, or was heard before an older copy of the database was restored."
            " Read again what you hold of visits, then ask without “after”.",
        )
    return after


def _name(epoch: str, one: ProgramEvent) -> str:
    return str(EventId(epoch, one.number, int(one.at.timestamp() * 1000)))


def _stream(actor: ByToken) -> Response:
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001 -- the stream outlives the request

    def message(epoch: str, happened: Happened) -> bytes:
        with app.app_context():
            one = program_events.program_event(actor, happened.id)
        if one is None:
            return sse.NOTHING
        name = EventId.after(epoch, happened)
        return sse.event(name, one.kind.value, asdict(present.event(str(name), one)))

    if pulse().count(secret_of_request()) >= MOST_STREAMS:
        raise Problem(429, "This token has too many streams open. Close one, or keep to one.", {"Retry-After": "10"})
    last = last_event_id(request.headers.get("Last-Event-ID") or request.args.get("after"))
    body = stream(app, Listener(actor, secret_of_request(), READ), last, message)
    return Response(body, mimetype=STREAM, headers={"X-Accel-Buffering": "no"}, direct_passthrough=True)
