"""The gate of the staff's pages: the permission that each needs, and what is said to somebody who lacks it."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Final, ParamSpec, TypeAlias

from flask import Response, g, request
from flask.typing import ResponseReturnValue

from kiosk.domain.permissions import Permission, Verdict, judge
from kiosk.domain.phrases import Phrase, phrase
from kiosk.web.shared.ask_to_log_in import ask_to_log_in, login_page, refuse_tablets
from kiosk.web.shared.browser_login import held, somebody, stay_active
from kiosk.web.shared.errors import SENTENCES, problem
from kiosk.web.shared.fresh_proof import ask_to_prove, is_proven_for

STREAM = "text/event-stream"

Arguments = ParamSpec("Arguments")
View: TypeAlias = Callable[Arguments, ResponseReturnValue]
SETTINGS_REFUSED = (
    phrase("Settings belong to the administrator."),
    phrase("Nothing was changed. Ask them to change it."),
)
CHECK_INS_REFUSED = (
    phrase("Check-ins belong to therapists."),
    phrase("You do not have that role. An administrator can give it to you."),
)
REFUSED: Final[Mapping[Permission, tuple[Phrase, Phrase]]] = {
    Permission.CHANGE_PRACTICE: SETTINGS_REFUSED,
    Permission.MANAGE_TABLETS: SETTINGS_REFUSED,
    Permission.MANAGE_PEOPLE: SETTINGS_REFUSED,
    Permission.TAKE_LEFT_RECORDS: SETTINGS_REFUSED,
    Permission.SEND_ONWARD: SETTINGS_REFUSED,
    Permission.READ_AUDIT: SETTINGS_REFUSED,
    Permission.EXPORT_AUDIT: SETTINGS_REFUSED,
    Permission.ASK_CLIENTS: CHECK_INS_REFUSED,
    Permission.READ_RESULTS: CHECK_INS_REFUSED,
    Permission.EXPORT_CLIENTS: CHECK_INS_REFUSED,
    Permission.IMPORT_CLIENTS: CHECK_INS_REFUSED,
    Permission.ERASE_CLIENTS: CHECK_INS_REFUSED,
    Permission.MAKE_TOKENS: CHECK_INS_REFUSED,
}
"""Heading and message for somebody who is logged in and lacks a permission."""


def needs(permission: Permission) -> Callable[[View[Arguments]], View[Arguments]]:
    """Guard a page of the staff: a visitor is asked to log in there, and a person who lacks the permission is refused.

    Where the permission needs a fresh proof, that is asked for first.
    """

    def guard(view: View[Arguments]) -> View[Arguments]:
        @wraps(view)
        def guarded(*args: Arguments.args, **kwargs: Arguments.kwargs) -> ResponseReturnValue:
            return _refusal(permission) or view(*args, **kwargs)

        return guarded

    return guard


def _refusal(permission: Permission) -> ResponseReturnValue | None:
    verdict, is_stream = judge(somebody(), permission), request.headers.get("Accept", "").startswith(STREAM)
    if verdict is Verdict.UNKNOWN:
        return Response(status=401) if is_stream else refuse_tablets() or (ask_to_log_in(login_page()), 401)
    stay_active()
    if verdict is Verdict.LACKING:
        return Response(status=403) if is_stream else problem(*REFUSED.get(permission, SENTENCES[403]), 403)
    g.permission = permission
    return None if is_proven_for(permission) else (ask_to_prove(), 401)


def login_of_page() -> tuple[str, Permission]:
    """Give the secret of the login that opened this page, and the permission it took: a stream outlives its request."""
    permission: Permission = g.permission
    return held(), permission
