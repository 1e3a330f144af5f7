"""Why a signal appears: plain words with its figures, fit for the client to read."""

from collections.abc import Callable, Mapping
from decimal import Decimal

from kiosk.domain.measures import Measure
from kiosk.domain.phrases import Number, Phrase, in_turn, phrase, phrases
from kiosk.domain.signals import Signal

Reason = Callable[[Signal, str], Phrase]
"""From a signal, and the name of its line, to a sentence."""

STRAIN = {"partly": phrase("partly got in the way"), "yes": phrase("got in the way")}
SORTED = {"yes": phrase("it is sorted out"), "not-yet": phrase("it is not sorted out yet")}
# Ours is said to be ours, so that no number looks as if a study had set it.
CUES = {"common": phrase("a common cue"), "ours": phrase("our own cue"), "practice": phrase("this practice's cue")}


def why(signal: Signal, measure: Measure, language: str) -> Phrase:
    """Say why, naming the line in `language`; sources stay off the screen.

    A threshold that the practice has set is said to be its own. A rule that has no sentence raises KeyError.
    """
    label = _label(measure, signal.item, language) if signal.item else ""
    said = REASONS[signal.rule](signal, label)
    if signal.figures.get("cue from") == "practice" and signal.rule not in WITH_CUE:
        return in_turn(said, phrase("(This practice's cue: %(cue)s.)", cue=_points(signal, "cue")))
    return said


def _label(measure: Measure, item_id: str, language: str) -> str:
    """The line's name; of a form that is gone, the id it had."""
    return item_id if measure.is_gone else measure.item(item_id).texts[language].label


def _points(signal: Signal, name: str) -> float:
    """A figure as marks have it, with one decimal; storage may have given a whole number back."""
    return float(signal.figures[name])


def _whole(signal: Signal, name: str) -> Number:
    """A figure that counts something, without a decimal as long as there is none."""
    number = float(signal.figures[name])
    return int(number) if number.is_integer() else number


def _line_low(signal: Signal, label: str) -> Phrase:
    return _as_usual(
        signal,
        phrase(
            "%(line)s: %(mark)s (%(whose)s: %(cue)s).",
            line=label,
            mark=_points(signal, "mark"),
            whose=CUES[str(signal.figures["cue from"])],
            cue=_points(signal, "cue"),
        ),
    )


def _total_low(signal: Signal, _: str) -> Phrase:
    return _as_usual(
        signal,
        phrase(
            "%(total)s of %(most)s (%(whose)s: %(cue)s).",
            total=_points(signal, "total"),
            most=_whole(signal, "of"),
            whose=CUES[str(signal.figures["cue from"])],
            cue=_points(signal, "cue"),
        ),
    )


def _as_usual(signal: Signal, said: Phrase) -> Phrase:
    """Say so of a cutoff that was kept back, unless something else says that today is lower than usual."""
    is_usual = signal.severity == 0 and signal.figures.get("as usual") != "no"
    return in_turn(said, phrase("That is not unusual for this person.")) if is_usual else said


def _strain(signal: Signal, _: str) -> Phrase:
    return phrase(
        "They marked that something %(strain)s, and that %(sorted)s.",
        strain=STRAIN[str(signal.figures["strain"])],
        sorted=SORTED[str(signal.figures["sorted"])],
    )


def _declined(signal: Signal, _: str) -> Phrase:
    times = _whole(signal, "of last three")
    if times == 1:
        return phrase("They chose not to answer today.")
    asked = _whole(signal, "asked") if "asked" in signal.figures else 3
    return phrase("They chose not to answer today, %(times)s of the last %(asked)s times.", times=times, asked=asked)


def _too_little(signal: Signal, _: str) -> Phrase:
    marked, lines = _whole(signal, "marked"), _whole(signal, "lines")
    return phrase("%(marked)s of %(lines)s lines are marked: too few to say.", marked=marked, lines=lines)


def _own_range(signal: Signal, _: str) -> Phrase:
    # Two decimals: a total of 34.8 under a limit of 34.84 would else look as if it stood on it.
    said = (
        phrase(
            "%(total)s today; their own marks so far, about %(mean)s, usually stay above %(lowest)s "
            "(an early estimate, from %(earlier)s times)."
        )
        if _is_early(signal)
        else phrase("%(total)s today; their own marks so far, about %(mean)s, usually stay above %(lowest)s.")
    )
    return said.filled(
        total=_points(signal, "total"),
        mean=_points(signal, "mean"),
        lowest=Decimal(f"{float(signal.figures['lowest expected']):.2f}"),
        earlier=_whole(signal, "earlier"),
    )


def _near_range(signal: Signal, _: str) -> Phrase:
    said = (
        phrase(
            "The last 3 totals lie under their own mean of %(mean)s, most of them far under it "
            "(an early estimate, from %(earlier)s times)."
        )
        if _is_early(signal)
        else phrase("The last 3 totals lie under their own mean of %(mean)s, most of them far under it.")
    )
    return said.filled(mean=_points(signal, "mean"), earlier=_whole(signal, "earlier"))


def _is_early(signal: Signal) -> bool:
    return signal.figures["estimate"] == "early"


def _missed(signal: Signal, _: str) -> Phrase:
    strain = phrase("They marked that something got in the way, which you had not noticed.")
    if "guess" not in signal.figures:
        return strain
    guess = phrase(
        "You guessed %(guess)s; they marked %(total)s.",
        guess=_points(signal, "guess"),
        total=_points(signal, "total"),
    )
    return in_turn(strain, guess) if signal.figures["strain"] != "no" else guess


def _apart(signal: Signal, _: str) -> Phrase:
    return phrases(
        "One person marked far less than the middle of this group (%(median)s).",
        "%(count)s people marked far less than the middle of this group (%(median)s).",
        count=int(_whole(signal, "apart")),
        median=_points(signal, "median"),
    )


def _split(signal: Signal, _: str) -> Phrase:
    figures = {
        name: _points(signal, f"{name} apart") for name in ("totals", "understood") if f"{name} apart" in signal.figures
    }
    if "understood" not in figures:
        return phrase("Their totals lie %(totals)s apart.", **figures)
    if "totals" not in figures:
        return phrase("Their marks for being understood lie %(understood)s apart.", **figures)
    return phrase("Their totals lie %(totals)s apart, and their marks for being understood %(understood)s.", **figures)


def _goal_met(signal: Signal, _: str) -> Phrase:
    return phrase(
        "%(reached)s of the last %(last)s times they marked %(least)s or more for being understood.",
        reached=_whole(signal, "reached"),
        last=_whole(signal, "of last"),
        least=_points(signal, "from"),
    )


def _first_high(signal: Signal, _: str) -> Phrase:
    return phrase("A first answer, with every line at %(least)s or above.", least=_points(signal, "every line from"))


def _ceiling(signal: Signal, _: str) -> Phrase:
    return phrase(
        "Every line at %(least)s or above, %(visits)s times running.",
        least=_points(signal, "every line from"),
        visits=_whole(signal, "visits"),
    )


def _straight_line(signal: Signal, _: str) -> Phrase:
    seconds = _points(signal, "seconds")
    return phrase("All lines alike, sent %(seconds)s seconds after the form was shown.", seconds=seconds)


def _was_last_time(signal: Signal) -> bool:
    """Whether what today is compared with was marked the last time that anything was."""
    return signal.figures.get("last time") != "no"


def _drop(signal: Signal, _: str) -> Phrase:
    said = (
        phrase("%(total)s today, %(lower)s below last time (%(before)s).")
        if _was_last_time(signal)
        else phrase("%(total)s today, %(lower)s below their last total (%(before)s).")
    )
    return said.filled(
        total=_points(signal, "total"),
        lower=_points(signal, "lower by"),
        before=_points(signal, "before"),
    )


def _line_drop(signal: Signal, label: str) -> Phrase:
    before, mark = _points(signal, "before"), _points(signal, "mark")
    said = (
        phrase("%(line)s: %(before)s last time, %(mark)s today.")
        if _was_last_time(signal)
        else phrase("%(line)s: %(before)s when last marked, %(mark)s today.")
    )
    return said.filled(line=label, before=before, mark=mark)


def _own_baseline(signal: Signal, _: str) -> Phrase:
    total, usual = _points(signal, "total"), _points(signal, "usual")
    return phrase("%(total)s today, usually about %(usual)s for this person.", total=total, usual=usual)


def _slide(signal: Signal, _: str) -> Phrase:
    before, total = _points(signal, "from"), _points(signal, "total")
    return phrase("3 falls running, from %(before)s to %(total)s.", before=before, total=total)


def _persistent_low(signal: Signal, _: str) -> Phrase:
    visits, cue = _whole(signal, "visits"), _points(signal, "cue")
    return phrase("The last %(visits)s totals were all under %(cue)s.", visits=visits, cue=cue)


def _repair_seen(signal: Signal, _: str) -> Phrase:
    total, before = _points(signal, "total"), _points(signal, "before it")
    return phrase("%(total)s today, about as before the dip (%(before)s).", total=total, before=before)


def _unrepaired(signal: Signal, _: str) -> Phrase:
    visits, before = _whole(signal, "visits"), _points(signal, "before it")
    return phrase("%(visits)s times since the dip, and not back at %(before)s yet.", visits=visits, before=before)


WITH_CUE = frozenset({"line-low", "total-low"})
"""Sentences that always name the cue, whoever set it."""

REASONS: Mapping[str, Reason] = {
    "safety": lambda *_: phrase("They tapped that they need help staying safe."),
    "talk-now": lambda *_: phrase("They would like to talk about it now."),
    "strain": _strain,
    "comment": lambda *_: phrase("They added something in their own words."),
    "declined": _declined,
    "line-low": _line_low,
    "total-low": _total_low,
    "first-high": _first_high,
    "ceiling": _ceiling,
    "straight-line": _straight_line,
    "too-little": _too_little,
    "drop": _drop,
    "line-drop": _line_drop,
    "own-baseline": _own_baseline,
    "own-range": _own_range,
    "near-range": _near_range,
    "slide": _slide,
    "persistent-low": _persistent_low,
    "repair-seen": _repair_seen,
    "unrepaired": _unrepaired,
    "missed": _missed,
    "split": _split,
    "apart-from-group": _apart,
    "goal-met": _goal_met,
}
