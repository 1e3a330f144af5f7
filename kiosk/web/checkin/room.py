"""The client's room itself, at home on a tablet as well."""

from flask import Blueprint

from kiosk import clock
from kiosk.domain.actors import ByTablet
from kiosk.queries.tablet import link_now, see_this_tablet
from kiosk.web.shared.paired import dress_for_form, sent_from, tablet

bp = Blueprint("checkin", __name__)


@bp.url_value_preprocessor
def on_its_tablet(_: str | None, names: dict[str, str] | None) -> None:
    """A form that stands on a tablet outlives a new code."""
    if names and "token" in names and isinstance(here := tablet(), ByTablet):
        names["token"] = link_now(here, names["token"])


@bp.before_request
def dress_on_its_tablet() -> None:
    """Dress responses to a form on a tablet, such as the same form once more, as a screen of that tablet."""
    if here := sent_from():
        dress_for_form(see_this_tablet(here, clock.now()))
