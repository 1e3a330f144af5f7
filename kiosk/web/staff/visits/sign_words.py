"""Signs seen in the room, in words."""

from collections.abc import Sequence

from kiosk.domain.signs import GROUPS, LABELS
from kiosk.web.shared.languages import said
from kiosk.web.staff.visits.pages import SignChoice, SignGroup


def sign_groups(noted: Sequence[str]) -> Sequence[SignGroup]:
    """Every sign in its group, and whether it was noted."""
    return [
        SignGroup(said(name), [SignChoice(seen, said(LABELS[seen]), seen in noted) for seen in signs])
        for name, signs in GROUPS
    ]
