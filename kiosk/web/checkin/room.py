"""The client's room itself: refused to forms of other sites, and at home on a tablet as well."""

from flask import Blueprint

from kiosk import clock
from kiosk.actions.link_on_tablet import link_now
from kiosk.storage.tablet_tables import Tablet
from kiosk.web.own_site import refuse_other_sites
from kiosk.web.paired import dress_for_form, sent_from, tablet

bp = Blueprint("checkin", __name__)
bp.before_request(refuse_other_sites)


@bp.url_value_preprocessor
def on_its_tablet(_: str | None, names: dict[str, str] | None) -> None:
    """A form that stands on a tablet outlives a new code."""
    if names and "token" in names and isinstance(here := tablet(), Tablet):
        names["token"] = link_now(here, names["token"])


@bp.before_request
def dress_on_its_tablet() -> None:
    """What answers a form from a tablet, such as the same form once more, is a screen of that tablet."""
    if here := sent_from():
        dress_for_form(here, clock.now())
