"""Why a signal appears: plain words with its figures, fit for the client to read."""

from collections.abc import Callable, Mapping

from kiosk.domain.measures import Measure
from kiosk.domain.signals import Signal

Sentence = Callable[[Signal, Mapping[str, str], str], str]
"""A signal, its figures as people read them, and the name of its line."""

STRAIN = {"partly": "partly got in the way", "yes": "got in the way"}
SORTED = {"yes": "it is sorted out", "not-yet": "it is not sorted out yet"}
# Ours is said to be ours, so that no number looks as if a study had set it.
CUES = {"common": "a common cue", "ours": "our own cue", "practice": "this practice's cue"}


def why(signal: Signal, measure: Measure, language: str) -> str:
    """Say why, naming the line in `language`; sources stay off the screen.

    A threshold that the practice has set is said to be its own. A rule that has no sentence raises KeyError.
    """
    label = _label(measure, signal.item, language) if signal.item else ""
    said = _said(signal, label)
    if signal.figures.get("cue from") == "practice" and signal.rule not in WITH_CUE:
        return f"{said} ({CUES['practice'].capitalize()}: {_figures(signal)['cue']}.)"
    return said


def _label(measure: Measure, item_id: str, language: str) -> str:
    """The line's name; of a form that is gone, the id it had."""
    return item_id if measure.is_gone else measure.item(item_id).texts[language].label


def _said(signal: Signal, label: str) -> str:
    return SENTENCES[signal.rule](signal, _figures(signal), label)


def _figures(signal: Signal) -> Mapping[str, str]:
    return {name: figure if isinstance(figure, str) else f"{figure:.1f}" for name, figure in signal.figures.items()}


def _line_low(signal: Signal, figures: Mapping[str, str], label: str) -> str:
    return f"{label}: {figures['mark']} {_cue(signal, figures)}"


def _total_low(signal: Signal, figures: Mapping[str, str], _: str) -> str:
    return f"{figures['total']} of {_whole(figures['of'])} {_cue(signal, figures)}"


def _cue(signal: Signal, figures: Mapping[str, str]) -> str:
    as_usual = " That is not unusual for this person." if signal.severity == 0 else ""
    return f"({CUES[figures['cue from']]}: {figures['cue']}).{as_usual}"


def _declined(_: Signal, figures: Mapping[str, str], __: str) -> str:
    often = f", {_whole(figures['of last three'])} of the last 3 times" if figures["of last three"] != "1.0" else ""
    return f"They chose not to answer today{often}."


def _too_little(_: Signal, figures: Mapping[str, str], __: str) -> str:
    return f"{_whole(figures['marked'])} of {_whole(figures['lines'])} lines are marked: too few to say."


def _own_range(signal: Signal, figures: Mapping[str, str], _: str) -> str:
    # Two decimals: a total of 34.8 under a limit of 34.84 would else look as if it stood on it.
    lowest = f"{float(signal.figures['lowest expected']):.2f}"
    return (
        f"{figures['total']} today; their own marks so far, about {figures['mean']}, usually stay above {lowest}"
        f"{_early(figures)}."
    )


def _near_range(_: Signal, figures: Mapping[str, str], __: str) -> str:
    return (
        f"The last 3 totals lie under their own mean of {figures['mean']}, most of them far under it{_early(figures)}."
    )


def _early(figures: Mapping[str, str]) -> str:
    return f" (an early estimate, from {_whole(figures['earlier'])} times)" if figures["estimate"] == "early" else ""


def _missed(_: Signal, figures: Mapping[str, str], __: str) -> str:
    strain = "They marked that something got in the way, which you had not noticed."
    if "guess" not in figures:
        return strain
    guess = f"You guessed {figures['guess']}; they marked {figures['total']}."
    return f"{strain} {guess}" if figures["strain"] != "no" else guess


def _apart(_: Signal, figures: Mapping[str, str], __: str) -> str:
    apart = "One person marked" if figures["apart"] == "1.0" else f"{_whole(figures['apart'])} people marked"
    return f"{apart} far less than the middle of this group ({figures['median']})."


def _split(_: Signal, figures: Mapping[str, str], __: str) -> str:
    return (
        f"Their totals lie {figures['totals apart']} apart, and their marks for being understood "
        f"{figures['understood apart']}."
    )


def _goal_met(_: Signal, figures: Mapping[str, str], __: str) -> str:
    return (
        f"{_whole(figures['reached'])} of the last {_whole(figures['of last'])} times they marked {figures['from']} "
        "or more for being understood."
    )


def _whole(figure: str) -> str:
    return figure.removesuffix(".0")


WITH_CUE = frozenset({"line-low", "total-low"})
"""Sentences that always name the cue, whoever set it."""

SENTENCES: Mapping[str, Sentence] = {
    "safety": lambda *_: "They tapped that they need help staying safe.",
    "talk-now": lambda *_: "They would like to talk about it now.",
    "strain": lambda _, f, __: f"They marked that something {STRAIN[f['strain']]}, and that {SORTED[f['sorted']]}.",
    "comment": lambda *_: "They added something in their own words.",
    "declined": _declined,
    "line-low": _line_low,
    "total-low": _total_low,
    "first-high": lambda _, f, __: f"A first session, with every line at {f['every line from']} or above.",
    "ceiling": lambda _, f, __: f"Every line at {f['every line from']} or above, {_whole(f['visits'])} times running.",
    "straight-line": lambda _, f, __: f"All lines alike, sent {f['seconds']} seconds after the form was shown.",
    "too-little": _too_little,
    "drop": lambda _, f, __: f"{f['total']} today, {f['lower by']} below last time ({f['before']}).",
    "line-drop": lambda _, f, label: f"{label}: {f['before']} last time, {f['mark']} today.",
    "own-baseline": lambda _, f, __: f"{f['total']} today, usually about {f['usual']} for this person.",
    "own-range": _own_range,
    "near-range": _near_range,
    "slide": lambda _, f, __: f"3 falls running, from {f['from']} to {f['total']}.",
    "persistent-low": lambda _, f, __: f"The last {_whole(f['visits'])} totals were all under {f['cue']}.",
    "repair-seen": lambda _, f, __: f"{f['total']} today, about as before the dip ({f['before it']}).",
    "unrepaired": lambda _, f, __: f"{_whole(f['visits'])} times since the dip, and not back at {f['before it']} yet.",
    "missed": _missed,
    "split": _split,
    "apart-from-group": _apart,
    "goal-met": _goal_met,
}
