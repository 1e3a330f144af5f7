"""Colleagues' calls for help that nobody has seen, in sentences: whose client's, since when, and nothing else."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import ngettext

from kiosk.domain.actors import Staff
from kiosk.queries.duty import unseen_calls
from kiosk.web.shared.languages import isolated


def duty_sentences(actor: Staff, now: datetime) -> Sequence[str]:
    """One for each call, the oldest first."""
    return [
        ngettext(
            "A call for help to %(name)s has not been seen for %(num)s minute. Please tell them.",
            "A call for help to %(name)s has not been seen for %(num)s minutes. Please tell them.",
            call.minutes,
            name=isolated(call.therapist),
        )
        for call in unseen_calls(actor, now)
    ]
