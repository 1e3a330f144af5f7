"""Codes that are new and look like one that is there: the therapist is asked whose they are, before anything begins."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from kiosk.domain.actors import Therapist
from kiosk.domain.codes import look_of
from kiosk.storage import clients
from kiosk.storage.clients import KnownCode
from kiosk.storage.sessions import ReadSession


@dataclass(frozen=True)
class LooksLike:
    """A code that nobody has, and those of the same look: of clients, or typed in the same start."""

    code: str
    known: tuple[KnownCode, ...]
    typed: tuple[str, ...] = ()


@dataclass(frozen=True)
class AskWhose:
    """Nothing was begun: each of these codes is a new client's, or one of those that it looks like."""

    questions: tuple[LooksLike, ...]


def ask_whose(
    session: ReadSession, therapist: Therapist, codes: Sequence[str], new: Collection[str]
) -> AskWhose | None:
    """Ask about codes that nobody has and `new` does not name; None where there is nothing to ask.

    A code that is known is always its client's, whatever it looks like.
    """
    known = clients.codes_like(session, therapist, codes)
    exact = {one.code for one in known}
    unknown = [code for code in codes if code not in exact and code not in new]
    found = tuple(_questions(unknown, codes, known))
    return AskWhose(found) if found else None


def _questions(unknown: Sequence[str], codes: Sequence[str], known: Sequence[KnownCode]) -> Iterator[LooksLike]:
    for code in unknown:
        look = look_of(code)
        alike = tuple(one for one in known if look_of(one.code) == look)
        typed = tuple(
            other for other in codes[: codes.index(code)] if look_of(other) == look and other not in _codes(alike)
        )
        if alike or typed:
            yield LooksLike(code, alike, typed)


def _codes(known: Sequence[KnownCode]) -> Collection[str]:
    return {one.code for one in known}
