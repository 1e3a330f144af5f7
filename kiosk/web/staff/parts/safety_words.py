"""A record of what was done after a tap for help, in words."""

from flask_babel import gettext

from kiosk.queries.recorded import SafetyDone


def safety_words(done: SafetyDone) -> str:
    """Such as *Spoken with them. Handed to Dr Weber.*, or that there is a note."""
    told = [
        gettext("Spoken with them.") if done.spoken else "",
        gettext("Handed to %(whom)s.", whom=done.handed_to) if done.handed_to else "",
        gettext("Our plan followed.") if done.plan_followed else "",
    ]
    return " ".join(one for one in told if one) or gettext("A note.")
