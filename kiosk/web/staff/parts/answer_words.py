"""Words about an answer wherever staff read it: the client's wish to talk, which leads, and how their week was."""

from flask_babel import gettext

from kiosk.domain.answers import Talk
from kiosk.domain.phrases import phrase
from kiosk.domain.prompts import HEADINGS
from kiosk.queries.results import Result
from kiosk.web.shared.languages import said

WISHES = {
    Talk.NOW: phrase("They want to talk about it now"),
    Talk.NEXT: phrase("They want to talk about it next time"),
    Talk.NO: phrase("They see no need to talk"),
}
WISHES_THEN = {
    Talk.NOW: phrase("They wanted to talk about it then"),
    Talk.NEXT: phrase("They wanted to talk about it the next time"),
    Talk.NO: phrase("They saw no need to talk"),
}
HEADINGS_THEN = {1: phrase("Worth a word"), 2: phrase("Worth asking about"), 3: phrase("Worth making time for")}
"""Headings of prompts on another day: nobody is about to leave, and nothing is "now"."""


def lead_heading(result: Result, severity: int, *, then: bool) -> str:
    """The heading of a prompt: the client's word, else how grave it is; `then` is on a later day than the answer's.

    Nothing leads a call for help.
    """
    if result.talk and not result.safety:
        return wish(result, then=then)
    return said((HEADINGS_THEN if then else HEADINGS)[severity])


def wants_to_talk(result: Result) -> bool:
    """Return whether they asked to talk, now or next time; it leads even where the marks say that all is well."""
    return result.talk in {Talk.NOW, Talk.NEXT} and not result.safety


def wish(result: Result, *, then: bool) -> str:
    """The client's own wish; empty where there is none."""
    return said((WISHES_THEN if then else WISHES)[result.talk]) if result.talk else ""


def week_words(result: Result) -> str:
    """Say what came of asking how the week was, before the session; nothing of it is judged in itself."""
    if result.safety:
        return gettext("Asked for help staying safe.")
    if result.declined:
        return gettext("Chose not to say how the week was.")
    if any(signal.rule == "week-worse" for signal in result.signals):
        return gettext("Their week was harder than usual for them.")
    return gettext("They have said how their week was.")
