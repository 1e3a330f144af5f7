"""Notices of clients without a therapist, for administrators: on the day, and on the first page of the settings."""

from collections.abc import Sequence

from flask_babel import gettext

from kiosk.queries.left_clients import LeftClients


def left_words(left: LeftClients) -> Sequence[str]:
    """Say without content what came and what was taken; nothing once the notice was put away."""
    said = []
    if left.has_come and any(one.asked_for_help for one in left.clients):
        said.append(gettext("A client asked for help, and their therapist can no longer log in."))
    elif left.has_come:
        said.append(gettext("An answer came for a therapist who can no longer log in."))
    if left.takings:
        said.append(gettext("Another administrator downloaded a client’s record."))  # noqa: RUF001 -- as printed
    return said
