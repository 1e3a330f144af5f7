"""Requests that a test holds back, to see what somebody may do meanwhile, and lets go when it likes."""

import re

from playwright.sync_api import Page, Route

FORM = re.compile(r"/c/[\w-]{22}$")


def hold(page: Page, where: re.Pattern[str], method: str = "POST") -> list[Route]:
    """From here on these wait in the list, in the order in which they were sent."""
    late: list[Route] = []

    def choose(route: Route) -> None:
        if route.request.method == method:
            late.append(route)
        else:
            route.continue_()

    page.route(where, choose)
    return late


def until_sent(page: Page, late: list[Route], count: int) -> None:
    """Waits until so many have been held back."""
    for _ in range(300):
        if len(late) >= count:
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"only {len(late)} of {count} were sent")


def let_go(*late: Route) -> None:
    for route in late:
        route.continue_()
