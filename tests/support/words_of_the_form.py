"""Writes every English text that a client sees into one file for review: docs/words-of-the-form.md."""

from collections.abc import Iterator
from pathlib import Path

from kiosk.catalogue.shelf import built_in
from kiosk.domain.measures import Measure
from kiosk.languages.update import PROGRAM, texts
from tests.support.reading import grade, longest, sentences

FILE = PROGRAM.parent / "docs" / "words-of-the-form.md"
MOST_WORDS = 15
MOST_GRADE = 5
GRADED_FROM = 12
"""A grade of fewer words says more about one long word than about the text."""
FOR_WHOEVER_RUNS_IT = frozenset({"kiosk/web/tablet/words.py", "templates/layouts/base.html"})
"""Pages that clients may come across too: pairing a tablet, and the notice that a network is open to others."""
HEAD = f"""\
# The words of the form

Every English text that a client can see, in one place, to be read aloud and crossed out. Written by `make languages`
from the templates, the program and the measures: change the text there, and not here. A test keeps this file fresh,
and holds each text to {MOST_WORDS} words a sentence and, from {GRADED_FROM} words on, to grade {MOST_GRADE}
by Flesch and Kincaid, which is read at the age of 10 or 11. What only whoever runs the server or pairs a tablet has to
understand is listed, and not graded. The other languages are in `kiosk/languages/`.

*Words*: in the longest sentence. *Grade*: school years.

## Read by people

No machine can say whether a sentence is kind. Whoever has read all of it, or had it read by a child of ten, writes it
down here.

| read by | with whom | date | what was changed |
|---|---|---|---|
| nobody yet | | | |
"""


def of_the_pages() -> dict[str, list[str]]:
    """The texts of the program, by the file that says them first."""
    found: dict[str, list[str]] = {}
    for message in texts("client"):
        forms = [message.id] if isinstance(message.id, str) else list(message.id)
        if any(map(str.isalpha, forms[0])):
            found.setdefault(message.locations[0][0], []).extend(forms)
    return dict(sorted(found.items()))


def of_the_measures() -> dict[str, list[str]]:
    """The questions of the built-in measures, the ends of their lines and their answers."""
    return {measure.names["en"]: list(dict.fromkeys(_asked(measure))) for measure in built_in().values()}


def _asked(measure: Measure) -> Iterator[str]:
    for item in measure.items:
        text = item.texts["en"]
        yield from filter(None, (text.question, text.low, text.high))
        yield from (option.words["en"] for option in item.options)


def written() -> str:
    """The text that the file must have."""
    parts = [HEAD]
    for title, found in (of_the_measures() | of_the_pages()).items():
        parts.append(f"\n## {title}\n\n| text | words | grade |\n|---|---|---|\n")
        parts += [f"| {text.replace('|', '&#124;')} | {longest(text)} | {_grade(text)} |\n" for text in found]
    return "".join(parts)


def _grade(text: str) -> str:
    return f"{max(0, grade(text)):.1f}" if sum(map(len, sentences(text))) >= GRADED_FROM else ""


def main() -> None:
    """Write it anew."""
    Path(FILE).write_text(written(), "utf-8")


if __name__ == "__main__":
    main()
