"""A result as templates show it: the prompt, the reasons, and a bar for each line."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class StepView:
    """One step of a repair: a sentence to say, and when there is time for it."""

    name: str
    say: str
    when: str


@dataclass(frozen=True)
class PromptCard:
    """The sentence to say now, and what goes with it."""

    heading: str
    say: str
    ask: str
    avoid: str
    steps: Sequence[StepView] = ()
    """The steps of a repair; empty where nothing is to repair."""


@dataclass(frozen=True)
class Bar:
    """One line's mark: percentages along the bar, figures as text. `last_*` is empty or None where there was none."""

    label: str
    figure: str
    percent: float | None
    last_figure: str
    last_percent: float | None
    is_about: bool
    lower_by: str
    guess_figure: str = ""
    """The therapist's guess, in points or as the word that was chosen; empty without one."""
    guess_percent: float | None = None


@dataclass(frozen=True)
class ThenView:
    """A result as it was shown on its day, where a correction since made it say something else."""

    since: str
    """A sentence that says when it was told again."""
    say: str
    """The sentence that was offered; empty where none was."""
    why: Sequence[str]


@dataclass(frozen=True)
class ResultView:
    """The result of a sent check-in, the client's own words first."""

    words: str
    talk: str
    """`now`, `next`, `no` or empty."""
    kind: str
    """`prompt`, `no-concern`, `not-enough`, `noted` or `safety`."""
    prompt: PromptCard | None
    also: str
    good: str
    """Good news with its question, to stand beside whatever else is found; else empty."""
    frame: str
    """A sentence that softens the frame when they would rather talk later, or not at all; else empty."""
    total: str
    maximum: str
    estimated: bool
    parts: str
    """The subscales, and the name of the total's band, where the form has any."""
    last_total: str
    bars: Sequence[Bar]
    why: Sequence[str]
    declined: bool
    crisis_text: str
    measure_note: str
    """The measure's note: whose wording the questions are, and that it is not validated."""
    then: ThenView | None = None
    entered: str = ""
    """By whom and when it was typed in from paper or came from a file; empty where the client sent it."""
    guess_words: Sequence[str] = ()
    """Sentences on what the therapist had guessed beside the lines; empty without a guess."""
