"""The sentence on the form that says who gets the answer: made from its recipients, so that it leaves nobody out."""

from typing import assert_never

from kiosk.domain.phrases import Phrase, in_turn, phrase
from kiosk.domain.place import Place
from kiosk.domain.recipients import Named, Recipient
from kiosk.queries.forms import Form

SEES = {
    Place.ROOM: phrase("%(name)s will see this right away, so you can talk about it before you go."),
    Place.TELEHEALTH: phrase("%(name)s will see this as soon as you send it. So you can still talk about it today."),
}
SEES_WHEN_ASKED = {
    Place.ROOM: phrase("%(name)s can open this as soon as you send it. So you can talk about it before you go."),
    Place.TELEHEALTH: phrase("%(name)s can open this as soon as you send it. So you can still talk about it today."),
}
"""The same where an answer waits until it is asked for, since others could see the screen."""
SEES_FIRST = phrase("%(name)s will see this right away, so you can begin with it.")
OPENS_FIRST = phrase("%(name)s can open this as soon as you send it. So you can begin with it.")
"""The same two of a form that is filled in before the session, wherever that is held."""
PRACTICE_GETS = phrase("The practice gets this. Your therapist can no longer see it.")
"""Of a form that was open before its therapist was gone, and is shown once more."""
SUPERVISOR_SEES = phrase("%(name)s helps your therapist and sees how it went, by code and without your words.")
SUPERVISOR_READS = phrase("%(name)s helps your therapist, sees how it went, and can read your words too.")
# For translators: %(name)s is the name that the practice gave a computer program.
PROGRAM_READS = phrase("A program of the practice gets it too: %(name)s.")
# For translators: %(name)s is the name of the software in which the practice keeps its notes on clients.
RECORD_SYSTEM_KEEPS = phrase("It is also kept in the records of the practice: %(name)s.")


def who_sees(form: Form) -> Phrase:
    """Say who gets the answer, the therapist first."""
    first, *others = (_sentence(one, form) for one in form.recipients)
    return in_turn(first, *others) if others else first


def _sentence(one: Named, form: Form) -> Phrase:
    match one.kind:
        case Recipient.THERAPIST:
            return _therapist_sees(form).filled(name=one.name)
        case Recipient.PRACTICE:
            return PRACTICE_GETS
        case Recipient.SUPERVISOR:
            return SUPERVISOR_SEES.filled(name=one.name)
        case Recipient.WORDS_SUPERVISOR:
            return SUPERVISOR_READS.filled(name=one.name)
        case Recipient.PROGRAM:
            return PROGRAM_READS.filled(name=one.name)
        case Recipient.RECORD_SYSTEM:
            return RECORD_SYSTEM_KEEPS.filled(name=one.name)
        case _:
            assert_never(one.kind)


def _therapist_sees(form: Form) -> Phrase:
    if form.is_opening:
        return OPENS_FIRST if form.held else SEES_FIRST
    return (SEES_WHEN_ASKED if form.held else SEES)[form.place]
