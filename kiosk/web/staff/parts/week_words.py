"""Sentences on how a client's week was."""

from flask_babel import gettext

from kiosk.queries.results import Result


def week_words(result: Result) -> str:
    """Say what came of asking how the week was, before the session; nothing of it is judged in itself."""
    if result.safety:
        return gettext("Asked for help staying safe.")
    if result.declined:
        return gettext("Chose not to say how the week was.")
    if any(signal.rule == "week-worse" for signal in result.signals):
        return gettext("Their week was harder than usual for them.")
    return gettext("They have said how their week was.")
