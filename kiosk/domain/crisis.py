"""The crisis contact that the practice names to clients, day and night."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class CrisisLine:
    """The practice's own sentence and number; either may be missing."""

    text: str = ""
    number: str = ""
    language: str = ""
    """In which the sentence is written; empty for the server's."""


@dataclass(frozen=True)
class CrisisTexts:
    """The practice's sentence in each language in which it has written it, and the number, which is the same in all."""

    own: CrisisLine = CrisisLine()
    others: Mapping[str, str] = field(default_factory=dict)

    def line(self, language: str) -> CrisisLine:
        """Give the line in this language where the practice has written it so, else in its own."""
        text = self.others.get(language)
        return CrisisLine(text, self.own.number, language) if text else self.own
