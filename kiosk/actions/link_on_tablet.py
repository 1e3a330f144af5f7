"""The link of a form that stands on a tablet: a new code ends the old link everywhere else, and not under a hand."""

from kiosk.keys import keys
from kiosk.storage.tables import CheckIn
from kiosk.storage.tablet_tables import Tablet


def link_now(tablet: Tablet, token: str) -> str:
    """What opens the form of the visit on this tablet that `token` once opened; any other token as it is.

    A new code is made because the old one got around. The tablet came by its form through the therapist: whoever marks
    it there keeps the marks, and can send them.
    """
    asked = tablet.visit.check_ins if tablet.visit else ()
    return next((_newest(one) for one in asked if _once_opened(one, token)), token)


def _newest(check_in: CheckIn) -> str:
    return keys().link_token(check_in.id, check_in.link_version)


def _once_opened(check_in: CheckIn, token: str) -> bool:
    return any(keys().link_token(check_in.id, version) == token for version in range(1, check_in.link_version))
