"""Every page of the staff says who is logged in: somebody else may have sat down."""

from collections.abc import Iterator

from kiosk.domain.permissions import Permission
from tests.support.practice import Cast
from tests.web.every_route import CLASSIFIED, ROWS, Asker, World, address, make_world, routes

NOBODYS = "0" * 32
FOR_OTHERS_EYES = {"code_alone.code", "check_ins.alone"}
"""Turned to the client, with nothing of the practice on it."""
PARTS = {"visits.live", "check_ins.live", "check_ins.alone_live", "private.state", "events.events"}
"""No page, but what a script puts into one."""


def test_every_page_of_the_staff_says_who_is_logged_in(cast: Cast) -> None:
    world = make_world(cast)
    nameless = {
        path: status
        for asker in world.askers.values()
        if asker.staff
        for path, status, text in _pages(world, asker)
        if f'<p class="menu-who">{asker.name.capitalize()}</p>' not in text
    }
    assert nameless == {}


def _pages(world: World, asker: Asker) -> Iterator[tuple[str, int, str]]:
    """Each page that this person is shown: of their own rows, of what never was, and refusals."""
    for method, rule in routes(world.cast.app):
        is_of_staff = method == "GET" and isinstance(CLASSIFIED.get(rule.endpoint), Permission)
        if not is_of_staff or rule.endpoint in PARTS:
            continue
        parts = [part for part in rule.arguments if part in ROWS]
        own = {part: (world.owned.of(asker, ROWS[part]) or (NOBODYS,))[0] for part in parts}
        for path in dict.fromkeys(address(rule, ids) for ids in (own, dict.fromkeys(parts, NOBODYS))):
            answer = asker.desk.get(path)
            is_page = answer.mimetype == "text/html" and answer.status_code not in range(300, 400)
            if is_page and not (answer.status_code == 200 and rule.endpoint in FOR_OTHERS_EYES):
                yield path, answer.status_code, answer.text
