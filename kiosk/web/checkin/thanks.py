"""The words of thanks: after sending, declining or asking for help, and when it is no longer known which it was."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from flask.typing import ResponseReturnValue

from kiosk import clock
from kiosk.actions.check_ins.submit import Accepted
from kiosk.domain.cues import cue_called
from kiosk.domain.phrases import Phrase, phrase
from kiosk.web.checkin.done import go_on
from kiosk.web.checkin.ended import KNOWN_FOR, End, Ended
from kiosk.web.checkin.pages import ThanksPage
from kiosk.web.shared.crisis import CrisisView
from kiosk.web.shared.cues import cue_view
from kiosk.web.shared.errors import wants_json
from kiosk.web.shared.languages import direction, said, spoken, use
from kiosk.web.shared.paired import dressed, sent_from

THANKS = phrase("Thank you.")
HAS_ANSWER = phrase("%(name)s has your answer now.")
ARRIVED = phrase("Your answer has arrived.")
PRACTICE_HAS = phrase("The practice has your answer.")
ALL_RIGHT = phrase("That’s all right.")  # noqa: RUF001 -- as printed
KNOWS_CHOICE = phrase("%(name)s knows you’d rather not answer today.")  # noqa: RUF001 -- as printed
CAN_SEE_CHOICE = phrase("%(name)s can see that you’d rather not answer today.")  # noqa: RUF001 -- as printed
CHOICE_ARRIVED = phrase("Your choice has arrived.")
PRACTICE_KNOWS = phrase("The practice knows you’d rather not answer today.")  # noqa: RUF001 -- as printed
HAS_REACHED = phrase("What you sent has reached %(therapist)s. Nobody else here can see it.")
"""As a tablet says between two people of a round."""
REACHED_PRACTICE = phrase("What you sent has reached the practice. Nobody else here can see it.")
HELP_ARRIVED = phrase("Your request for help has arrived.")
HELP_AT_PRACTICE = phrase("Your request for help has reached the practice.")
MISTAKE_TOLD = phrase("Your therapist will see that you sent it by mistake.")
CLOSE = phrase("You can close this page.")
HAND_BACK = phrase("You can hand the tablet back.")
NO_MARKS = phrase("No marks were kept.")
NOT_ON_DEVICE = phrase("Your answer is no longer on this device.")
NOT_ON_TABLET = phrase("Your answer is no longer on this tablet.")


def thank(accepted: Accepted, language: str) -> ResponseReturnValue:
    """On to thanks, in the language the form was read in."""
    use(language)
    ended = _ended(accepted)
    left = {
        "therapist": accepted.therapist,
        "therapist_language": accepted.therapist_language,
        "held": accepted.held,
        "cue": accepted.cue,
        "of_several": accepted.of_several,
    }
    arrived = _arrived(accepted, ended) if wants_json() else {}
    return go_on("thanks", ended.concealed(_as_of(accepted.stored_at, clock.now())), left, arrived)


def _arrived(accepted: Accepted, ended: Ended) -> Mapping[str, object]:
    """The page of thanks, as the script draws it without a connection."""
    named = "" if accepted.to_practice else accepted.therapist
    return {
        "lang": spoken(),
        "dir": direction(),
        "title": said(THANKS),
        "lines": [said(each) for each in _lines(ended, named, held=accepted.held)],
        "foot": said(_foot(ended)),
    }


def _as_of(stored_at: datetime, now: datetime) -> datetime:
    """The moment in the address: repeats of a sending are answered alike, and a late one still learns what arrived."""
    return stored_at if now - stored_at < KNOWN_FOR / 2 else now


def _ended(accepted: Accepted) -> Ended:
    """On a tablet that goes round, thanks are alike for all: a sign of one answer would tell a partner."""
    if accepted.of_several and sent_from():
        return Ended(accepted.practice, spoken(), End.UNSAID, to_practice=accepted.to_practice)
    end = End.DECLINED if accepted.declined else End.SENT
    can_say_mistake = not (accepted.to_practice or sent_from())
    check_in = accepted.check_in if can_say_mistake else ""
    return Ended(accepted.practice, spoken(), end, accepted.safety, accepted.to_practice, check_in)


def thanks_page(ended: Ended | None, left: object, crisis: CrisisView) -> ThanksPage:
    """The page: once with the therapist's name, and after a reload without."""
    match left:
        case {
            "therapist": str(therapist),
            "therapist_language": str(language),
            "held": bool(held),
            "cue": str(word),
            "of_several": bool(of_several),
        }:
            cue = cue_called(word) if of_several or dressed() else None
            view = cue_view(cue, language) if cue else None
        case _:
            therapist, held, of_several, view = "", False, False, None
    return ThanksPage(
        lines=_lines(ended, therapist, held=held),
        foot=_foot(ended),
        safety=bool(ended and ended.safety),
        crisis=crisis,
        cue=view,
        alone=not of_several,
        mistake=ended.concealed(clock.now()) if ended and ended.check_in and not ended.mistake else "",
    )


def _lines(ended: Ended | None, therapist: str, *, held: bool) -> Sequence[Phrase]:
    return [*_said(ended, therapist, held=held), HAND_BACK if dressed() else CLOSE]


def _said(ended: Ended | None, therapist: str, *, held: bool) -> Sequence[Phrase]:
    if ended is None or ended.end is End.LEFT:
        return []
    if ended.end is End.UNSAID:
        return _reached(therapist, to_practice=ended.to_practice)
    if ended.end is End.SENT:
        first = [_sent(therapist, to_practice=ended.to_practice)]
    else:
        first = [ALL_RIGHT, _declined(therapist, to_practice=ended.to_practice, held=held)]
    asked = HELP_AT_PRACTICE if ended.to_practice else HELP_ARRIVED
    return [*first, *([asked] if ended.safety else []), *([MISTAKE_TOLD] if ended.mistake else [])]


def _reached(therapist: str, *, to_practice: bool) -> Sequence[Phrase]:
    if to_practice:
        return [REACHED_PRACTICE]
    return [HAS_REACHED.filled(therapist=therapist)] if therapist else []


def _sent(therapist: str, *, to_practice: bool) -> Phrase:
    if to_practice:
        return PRACTICE_HAS
    return HAS_ANSWER.filled(name=therapist) if therapist else ARRIVED


def _declined(therapist: str, *, to_practice: bool, held: bool) -> Phrase:
    """A held answer is not known to the therapist before they have opened it."""
    if to_practice:
        return PRACTICE_KNOWS
    if not therapist:
        return CHOICE_ARRIVED
    return (CAN_SEE_CHOICE if held else KNOWS_CHOICE).filled(name=therapist)


def _foot(ended: Ended | None) -> Phrase:
    if ended is not None and ended.end is End.DECLINED:
        return NO_MARKS
    return NOT_ON_TABLET if dressed() else NOT_ON_DEVICE
