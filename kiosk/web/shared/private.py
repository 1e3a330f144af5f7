"""A switch of one browser, kept for each person: only the person logged in can see this screen."""

from flask import Response, request

from kiosk.domain.actors import PrivateScreen, Staff
from kiosk.domain.public_ids import PublicId
from kiosk.keys import keys
from kiosk.web.shared.cookies import LONGEST_S, cookie_name, set_cookie

PURPOSE = "private"


def private_screen(person: Staff) -> PrivateScreen | None:
    """Give this screen as this person's own where they have switched that on in this browser; None until they do."""
    is_on = keys().signed(PURPOSE, request.cookies.get(cookie_name(_name(person.id)), "")) == {"person": person.id}
    return PrivateScreen(person.person_id) if is_on else None


def set_private(response: Response, person: PublicId, *, on: bool) -> None:
    """Remember the switch in this browser."""
    value = keys().sign(PURPOSE, {"person": person}) if on else ""
    set_cookie(response, _name(person), value, LONGEST_S if on else 0)


def _name(person: PublicId) -> str:
    return f"{PURPOSE}-{person}"
