"""Reasons for signals: plain words with their figures, fit for the client to read."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from kiosk.domain.answers import OBSTACLES, Obstacle
from kiosk.domain.measures import Measure
from kiosk.domain.phrases import Number, Phrase, in_turn, listed, phrase, phrases
from kiosk.domain.scoring import points
from kiosk.domain.signals import GRAVEST, Signal
from kiosk.domain.signs import LABELS, Seen

Reason = Callable[[Signal, str], Phrase]
"""From a signal, and the name of its line, to a sentence."""
Faces = Mapping[float, str]
"""The word under each face, by its points."""

STRAIN: Mapping[tuple[str, str], Phrase] = {
    ("partly", "yes"): phrase("They marked that something partly got in the way, and that it is sorted out."),
    ("partly", "not-yet"): phrase(
        "They marked that something partly got in the way, and that it is not sorted out yet."
    ),
    ("yes", "yes"): phrase("They marked that something got in the way, and that it is sorted out."),
    ("yes", "not-yet"): phrase("They marked that something got in the way, and that it is not sorted out yet."),
}
# Ours is said to be ours, so that no number looks as if a study had set it.
LINE_BELOW = {
    "common": phrase("%(line)s: %(mark)s, below a common cue of %(cue)s."),
    "ours": phrase("%(line)s: %(mark)s, below our cue of %(cue)s."),
    "practice": phrase("%(line)s: %(mark)s, below this practice's cue of %(cue)s."),
}
LINE_AT = {
    "ours": phrase("%(line)s: %(mark)s, at our cue of %(cue)s."),
    "practice": phrase("%(line)s: %(mark)s, at this practice's cue of %(cue)s."),
}
TOTAL_BELOW = {
    "common": phrase("%(total)s of %(most)s, below a common cue of %(cue)s."),
    "ours": phrase("%(total)s of %(most)s, below our cue of %(cue)s."),
    "practice": phrase("%(total)s of %(most)s, below this practice's cue of %(cue)s."),
}
ALL_BELOW = {
    "common": phrase("The last %(visits)s totals were all below a common cue of %(cue)s."),
    "ours": phrase("The last %(visits)s totals were all below our cue of %(cue)s."),
    "practice": phrase("The last %(visits)s totals were all below this practice's cue of %(cue)s."),
}
FALL = {
    "ours": phrase("Our cue is a fall of %(cue)s."),
    "practice": phrase("This practice's cue is a fall of %(cue)s."),
}
APART = {
    "ours": phrase("Our cue is a difference of %(cue)s."),
    "practice": phrase("This practice's cue is a difference of %(cue)s."),
}
APART_IN_TOTAL = {
    "ours": phrase("Our cue is a difference of %(cue)s in the total."),
    "practice": phrase("This practice's cue is a difference of %(cue)s in the total."),
}
APART_IN_UNDERSTOOD = {
    "ours": phrase("Our cue is a difference of %(cue)s in being understood."),
    "practice": phrase("This practice's cue is a difference of %(cue)s in being understood."),
}
FOR_THIS_PERSON = {
    "ours": phrase("Our cue for this person is %(cue)s or less."),
    "practice": phrase("This practice's cue for this person is %(cue)s or less."),
}


def why(signal: Signal, measure: Measure, language: str) -> Phrase:
    """Say why, naming the line and a child's faces in `language`; sources stay off the screen.

    The threshold that was reached is named, and a practice's said to be its own. A rule that has no sentence raises
    KeyError.
    """
    label = _label(measure, signal.item, language) if signal.item else ""
    if signal.item and signal.rule in WITH_FACES and (faces := _faces(measure, signal.item, language)):
        return WITH_FACES[signal.rule](signal, label, faces)
    if lower := signal.figures.get("lowest line"):
        return _line_near_lowest(signal, label, _label(measure, str(lower), language))
    return REASONS[signal.rule](signal, label)


def _label(measure: Measure, item_id: str, language: str) -> str:
    """The line's name; of a form that is gone, the id it had."""
    return item_id if measure.is_gone else measure.item(item_id).texts[language].label


def _faces(measure: Measure, item_id: str, language: str) -> Faces:
    """The words of a question that is answered with faces, by their points; empty for any other."""
    if measure.is_gone or (item := measure.item(item_id)).kind != "faces":
        return {}
    return {points(option.value): option.words[language] for option in item.options}


def _points(signal: Signal, name: str) -> float:
    """A figure as marks have it, with one decimal; storage may have given a whole number back."""
    return float(signal.figures[name])


def _whole(signal: Signal, name: str) -> Number:
    """A figure that counts something, without a decimal as long as there is none."""
    number = float(signal.figures[name])
    return int(number) if number.is_integer() else number


def _line_low(signal: Signal, label: str) -> Phrase:
    mark, cue = _points(signal, "mark"), _points(signal, "cue")
    # The lowest cue of a line includes the number itself.
    said = (LINE_BELOW if mark < cue else LINE_AT)[_origin(signal)]
    return _as_usual(signal, said.filled(line=label, mark=mark, cue=_whole(signal, "cue")))


def _line_near_lowest(signal: Signal, label: str, lower: str) -> Phrase:
    """Name the line that leads, and the one a little below it that the severity comes from."""
    near = phrase("%(line)s: %(mark)s, close to the lowest line.", line=label, mark=_points(signal, "mark"))
    lowest = replace(signal, figures={**signal.figures, "mark": signal.figures["lowest"]})
    return in_turn(near, _line_low(lowest, lower))


def _face_low(signal: Signal, label: str, faces: Faces) -> Phrase:
    return _as_usual(signal, phrase("%(line)s: “%(word)s”.", line=label, word=faces[_points(signal, "mark")]))


def _total_low(signal: Signal, _: str) -> Phrase:
    said = TOTAL_BELOW[_origin(signal)]
    total, most, cue = _points(signal, "total"), _whole(signal, "of"), _whole(signal, "cue")
    return _as_usual(signal, said.filled(total=total, most=most, cue=cue))


def _origin(signal: Signal) -> str:
    return str(signal.figures["cue from"])


def _with_cue(signal: Signal, said: Phrase, cues: Mapping[str, Phrase], cue: Number | None = None) -> Phrase:
    """Add a sentence that names the threshold that was reached; nothing where it is one in wide use."""
    cue_said = cues.get(str(signal.figures.get("cue from")))
    return in_turn(said, cue_said.filled(cue=_whole(signal, "cue") if cue is None else cue)) if cue_said else said


def _as_usual(signal: Signal, said: Phrase) -> Phrase:
    """Say so of a cutoff that was kept back, unless something else says that today is lower than usual."""
    is_usual = signal.severity == 0 and signal.figures.get("as usual") != "no"
    return in_turn(said, phrase("That is not unusual for this person.")) if is_usual else said


def _strain(signal: Signal, _: str) -> Phrase:
    said = STRAIN[str(signal.figures["strain"]), str(signal.figures["sorted"])]
    obstacle = signal.figures.get("obstacle")
    if obstacle is None:
        return said
    return in_turn(said, phrase("They chose: “%(obstacle)s”.", obstacle=OBSTACLES[Obstacle(str(obstacle))]))


def _declined(signal: Signal, _: str) -> Phrase:
    times = _whole(signal, "of last three")
    if times == 1:
        return phrase("They chose not to answer today.")
    asked = _whole(signal, "asked") if "asked" in signal.figures else 3
    return phrase("They chose not to answer today, %(times)s of the last %(asked)s times.", times=times, asked=asked)


def _too_little(signal: Signal, _: str) -> Phrase:
    marked, lines = _whole(signal, "marked"), _whole(signal, "lines")
    return phrase("%(marked)s of %(lines)s lines are marked: too few to say.", marked=marked, lines=lines)


def _missed(signal: Signal, _: str) -> Phrase:
    strain = phrase("They marked that something got in the way, which you had not noticed.")
    if "guess" not in signal.figures:
        return strain
    guess = phrase(
        "You guessed %(guess)s; they marked %(total)s.",
        guess=_points(signal, "guess"),
        total=_points(signal, "total"),
    )
    guess = _with_cue(signal, guess, APART)
    return in_turn(strain, guess) if signal.figures["strain"] != "no" else guess


def _apart(signal: Signal, _: str) -> Phrase:
    said = phrases(
        "One person marked far less than the middle of this group (%(median)s).",
        "%(count)s people marked far less than the middle of this group (%(median)s).",
        count=int(_whole(signal, "apart")),
        median=_points(signal, "median"),
    )
    return _with_cue(signal, said, APART)


def _split(signal: Signal, _: str) -> Phrase:
    figures = {
        name: _points(signal, f"{name} apart") for name in ("totals", "understood") if f"{name} apart" in signal.figures
    }
    is_total = signal.severity < GRAVEST and figures.get("totals", 0) >= _points(signal, "cue")
    return _with_cue(signal, _apart_by(figures), APART_IN_TOTAL if is_total else APART_IN_UNDERSTOOD)


def _apart_by(figures: Mapping[str, float]) -> Phrase:
    if "understood" not in figures:
        return phrase("Their totals are %(totals)s apart.", **figures)
    if "totals" not in figures:
        return phrase("Their marks for being understood are %(understood)s apart.", **figures)
    return phrase("Their totals are %(totals)s apart, and their marks for being understood %(understood)s.", **figures)


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


def _signs(signal: Signal, _: str) -> Phrase:
    return phrase(
        "Every line at %(least)s or above, and you noticed something each of the last %(visits)s times: %(signs)s.",
        least=_points(signal, "every line from"),
        visits=_whole(signal, "visits"),
        signs=listed(*(LABELS[Seen(kind)] for kind in str(signal.figures["noticed"]).split())),
    )


def _straight_line(signal: Signal, _: str) -> Phrase:
    seconds = _points(signal, "seconds")
    return phrase("All lines alike, sent %(seconds)s seconds after the form was shown.", seconds=seconds)


def _was_last_time(signal: Signal) -> bool:
    """Return whether the value that today is compared with is from the latest check-in with any marks."""
    return signal.figures.get("last time") != "no"


def _drop(signal: Signal, _: str) -> Phrase:
    said = (
        phrase("%(total)s today, %(lower)s below last time (%(before)s).")
        if _was_last_time(signal)
        else phrase("%(total)s today, %(lower)s below their last total (%(before)s).")
    )
    said = said.filled(
        total=_points(signal, "total"), lower=_points(signal, "lower by"), before=_points(signal, "before")
    )
    return _since(signal, _with_cue(signal, said, FALL))


def _since(signal: Signal, said: Phrase) -> Phrase:
    """Add the day of last time where it was long ago."""
    if "last on" not in signal.figures:
        return said
    return in_turn(said, phrase("Last time was on %(day)s.", day=date.fromisoformat(str(signal.figures["last on"]))))


def _is_once(signal: Signal) -> bool:
    """Return whether it is compared with one earlier time alone, of which nothing can be called usual."""
    return float(signal.figures["earlier"]) == 1


def _below_expected(signal: Signal, _: str) -> Phrase:
    said = (
        phrase("%(total)s today, last time %(usual)s.")
        if _is_once(signal)
        else phrase("%(total)s today, usually about %(usual)s for this person.")
    )
    said = said.filled(total=_points(signal, "total"), usual=_points(signal, "usual"))
    return _since(signal, _with_cue(signal, said, FOR_THIS_PERSON, _points(signal, "cue")))


def _line_below_expected(signal: Signal, label: str) -> Phrase:
    said = (
        phrase("%(line)s: %(mark)s today, last time %(usual)s.")
        if _is_once(signal)
        else phrase("%(line)s: %(mark)s today, usually about %(usual)s.")
    )
    said = said.filled(line=label, mark=_points(signal, "mark"), usual=_points(signal, "usual"))
    return _since(signal, _with_cue(signal, said, FOR_THIS_PERSON, _points(signal, "cue")))


def _face_below_expected(signal: Signal, label: str, faces: Faces) -> Phrase:
    """Name the face that is nearest to what is usual."""
    usual, mark = _points(signal, "usual"), _points(signal, "mark")
    nearest = min(faces, key=lambda value: abs(value - usual))
    said = (
        phrase("%(line)s: “%(before)s” last time, “%(mark)s” today.")
        if _is_once(signal)
        else phrase("%(line)s: usually “%(before)s”, “%(mark)s” today.")
    )
    return _since(signal, said.filled(line=label, before=faces[nearest], mark=faces[mark]))


def _floor(signal: Signal, label: str) -> Phrase:
    cue = _whole(signal, "cue")
    if not label:
        return TOTAL_BELOW[_origin(signal)].filled(total=_points(signal, "total"), most=_whole(signal, "of"), cue=cue)
    mark = _points(signal, "mark")
    return (LINE_BELOW if mark < cue else LINE_AT)[_origin(signal)].filled(line=label, mark=mark, cue=cue)


def _face_on_floor(signal: Signal, label: str, faces: Faces) -> Phrase:
    return phrase("%(line)s: “%(word)s”.", line=label, word=faces[_points(signal, "mark")])


def _persistent_low(signal: Signal, _: str) -> Phrase:
    return ALL_BELOW[_origin(signal)].filled(visits=_whole(signal, "visits"), cue=_whole(signal, "cue"))


def _week_worse(signal: Signal, _: str) -> Phrase:
    total, usual = _points(signal, "total"), _points(signal, "usual")
    return phrase("%(total)s for this week, usually about %(usual)s for this person.", total=total, usual=usual)


def _repair_seen(signal: Signal, _: str) -> Phrase:
    total, before = _points(signal, "total"), _points(signal, "before it")
    return phrase("%(total)s today, about as before the dip (%(before)s).", total=total, before=before)


def _unrepaired(signal: Signal, _: str) -> Phrase:
    visits, before = _whole(signal, "visits"), _points(signal, "before it")
    return phrase("%(visits)s times since the dip, and not back at %(before)s yet.", visits=visits, before=before)


WITH_FACES: Mapping[str, Callable[[Signal, str, Faces], Phrase]] = {
    "line-low": _face_low,
    "line-below-expected": _face_below_expected,
    "floor": _face_on_floor,
    "face-low": _face_on_floor,
}
"""Sentences that say a child's answer in the words under the faces."""

REASONS: Mapping[str, Reason] = {
    "safety": lambda *_: phrase("They tapped that they need help staying safe."),
    "talk-now": lambda *_: phrase("They answered that they want to talk about it right away."),
    "strain": _strain,
    "comment": lambda *_: phrase("They added something in their own words."),
    "declined": _declined,
    "line-low": _line_low,
    "total-low": _total_low,
    "first-high": _first_high,
    "ceiling": _ceiling,
    "signs": _signs,
    "straight-line": _straight_line,
    "too-little": _too_little,
    "drop": _drop,
    "below-expected": _below_expected,
    "line-below-expected": _line_below_expected,
    "floor": _floor,
    "persistent-low": _persistent_low,
    "repair-seen": _repair_seen,
    "unrepaired": _unrepaired,
    "missed": _missed,
    "split": _split,
    "apart-from-group": _apart,
    "goal-met": _goal_met,
    "week-worse": _week_worse,
}
