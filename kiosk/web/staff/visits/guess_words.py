"""The therapist's own guess: the form for it before the answer, and what stands beside the marks after it."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext

from kiosk.actions.check_ins.guess import guesses_for
from kiosk.domain.measures import Item, Measure
from kiosk.domain.phrases import phrase
from kiosk.domain.scoring import points
from kiosk.queries.visit import Guessed, SeenVisit
from kiosk.web.shared.languages import said, short_figure, spoken
from kiosk.web.staff.parts.times import near_time
from kiosk.web.staff.visits.pages import GuessChoice, GuessForm, GuessLine

IN_THE_WAY = {
    True: phrase("You guessed that something got in the way."),
    False: phrase("You guessed that nothing got in the way."),
}


def guess_form(seen: SeenVisit, now: datetime, zone: str) -> GuessForm:
    """Return the form for a guess; of a sealed one it says only that it is there, because this screen may be seen."""
    language = spoken()
    return GuessForm(
        lines=[_line(item, language) for item in seen.measure.items],
        sealed=gettext("Your guess is sealed since %(time)s.", time=near_time(seen.sealed_at, now, zone))
        if seen.sealed_at
        else "",
    )


def _line(item: Item, language: str) -> GuessLine:
    text = item.texts[language]
    own = [GuessChoice(option.text, option.words[language], option.face) for option in item.options]
    numbers = [GuessChoice(number, number) for number in guesses_for(item)]
    return GuessLine(item.id, item.kind, text.label, text.low, text.high, own or numbers)


def guess_words(measure: Measure, guess: Guessed) -> Sequence[str]:
    """Say what was guessed beside the single lines."""
    total = guess.total
    words = (
        []
        if total is None or len(measure.items) == 1
        else [gettext("Your guess adds up to %(total)s.", total=short_figure(points(total)))]
    )
    return words if guess.in_the_way is None else [*words, said(IN_THE_WAY[guess.in_the_way])]
