"""Fresh proof of who asks: the permissions that need one, and the page that asks for it."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from flask import render_template, request

from kiosk import clock
from kiosk.actions.accounts.own_logins import is_proven
from kiosk.actions.accounts.second_factor import codes_of
from kiosk.core import settings
from kiosk.domain.permissions import Permission
from kiosk.queries.account import see_account
from kiosk.web.shared import passkeys
from kiosk.web.shared.addresses import safe_next
from kiosk.web.shared.browser_login import actor, held
from kiosk.web.shared.staff_names import staff_names
from kiosk.web.shared.unsent import unsent_by

EXPORTS: Final = frozenset({Permission.EXPORT_CLIENTS, Permission.EXPORT_AUDIT})
EVERYDAY: Final = frozenset(
    {
        Permission.KEEP_ACCOUNT,
        Permission.ASK_CLIENTS,
        Permission.CORRECT_RECORDS,
        Permission.READ_RESULTS,
        Permission.READ_WORDS,
        Permission.READ_SUPERVISION,
        Permission.READ_AUDIT,
        Permission.IMPORT_CLIENTS,
        Permission.MANAGE_TABLETS,
    }
)
"""Permissions whose forms need no fresh proof; every other one needs a proof of the last five minutes.

Passwords, codes of apps and passkeys ask for one in their own forms.
"""


@dataclass(frozen=True)
class ProvePage:
    """The request for a proof, where to go on, and the form that waits for it, sealed."""

    email: str
    next: str
    unsent: str = ""
    language: str = ""
    with_code: bool = False
    has_password: bool = True
    problem: str = ""


def is_proven_for(permission: Permission) -> bool:
    """Return whether this request may go on without a new proof: pages that only read may, files may not."""
    asks = permission not in EVERYDAY and (request.method == "POST" or permission in EXPORTS)
    return not asks or is_proven(held(), clock.now())


def ask_to_prove(address: str = "", sealed: str = "", fault: str = "") -> str:
    """Render the page for it; a form just sent waits on it, and a file is asked for once more from its own page."""
    me = actor()
    unsent = unsent_by(me.id) if not sealed else None
    waiting = sealed or (unsent.sealed() if unsent else "")
    back = urlsplit(request.referrer or "")
    came_from = back.path if back.netloc == request.host else "/"
    if passkeys.site_of(settings()):
        passkeys.allow("get")
    kept = see_account(me)
    page = ProvePage(
        email=kept.email,
        next=safe_next(address or came_from),
        unsent=waiting,
        with_code=codes_of(me).on,
        has_password=kept.has_password,
        problem=fault,
    )
    return render_template("account/prove.html", page=page, **staff_names())
