"""Status and headers of a page that refused a change to one's login."""

from kiosk.actions.accounts.present_password import TOO_OFTEN
from kiosk.actions.accounts.throttle import RETRY_AFTER_S
from kiosk.domain.phrases import Phrase


def refused(fault: Phrase | None) -> tuple[int, dict[str, str]]:
    """The status and the heads of a page that says this: whoever guesses is asked to wait."""
    if fault is TOO_OFTEN:
        return 429, {"Retry-After": str(RETRY_AFTER_S)}
    return (422 if fault else 200), {}
