"""Words of a client's record, by the words that are stored, as a client reads them."""

from collections.abc import Mapping, Sequence
from typing import Final

from kiosk.domain.answers import Talk
from kiosk.domain.corrections import CorrectionKind
from kiosk.domain.lifecycle import State
from kiosk.domain.noted import Became
from kiosk.domain.phrases import Phrase, phrase
from kiosk.domain.place import Place
from kiosk.queries.kept import Extent
from kiosk.queries.results import WithheldReason

PLACES: Final[Mapping[str, Phrase]] = {
    Place.ROOM: phrase("Session with %(therapist)s, in the room. Form: %(form)s, version %(version)s."),
    Place.TELEHEALTH: phrase("Session with %(therapist)s, on a call. Form: %(form)s, version %(version)s."),
}
UNANSWERED: Final[Mapping[str, Phrase]] = {
    State.WAITING: phrase("Not answered."),
    State.OPENED: phrase("Not answered."),
    State.EXPIRED: phrase("Not answered."),
    State.UNFINISHED: phrase("Begun, and not sent. Nothing of it was kept."),
    State.WITHDRAWN: phrase("Withdrawn before it was answered."),
}
WITHHELD: Final = {
    WithheldReason.HELD: phrase("Your answer is kept, and your therapist has not opened it yet. So it is not in here."),
    WithheldReason.UNREADABLE: phrase("Your answer is kept, and cannot be read as it is. So it is not in here."),
}
MARKED: Final = {
    "line": phrase("marked on lines"),
    "buttons": phrase("marked with buttons"),
    "faces": phrase("marked with faces"),
    "choice": phrase("marked by choosing"),
    "paper": phrase("typed in from paper"),
    "import": phrase("taken over from another program"),
}
STRAIN: Final = {
    "no": phrase("Nothing got in the way."),
    "partly": phrase("Something partly got in the way."),
    "yes": phrase("Something got in the way."),
}
SORTED_OUT: Final = {"yes": phrase("It was sorted out."), "not-yet": phrase("It was not sorted out yet.")}
WISHES: Final = {
    Talk.NOW: phrase("You wanted to talk about it at once."),
    Talk.NEXT: phrase("You wanted to talk about it the next time."),
    Talk.NO: phrase("You saw no need to talk about it."),
}
CAME: Final = {
    "talked": phrase("%(when)s: you talked about it."),
    "next": phrase("%(when)s: kept for the next time."),
    "not-needed": phrase("%(when)s: no talk about it was needed."),
}
PAUSED: Final[Mapping[str, Phrase]] = {
    "crisis": phrase("an acute crisis"),
    "consent": phrase("you could not choose freely"),
    "screen": phrase("somebody else could see the screen"),
    "other": phrase("another reason"),
}
NOTED: Final[Mapping[str, Phrase]] = {
    Became.HELD: phrase("held, and you were not asked."),
    Became.NO_TIME: phrase("held, and there was no time to ask."),
    Became.FORGOTTEN: phrase("held, and asking was forgotten."),
    Became.CRISIS: phrase("held, and not asked because of a crisis."),
    Became.TECHNICAL: phrase("held, and not asked because of a technical problem."),
    Became.NOT_HELD: phrase("not held."),
}
LOW, LOWER = phrase("A low mark."), phrase("Lower than at other times.")
IN_SHORT: Final[Mapping[str, Phrase]] = {
    "total-low": LOW,
    "line-low": LOW,
    "persistent-low": phrase("Low for a while."),
    "below-expected": LOWER,
    "line-below-expected": LOWER,
    "drop": LOWER,
    "floor": LOW,
    "face-low": LOW,
    "week-worse": LOWER,
    "ceiling": phrase("Very high marks for a while."),
    "first-high": phrase("Very high marks the first time."),
    "straight-line": phrase("All marks alike, and sent fast."),
    "missed": phrase("Other than your therapist had guessed."),
    "repair-seen": phrase("Back to how it was before."),
    "unrepaired": phrase("Not yet back to how it was."),
    "goal-met": phrase("A goal was reached."),
    "too-little": phrase("Too little marked for a total."),
}
"""By rule; what the client said in so many words stands beside it anyway."""
WHOLE: Final = phrase(
    "This is all that the practice keeps about you in this program. Your name is not in it: "
    "you are known by the code %(code)s."
)
WHOLE_BUT_GUESSES: Final = phrase(
    "What a therapist guessed before your answers is left out. All else that the practice keeps about you "
    "in this program is here. Your name is not in it: you are known by the code %(code)s."
)
ABOUT_YOU: Final = phrase("What is kept about you")
TITLES: Final[Mapping[Extent, Phrase]] = {
    Extent.OF_THERAPIST: ABOUT_YOU,
    Extent.COMPLETE: ABOUT_YOU,
    Extent.FOR_CLIENT: ABOUT_YOU,
    Extent.WITHOUT_WORDS: phrase("Part of the record of %(code)s"),
}
LOOKS: Final[Mapping[str, Phrase]] = {
    "": phrase("your answers were seen"),
    "supervision-read": phrase("seen in supervision"),
    "record-exported": phrase("your record was taken out as a file"),
    "record-taken": phrase("your record was taken out, but not your words: your therapist had left"),
    "record-taken-for-client": phrase("your record was taken out for you, as your therapist had left"),
}
EXTENTS: Final[Mapping[Extent, Sequence[Phrase]]] = {
    Extent.OF_THERAPIST: (WHOLE,),
    Extent.COMPLETE: (WHOLE,),
    Extent.FOR_CLIENT: (WHOLE_BUT_GUESSES,),
    Extent.WITHOUT_WORDS: (
        phrase("This is a part of what the practice keeps about the client %(code)s."),
        phrase("Not in it: the client’s words and goals, and what a therapist noted, noticed or guessed."),  # noqa: RUF001 -- as printed
        phrase("Answers that nobody has opened yet are not in it either."),
        phrase("Where it says “you”, it means %(code)s."),
    ),
}
"""The first sentences of a record, by how much it holds."""
CORRECTED: Final[Mapping[str, Phrase]] = {
    CorrectionKind.MOVED: phrase("%(when)s, %(who)s: an answer was moved from or to somebody else’s code."),  # noqa: RUF001 -- as printed
    CorrectionKind.SET_ASIDE: phrase("%(when)s, %(who)s: an answer was set aside. It counts for nothing."),
    CorrectionKind.RENAMED: phrase("%(when)s, %(who)s: your code was changed."),
    CorrectionKind.MERGED: phrase("%(when)s, %(who)s: two codes of yours were put together."),
    CorrectionKind.RESCHEDULED: phrase("%(when)s, %(who)s: the day, time or place of a session was corrected."),
}
HANDED_OVER: Final[Mapping[str, Phrase]] = {
    "accepted": phrase("%(when)s: %(giver)s handed over to %(taker)s."),
    "": phrase("%(when)s: %(giver)s offered to hand over to %(taker)s."),
}
NOT_HANDED_OVER: Final = phrase("%(when)s: %(giver)s offered to hand over to %(taker)s. That did not happen.")
