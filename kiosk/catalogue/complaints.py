"""Complaints about a faulty measure file."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import ParamSpec, TypeVar

from kiosk.refusals import Refusal

Given = ParamSpec("Given")
Read = TypeVar("Read")


@dataclass(frozen=True)
class Complaint:
    """One thing amiss: the line it stands on (from 1), what is wrong there, and what would be right."""

    line: int
    what: str
    instead: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.what}: {self.instead}"


class CatalogueFault(Refusal):
    """A measure's file is not as it should be; its text has one line for each complaint, with file and line."""

    def __init__(self, file: str, complaints: Iterable[Complaint]) -> None:
        self.file = file
        self.complaints = tuple(complaints)
        super().__init__("\n".join(f"{file}, {complaint}" for complaint in self.complaints))


class Complaints:
    """Collects what is amiss in one part after the other, so that a file is mended in one go."""

    def __init__(self) -> None:
        self._found: list[Complaint] = []

    def after(self, otherwise: Read, read: Callable[Given, Read], *given: Given.args, **named: Given.kwargs) -> Read:
        """Read a part; if it is not as it should be, keep what is to be said and go on with something else."""
        try:
            return read(*given, **named)
        except CatalogueFault as fault:
            self.keep(fault)
            return otherwise

    def keep(self, fault: CatalogueFault) -> None:
        """Keep what is to be said."""
        self._found += fault.complaints

    def __bool__(self) -> bool:
        return bool(self._found)

    def in_order(self) -> tuple[Complaint, ...]:
        """All of them by line, each once."""
        return tuple(sorted(dict.fromkeys(self._found), key=lambda complaint: complaint.line))
