"""`kiosk verify`: everything that is stored is read once more, and the chains are followed from their first link on."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kiosk.config import Config
from kiosk.instance import write_private
from kiosk.keys import Keys
from kiosk.operations.server_key import check_key
from kiosk.refusals import Refusal
from kiosk.storage import schema, verifying
from kiosk.storage.backends import DatabaseUnreadable, backend_for
from kiosk.storage.chain import Head


class NotVerified(Refusal):
    """Something is not as it was stored; its text says how much."""


@dataclass(frozen=True)
class Verified:
    """Findings, a sentence each; and the last link of each practice's chain."""

    faults: Sequence[str]
    links: int
    heads: Sequence[Head]


def verify(config: Config, heads: Path | None = None) -> Verified:
    """Read everything. With a file of `heads`, each of those must be found again, and the present ones are added.

    Raises WrongSchema, WrongKey or NotVerified where nothing could be read. The server may run.
    """
    schema.check(config.database_url)
    check_key(config)
    backend, keys = backend_for(config.database_url), Keys(config.secret)
    try:
        faults = [f"The database is damaged: {one}." for one in backend.faults()]
        with backend.look() as connection:
            found = verifying.check_chains(connection, keys)
            faults += [_broken(one) for one in found.broken]
            faults += [
                f"Cannot be read: {one.table}, row {one.row}, column {one.column}."
                for one in verifying.unread(connection, keys)
            ]
            if heads:
                faults += [
                    f"The chain noted in {heads} is not in this database any more: {one}."
                    for one in _noted(heads)
                    if not verifying.has_link(connection, one)
                ]
    except DatabaseUnreadable as fault:
        raise NotVerified(f"The database {backend.place} cannot be read: {fault}.") from None
    if heads and not faults:
        _note(heads, found.heads)
    return Verified(faults, found.links, found.heads)


def written(heads: Sequence[Head]) -> Mapping[str, str]:
    """Return the last links as a backup or a file names them."""
    return {f"{one.practice_id}": f"{one.place}:{one.mac.hex()}" for one in heads}


def _broken(one: verifying.Broken) -> str:
    return f"The chain{f' of {one.practice}' if one.practice else ''} is broken first at {one.where}: {one.why}."


def _noted(file: Path) -> Iterator[Head]:
    """The links that were noted, one a line. Raises NotVerified where the file cannot be read."""
    if not file.exists():
        return
    try:
        for line in file.read_text("utf-8").splitlines():
            practice, place, mac = line.split(":")
            yield Head(int(practice), int(place), bytes.fromhex(mac))
    except (OSError, ValueError):
        raise NotVerified(f"{file} cannot be read as a list of heads. Name another file, or mend it.") from None


def _note(file: Path, heads: Sequence[Head]) -> None:
    before = file.read_text("utf-8").splitlines() if file.exists() else []
    lines = dict.fromkeys([*before, *(f"{practice}:{rest}" for practice, rest in written(heads).items())])
    try:
        write_private(file, "".join(f"{line}\n" for line in lines))
    except OSError as error:
        raise NotVerified(f"All is as it was stored, and {file} cannot be written: {error.strerror}.") from None
