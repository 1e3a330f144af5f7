"""The measures there are: the built-in ones and those a practice has installed, every version kept."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from types import MappingProxyType

from kiosk.catalogue.complaints import CatalogueFault, Complaint
from kiosk.catalogue.continued import Earlier
from kiosk.catalogue.gone import gone
from kiosk.catalogue.loader import read_measure
from kiosk.domain.measures import Measure
from kiosk.refusals import Refusal

FOLDER = "measures"
"""The folder of installed measures, within the instance folder."""

MOST_BYTES = 200_000

Version = tuple[str, int]
"""A measure's id, and which version of it."""
Recall = Callable[[str, int], str | None]
"""Finds the kept text of a version whose file is gone, by measure id and version; None where none was kept."""


class UnknownMeasure(Refusal, LookupError):
    """Nothing in the catalogue has that id or version; the message names what exists."""


class Catalogue(Mapping[str, Measure]):
    """All measures by id. An id alone means its newest version; the others stay for the answers given to them."""

    def __init__(
        self,
        found: Iterable[Measure],
        texts: Mapping[Version, str] = MappingProxyType({}),
        recall: Recall = lambda *_: None,
    ) -> None:
        self._texts, self._recall = texts, recall
        self._recalled: dict[Version, Measure] = {}
        self._first: dict[Version, int] = {}
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

    def kept(self, measure_id: str, version: int) -> Measure:
        """Give the version that was answered, whatever has become of its file; where nothing is left, a stand-in."""
        wanted = measure_id, version
        found = self._by_version.get(wanted) or self._recalled.get(wanted)
        if found is None and (recalled := self._read_again(*wanted)):
            found = self._recalled[wanted] = recalled
        return found or gone(*wanted)

    def find(self, measure_id: str, version: int) -> Measure | None:
        """Give one version, if its file is here."""
        return self._by_version.get((measure_id, version))

    def first_version(self, measure_id: str, version: int) -> int:
        """Give the version with which the history of this one begins: itself, if it continues none."""
        wanted = measure_id, version
        if wanted not in self._first:
            continued = self.kept(*wanted).continues
            self._first[wanted] = version if continued is None else self.first_version(measure_id, continued)
        return self._first[wanted]

    def one_history(self, measure_id: str, version: int) -> tuple[int, ...]:
        """Give all versions that share their history with this one, oldest first."""
        first = self.first_version(measure_id, version)
        between = range(first + 1, version)
        others = (
            each for each in {*self.versions(measure_id), *between} if self.first_version(measure_id, each) == first
        )
        return tuple(sorted({first, version, *others}))

    def text(self, measure_id: str, version: int) -> str:
        """Give the text of the file that a version was read from; empty where it was not read from one."""
        return self._texts.get((measure_id, version), "")

    def _read_again(self, measure_id: str, version: int) -> Measure | None:
        """Return the measure from its kept text; None where there is none, or this program cannot read it."""
        text = self._recall(measure_id, version)
        try:
            return read_measure(f"{measure_id}-v{version}.toml", text) if text else None
        except CatalogueFault:
            return None


def read_file(file: Traversable, shown: str = "", earlier: Earlier | None = None) -> Measure:
    """Read a measure's file. Raises CatalogueFault, also for a file that cannot be read at all."""
    shown = shown or file.name
    return read_measure(shown, _text_of(file, shown), earlier)


def _text_of(file: Traversable, shown: str) -> str:
    try:
        raw = file.read_bytes()
        if len(raw) > MOST_BYTES:
            raise CatalogueFault(
                shown, [Complaint(1, "the file is too long", f"should be {MOST_BYTES} bytes at most.")]
            )
        return raw.decode()
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
    found = [file for file in files(__package__).iterdir() if file.name.endswith(".toml")]
    named = [(_named(file, file.name), file) for file in found]
    return Catalogue((measure for measure, _ in named), _texts(named))


def load_catalogue(instance: Path, recall: Recall = lambda *_: None) -> Catalogue:
    """The built-in measures and those in `<instance>/measures`, which come first where an id is the same.

    `recall` knows versions whose files have gone. Raises CatalogueFault for a file that is not as it should be: a
    practice cannot start with a broken one.
    """
    folder = instance / FOLDER
    found = sorted(file for file in folder.glob("*.toml") if not file.name.startswith("."))
    installed = [(_named(file, f"{FOLDER}/{file.name}"), file) for file in found]
    _compare(installed)
    own = {measure.id for measure, _ in installed}
    ours = [measure for measure in built_in().every() if measure.id not in own]
    texts = {(one.id, one.version): built_in().text(one.id, one.version) for one in ours} | _texts(installed)
    return Catalogue([*ours, *(measure for measure, _ in installed)], texts, recall)


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


def _compare(installed: Sequence[tuple[Measure, Traversable]]) -> None:
    """Hold every installed version against the one it continues, as long as that one's file is here."""
    there = {(measure.id, measure.version): measure for measure, _ in installed}
    for measure, file in installed:
        if measure.continues is not None and (measure.id, measure.continues) in there:
            read_file(file, f"{FOLDER}/{file.name}", lambda *version: there.get(version))


def _texts(named: Iterable[tuple[Measure, Traversable]]) -> dict[Version, str]:
    return {(measure.id, measure.version): file.read_text(encoding="utf-8") for measure, file in named}


def _of_the_whole(shown: str, what: str, instead: str) -> CatalogueFault:
    return CatalogueFault(shown, [Complaint(1, what, instead)])
