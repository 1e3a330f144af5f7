"""The public key that shows a record system who this server is, under an address: there it is registered by that."""

import json
from datetime import timedelta
from typing import Final

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from kiosk.api.blueprint import finish
from kiosk.api.gate import begin_request
from kiosk.domain.public_ids import PublicId
from kiosk.domain.refusals import NotFound
from kiosk.queries.onward import keys_of

bp = Blueprint("keys", __name__)
bp.before_request(begin_request)
bp.after_request(finish)

CACHED_FOR: Final = timedelta(hours=1)
"""Time for which anybody may keep the answer: another key comes with another address."""


@bp.get("/records/<public_id:system_id>/jwks.json")
def jwks(system_id: PublicId) -> ResponseReturnValue:
    """The JSON Web Key Set of one record system, the same for everybody; no token is needed. Raises NotFound."""
    found = keys_of(system_id)
    if found is None:
        raise NotFound
    response = Response(json.dumps(found), mimetype="application/json")
    response.cache_control.public, response.cache_control.max_age = True, int(CACHED_FOR.total_seconds())
    return response
