"""Files of `kiosk measure`: check one, install it for this practice, list those installed."""

import os
from pathlib import Path

from kiosk.catalogue.shelf import FOLDER, Catalogue, built_in, file_name, load_catalogue, read_file
from kiosk.domain.measures import Measure, Subscale
from kiosk.domain.scoring import points
from kiosk.refusals import Refusal

PRIVATE_FOLDER, PRIVATE_FILE = 0o700, 0o600


class NotInstalled(Refusal):
    """The file is in order and still cannot be installed; the message says why, and what to do."""


def check(file: Path, instance: Path) -> str:
    """Look a measure's file over and say what it holds; raises CatalogueFault with all that is amiss."""
    return f"{file.name} is in order.\n{described(_read(file, instance))}"


def install(file: Path, instance: Path) -> str:
    """Copy a measure's file into the instance folder, beside its earlier versions.

    Raises CatalogueFault for a file that is not in order, and NotInstalled rather than change what was answered.
    """
    measure = _read(file, instance)
    target, content = instance / FOLDER / file_name(measure), file.read_bytes()
    if target.exists():
        if target.read_bytes() == content:
            return f"{target.name} was installed before, the same. Nothing to do."
        raise NotInstalled(
            f"{target.name} is there already with other content, and answers given to it keep it."
            f" Write version = {_newest(measure, instance) + 1} in {file.name} and install it again."
        )
    if measure.id in built_in():
        raise NotInstalled(f'"{measure.id}" is a built-in measure. Give yours an id of its own in {file.name}.')
    _write(target, content)
    return f"Installed {target}. Start the server again to offer it.\n{described(measure)}"


def listed(catalogue: Catalogue) -> str:
    """Every measure with its versions, one a line."""
    return "\n".join(
        f"{one.id}  version {', '.join(map(str, catalogue.versions(one.id)))}  {', '.join(one.languages)}"
        f"  {one.names[one.languages[0]]}"
        for one in catalogue.values()
    )


def described(measure: Measure) -> str:
    """Describe what a measure asks and how it scores, for comparison with the paper it was typed from."""
    language = measure.languages[0]
    lines = [f"{measure.id}, version {measure.version}: {measure.names[language]} ({', '.join(measure.languages)})"]
    for number, item in enumerate(measure.items, start=1):
        ends = f"{points(item.lowest):g} to {points(item.highest):g}"
        turned = ", reversed" if item.id in measure.scoring.reversed_items else ""
        turned += f", weight {float(item.weight):g}" if item.weight != 1 else ""
        lines.append(f"  {number}. {item.texts[language].question} ({item.kind}, {ends}{turned})")
    if measure.continues is not None:
        lines.append(f"  Continues version {measure.continues}: both have one history.")
    if not measure.is_scored:
        return "\n".join([*lines, "  Not scored."])
    lines.append(f"  Total: {measure.scoring.kind}, {points(measure.minimum):g} to {points(measure.maximum):g}.")
    return "\n".join(lines + [f"  {_part(measure, part, language)}" for part in measure.scoring.subscales])


def _read(file: Path, instance: Path) -> Measure:
    """Read it, and hold it against the version that it continues."""
    measure = read_file(file)
    return measure if measure.continues is None else read_file(file, earlier=load_catalogue(instance).find)


def _part(measure: Measure, part: Subscale, language: str) -> str:
    numbers = [str(number) for number, item in enumerate(measure.items, start=1) if item.id in part.items]
    return f"{part.names[language]}: items {', '.join(numbers)}."


def _newest(measure: Measure, instance: Path) -> int:
    return max(load_catalogue(instance).versions(measure.id), default=0)


def _write(target: Path, content: bytes) -> None:
    """All of it or nothing: half a file would stop the next start."""
    target.parent.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
    part = target.with_name(f".{target.name}.part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE_FILE), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(target)
