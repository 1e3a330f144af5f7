"""The measures there are: the built-in ones and those a practice has installed, every version kept."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from kiosk.catalogue.complaints import CatalogueFault, Complaint
from kiosk.catalogue.loader import read_measure
from kiosk.domain.measures import Measure

FOLDER = "measures"
"""Where installed measures lie, in the instance folder."""

MOST_BYTES = 200_000


class UnknownMeasure(LookupError):
    """Nothing in the catalogue has that id or version; the message names what exists."""


class Catalogue(Mapping[str, Measure]):
    """All measures by id. An id alone means its newest version; the others stay for the answers given to them."""

    def __init__(self, found: Iterable[Measure]) -> None:
        ordered = sorted(found, key=lambda measure: (measure.id, measure.version))
        self._by_version = {(measure.id, measure.version): measure for measure in ordered}
        self._newest = {measure.id: measure for measure in ordered}

    def __getitem__(self, measure_id: str) -> Measure:
        return self._newest[measure_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._newest)

    def __len__(self) -> int:
        return len(self._newest)

    def versions(self, measure_id: str) -> tuple[int, ...]:
        """Give the versions there are of one measure, oldest first."""
        return tuple(version for each, version in self._by_version if each == measure_id)

    def every(self) -> tuple[Measure, ...]:
        """Give every version of every measure."""
        return tuple(self._by_version.values())

    def measure(self, measure_id: str, version: int | None = None) -> Measure:
        """Give one measure, the newest version unless told; raises UnknownMeasure, which names those that exist."""
        if measure_id not in self._newest:
            raise UnknownMeasure(f'There is no measure "{measure_id}". There are: {", ".join(self)}.')
        if version is None:
            return self._newest[measure_id]
        try:
            return self._by_version[measure_id, version]
        except KeyError:
            there = ", ".join(map(str, self.versions(measure_id)))
            raise UnknownMeasure(f'"{measure_id}" has no version {version}. There are: {there}.') from None


def read_file(file: Traversable, shown: str = "") -> Measure:
    """Read a measure's file. Raises CatalogueFault, also for a file that cannot be read at all."""
    shown = shown or file.name
    try:
        raw = file.read_bytes()
        if len(raw) > MOST_BYTES:
            raise CatalogueFault(
                shown, [Complaint(1, "the file is too long", f"should be {MOST_BYTES} bytes at most.")]
            )
        return read_measure(shown, raw.decode())
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise CatalogueFault(shown, [Complaint(line, "this is not UTF-8", "save the file as UTF-8.")]) from None
    except OSError as error:
        what = f"the file cannot be read ({error.strerror})"
        raise _of_the_whole(shown, what, "name a file that you may read.") from None


def check_file(file: Path) -> list[Complaint]:
    """Give all that is amiss in a measure's file, in the order of its lines; nothing if it can be installed."""
    try:
        read_file(file)
    except CatalogueFault as fault:
        return list(fault.complaints)
    return []


@cache
def built_in() -> Catalogue:
    """The measures that come with the program."""
    found = (file for file in files(__package__).iterdir() if file.name.endswith(".toml"))
    return Catalogue(_named(file, file.name) for file in found)


def load_catalogue(instance: Path) -> Catalogue:
    """The built-in measures and those in `<instance>/measures`, which come first where an id is the same.

    Raises CatalogueFault for a file that is not as it should be: a practice cannot start with a broken one.
    """
    folder = instance / FOLDER
    found = sorted(file for file in folder.glob("*.toml") if not file.name.startswith("."))
    installed = [_named(file, f"{FOLDER}/{file.name}") for file in found]
    own = {measure.id for measure in installed}
    return Catalogue([measure for measure in built_in().every() if measure.id not in own] + installed)


def file_name(measure: Measure) -> str:
    """Give the name under which a version of a measure is kept."""
    return f"{measure.id}-v{measure.version}.toml"


def _named(file: Traversable, shown: str) -> Measure:
    """Read a file whose name must say what it holds; a built-in measure's newest needs no version in it."""
    measure = read_file(file, shown)
    known = {file_name(measure)} | (set() if shown.startswith(FOLDER) else {f"{measure.id}.toml"})
    if file.name not in known:
        raise _of_the_whole(shown, f"the file is called {file.name}", f"call it {max(known)}.")
    return measure


def _of_the_whole(shown: str, what: str, instead: str) -> CatalogueFault:
    return CatalogueFault(shown, [Complaint(1, what, instead)])
