"""The stream by which a person's open pages hear of what happens."""

from flask import Blueprint, Response, current_app, request
from flask.typing import ResponseReturnValue

from kiosk.domain.permissions import Permission
from kiosk.live.sse import last_event_id
from kiosk.live.stream import Listener, stream
from kiosk.web.shared.browser_login import actor
from kiosk.web.shared.gate import login_of_page, needs

bp = Blueprint("events", __name__)


@bp.get("/events")
@needs(Permission.READ_RESULTS)
def events() -> ResponseReturnValue:
    """The one stream of a person."""
    secret, permission = login_of_page()
    body = stream(
        current_app._get_current_object(),  # type: ignore[attr-defined]  # noqa: SLF001 -- the stream outlives the request
        Listener(actor(), secret, permission),
        last_event_id(request.headers.get("Last-Event-ID")),
    )
    return Response(body, mimetype="text/event-stream", headers={"X-Accel-Buffering": "no"}, direct_passthrough=True)
