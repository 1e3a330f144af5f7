"""Refusals: the few ways in which an act says no, each with a sentence for the person who asked."""

from kiosk.domain.phrases import Phrase, phrase
from kiosk.refusals import Refusal


class NotDone(Refusal):
    """An act was refused and nothing of it is stored; `why` says what happened, what was kept and what to do."""

    why: Phrase = phrase("Something went wrong.")

    def __init__(self, why: Phrase | str = "") -> None:
        """Without a sentence of its own it has that of its class; a text is English, for the command line alone."""
        if why:
            self.why = why if isinstance(why, Phrase) else Phrase(why)
        super().__init__(str(self.why))


class NotFound(NotDone):
    """It is not there, or not for this actor: nothing tells the two apart."""

    why = phrase("There is no such page.")


class NotAllowed(NotDone):
    """The actor may not do this, whatever it is done to."""

    why = phrase("That is not allowed from here.")


class Invalid(NotDone):
    """Input that cannot be accepted; `field` names the field at fault, and is empty for the whole form."""

    why = phrase("That could not be read.")

    def __init__(self, why: Phrase | str = "", field: str = "") -> None:
        super().__init__(why)
        self.field = field


class Conflict(NotDone):
    """It was possible a moment ago or for others, and is not as things stand now."""


class Unreadable(NotDone):
    """A stored record with a value that cannot be: nothing of it is shown, and nothing of it is changed."""

    why = phrase("This one cannot be shown; nothing of it is lost.")


class NotSaved(NotDone):
    """The database could not take it: busy beyond patience, or no room. `detail` is for the log."""

    why = phrase("Not saved yet.")

    def __init__(self, detail: str = "") -> None:
        super().__init__()
        self.detail = detail or str(self.why)
        self.args = (self.detail,)
