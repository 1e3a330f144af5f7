"""Writes what a therapist is offered to say, for every pair of rule and severity: docs/prompts.md."""

from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Final

from kiosk.domain import child_words
from kiosk.domain.answers import OBSTACLES
from kiosk.domain.phase_words import BY_PHASE, Question
from kiosk.domain.phrases import Phrase
from kiosk.domain.presets import PHASES
from kiosk.domain.prompt_words import NO_TIME_LEFT, Wording, wording
from kiosk.domain.prompts import REPAIR_STEPS, STEPS_WITH_CHILDREN, RepairStep
from kiosk.domain.signals import Signal
from kiosk.languages.update import PROGRAM

FILE: Final = PROGRAM.parent / "docs" / "prompts.md"
NOT_READ: Final = "not yet"
OURS: Final = "our own words"
CONSENSUS: Final = "our own words; what to do in the last minutes: Eubanks et al. 2018"
HEAD: Final = """\
# The words of the prompts

What a therapist is offered to say, for every pair of severity and rule, as the program has it. Written by
`make languages` from `kiosk/domain/prompt_words.py`, `child_words.py` and `phase_words.py`: change the words there, and
not here; a test keeps this file fresh. What each rule holds for is in [clinical.md](clinical.md).

All of it is in our own words, to choose from and never to be read out as it stands. *Again* is said when the same rule
led last time too, whichever line it was about. *Read aloud* is the day on which somebody of this project last said the
row aloud as it would be said in the room, with the client's answer in mind. A row whose words change loses its day, and
a test fails until it is read and the day written here. **None of it has been read by a clinician yet.**
"""
WITH_CHILDREN: Final = """\

## With children

For the forms of children up to 12, the youngest among them; `split` is said to everybody alike, as above.
"""
COLUMNS: Final = ("severity", "rule", "say", "again", "ask", "avoid", "source", "read aloud")
PHASE_COLUMNS: Final = ("phase", "rule or line", "ask", "avoid", "source", "read aloud")

LINES: Final = ("understood", "topics", "approach", "overall")
GRAVE_TOO: Final = (1, 2, 3)
UNSCORED: Final[tuple[tuple[str, tuple[int, ...]], ...]] = (
    ("below-expected", (1, 2, 3)),
    ("line-below-expected", (2,)),
    ("total-low", (2, 3)),
    ("apart-from-group", (2,)),
    ("missed", (2,)),
    ("unrepaired", (1, 2)),
    ("comment", (1,)),
    ("floor", (1,)),
    ("face-low", (1,)),
    ("signs", (1,)),
    ("week-worse", (1,)),
    ("ceiling", (1,)),
    ("repair-seen", (0,)),
    ("goal-met", (0,)),
    ("first-high", (0,)),
)
"""Rules whose words depend on nothing but the severity, and each severity that they can have."""
SOURCES: Final[Mapping[str, str]] = {
    "strain": CONSENSUS,
    "line-low": CONSENSUS,
    "total-low": CONSENSUS,
    "unrepaired": CONSENSUS,
}


def cases() -> Iterator[tuple[str, Signal]]:
    """Every pair of severity and rule, each with the name of its row."""
    yield "safety", Signal("safety", 3, {})
    yield "talk-now", Signal("talk-now", 3, {})
    yield "strain, not sorted out", Signal("strain", 2, {"strain": "yes", "sorted": "not-yet"})
    yield from _obstacles()
    yield "strain, sorted out", Signal("strain", 1, {"strain": "yes", "sorted": "yes"})
    for severity in (2, 3):
        yield "split", Signal("split", severity, {})
    for line in LINES:
        for severity in GRAVE_TOO:
            yield f"line-low, {line}", Signal("line-low", severity, {}, line)
    for rule, severities in UNSCORED:
        for severity in severities:
            yield rule, Signal(rule, severity, {})
    for steady, name in (("yes", "persistent-low, steady"), ("no", "persistent-low, up and down")):
        yield name, Signal("persistent-low", 1, {"steady": steady})
    yield "floor, hardly known", Signal("floor", 1, {"lately": "yes"})
    for times, name in ((1.0, "the first time"), (2.0, "2 of 3 times"), (3.0, "3 of 3 times")):
        yield f"declined, {name}", Signal("declined", 1, {"of last three": times})


def _obstacles() -> Iterator[tuple[str, Signal]]:
    for obstacle, words in OBSTACLES.items():
        figures = {"strain": "yes", "sorted": "not-yet", "obstacle": obstacle.value}
        yield f"strain, not sorted out: “{words}”", Signal("strain", 2, figures)


def written(before: str) -> str:
    """The text that the file must have; a row of `before` with the same words keeps the day on which it was read."""
    read = dict(line.removesuffix(" |").rsplit(" | ", 1) for line in before.splitlines() if line.startswith("| "))
    children = _tables(read, child_words.WORDS, child_words.QUESTIONS, STEPS_WITH_CHILDREN)
    return "".join([HEAD, *_tables(read, {}, {}, REPAIR_STEPS), WITH_CHILDREN, *children])


def _tables(
    read: Mapping[str, str],
    words: Mapping[Wording, Wording],
    questions: Mapping[Question, Question],
    steps: tuple[RepairStep, ...],
) -> Iterator[str]:
    """Three tables, in these words where there are any, else in those for adults."""
    last = _row("", "no time left (tapped)", words.get(NO_TIME_LEFT, NO_TIME_LEFT), OURS)
    tables = (
        (COLUMNS, chain(_rules(words), [last])),
        (PHASE_COLUMNS, _phases(questions)),
        (("step of repair", "say", "when", "source", "read aloud"), _steps(steps)),
    )
    for columns, rows in tables:
        yield from ("\n", _line(columns), "|---" * len(columns) + "|\n")
        yield from (_line((*row, read.get(_line(row).rstrip(" |\n"), NOT_READ))) for row in rows)


def _rules(words: Mapping[Wording, Wording]) -> Iterator[tuple[str, ...]]:
    ordered = sorted(cases(), key=lambda case: -case[1].severity)
    for name, signal in ordered:
        said = wording(signal)
        if words and said not in words:
            continue
        yield _row(str(signal.severity), name, words.get(said, said), SOURCES.get(signal.rule, OURS))


def _row(severity: str, name: str, words: Wording, source: str) -> tuple[str, ...]:
    return (severity, name, _said(words.say), _said(words.again), _said(words.ask), _said(words.avoid), source)


def _phases(questions: Mapping[Question, Question]) -> Iterator[tuple[str, ...]]:
    for phase, places in BY_PHASE.items():
        for place, usual in places.items():
            asks = questions.get(usual, usual)
            yield str(PHASES[phase].name), place, _said(asks.ask), _said(asks.avoid), OURS


def _steps(steps: tuple[RepairStep, ...]) -> Iterator[tuple[str, ...]]:
    for step in steps:
        yield _said(step.name), _said(step.say), _said(step.when), CONSENSUS


def _said(words: Phrase | None) -> str:
    return str(words or "")


def _line(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |\n"


def main() -> None:
    """Write it anew."""
    FILE.write_text(written(FILE.read_text("utf-8") if FILE.is_file() else ""), "utf-8")


if __name__ == "__main__":
    main()
