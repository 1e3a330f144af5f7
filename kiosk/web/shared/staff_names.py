"""The names that every template of the staff may use."""

from flask import request

from kiosk import clock, zones
from kiosk.domain.permissions import Permission, may
from kiosk.web.shared.arrival import arrival_signs
from kiosk.web.shared.browser_login import ends_in_s, somebody
from kiosk.web.shared.menu import menu_of
from kiosk.web.shared.private import private_screen
from kiosk.web.shared.unsent import sender_field


def staff_names() -> dict[str, object]:
    """Return the names that every staff template may use, such as the person logged in and the current menu entry."""
    found = somebody()
    stored = found.time_zone if found else ""
    return {
        "me": found,
        "whose": sender_field(found.id) if found else "",
        "login_ends_in": ends_in_s(),
        "menu": menu_of(found),
        "has_settings": found is not None and may(found, Permission.CHANGE_PRACTICE),
        "room": request.blueprint,
        "unknown_zone": stored if found and not zones.is_known(stored) else None,
        "practice_clock": clock.now().astimezone(zones.zone(stored)).strftime("%Y-%m-%dT%H:%M:%S") if found else "",
        "arrival": arrival_signs(found.id) if found else (),
        "private": found is not None and private_screen(found) is not None,
        "private_next": request.full_path.rstrip("?") if request.method == "GET" else "/",
    }
