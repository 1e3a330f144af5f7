"""Why a signal appears: plain words with its figures, fit for the client to read."""

from collections.abc import Callable, Mapping

from kiosk.domain.measures import Measure
from kiosk.domain.signals import Signal

Sentence = Callable[[Signal, Mapping[str, str], str], str]
"""A signal, its figures as people read them, and the name of its line."""

STRAIN = {"partly": "partly got in the way", "yes": "got in the way"}
SORTED = {"yes": "it is sorted out", "not-yet": "it is not sorted out yet"}
# Ours is said to be ours, so that no number looks as if a study had set it.
CUES = {"common": "a common cue", "ours": "our own cue"}


def why(signal: Signal, measure: Measure, language: str) -> str:
    """Say why, naming the line in `language`; sources stay off the screen.

    A rule that has no sentence yet raises KeyError.
    """
    figures = {name: figure if isinstance(figure, str) else f"{figure:.1f}" for name, figure in signal.figures.items()}
    label = measure.item(signal.item).texts[language].label if signal.item else ""
    return SENTENCES[signal.rule](signal, figures, label)


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


def _whole(figure: str) -> str:
    return figure.removesuffix(".0")


SENTENCES: Mapping[str, Sentence] = {
    "safety": lambda *_: "They tapped that they need help staying safe.",
    "talk-now": lambda *_: "They would like to talk about it now.",
    "strain": lambda _, f, __: f"They marked that something {STRAIN[f['strain']]}, and that {SORTED[f['sorted']]}.",
    "comment": lambda *_: "They added something in their own words.",
    "declined": _declined,
    "line-low": _line_low,
    "total-low": _total_low,
    "first-high": lambda _, f, __: f"A first session, with every line at {f['every line from']} or above.",
    "too-little": _too_little,
    "drop": lambda _, f, __: f"{f['total']} today, {f['lower by']} below last time ({f['before']}).",
    "line-drop": lambda _, f, label: f"{label}: {f['before']} last time, {f['mark']} today.",
    "own-baseline": lambda _, f, __: f"{f['total']} today, usually about {f['usual']} for this person.",
}
