"""Messages for a form that could not be taken just now: of answers, of declining, of asking for help."""

from typing import Final

from flask import jsonify, request
from flask.typing import ResponseReturnValue

from kiosk.domain.answers import Fault
from kiosk.domain.phrases import Phrase, in_turn, phrase
from kiosk.web.checkin.room import bp
from kiosk.web.shared.languages import said, use

NOT_SAVED: Final = phrase("Not saved yet.")
STALE: Final = phrase("This page was open too long to send.")
ANSWERS: Final = phrase("Your answers are still here. Send them again in a moment.")
CHOICE: Final = phrase(
    "Your therapist doesn’t know yet that you’d rather not answer. Tap that again in a moment."  # noqa: RUF001 -- as printed
)
HELP: Final = phrase(
    "Your therapist doesn’t know yet that you need help. Send this again in a moment, or say it aloud."  # noqa: RUF001 -- as printed
)

UNSAVED: Final = phrase("The server could not save it just now.")
DECLINING: Final = phrase(
    "Your therapist doesn’t know yet that you’d rather not answer. This page keeps trying."  # noqa: RUF001 -- as printed
)
ASKING: Final = phrase(
    "Your therapist doesn’t know yet that you need help. This page keeps trying."  # noqa: RUF001 -- as printed
)
TELLING: Final = phrase("Telling your therapist …")
VOICELESS: Final = phrase("This device has no voice for this language.")
LEFT: Final = phrase("Characters left: %(count)s").filled(count="#")
LEAVES: Final = phrase("Leave without sending?")
LOSES: Final = phrase("If you leave, what you marked is gone from here.")
STAY: Final = phrase("Stay here")
LEAVE: Final = phrase("Leave")
WORDS: Final = {
    "unsaved": UNSAVED,
    "declining": DECLINING,
    "asking": ASKING,
    "telling": TELLING,
    "left": LEFT,
    "voiceless": VOICELESS,
    "leaves": LEAVES,
    "loses": LOSES,
    "stay": STAY,
    "leave": LEAVE,
}
"""Messages that scripts show which are fetched after the form: it has no room for them."""


@bp.get("/c/words")
def words() -> ResponseReturnValue:
    """Fetched with the first mark, while there is a connection."""
    use(request.args.get("language", ""))
    return jsonify({name: said(each) for name, each in WORDS.items()})


def unsent(why: Phrase) -> Fault:
    """The reason, and what has not arrived of what this request was sent for."""
    if request.form.get("safety") == "yes":
        return Fault("", in_turn(why, HELP))
    return Fault("", in_turn(why, CHOICE if request.form.get("decline") == "yes" else ANSWERS))
