"""Reading the parameters of a search, strictly: leaving one out that is not known here would give too much."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final

from flask import request

from kiosk.api.blueprint import A_PAGE, LARGEST_PAGE
from kiosk.api.problems import Problem
from kiosk.domain.public_ids import NOBODY, PublicId, public_id
from kiosk.interchange.fhir.capability import SEARCHED_BY
from kiosk.interchange.fhir.naming import Names
from kiosk.queries.program_sessions import Changed, CheckInSearch, SoughtClients

PARAMETERS_OF_PAGES: Final = frozenset({"_count", "_after"})
COMMON: Final = PARAMETERS_OF_PAGES | {"_format"}
SEVERAL: Final = "_lastUpdated"
"""The parameter that can be given twice: from when, and until when."""
ID_LENGTH: Final = 32
MOMENT: Final = re.compile(
    r"(?P<prefix>eq|gt|ge|lt|le|sa|eb)?(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d)"
    r"(?P<time>T\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z|[+-]\d\d:\d\d))?)?)?"
)


def check_parameters(kind: str) -> None:
    """Refuse a parameter that does not narrow this search here. Raises Problem, which names those that do."""
    known = COMMON | set(SEARCHED_BY[kind])
    unknown = [name for name in request.args if name not in known]
    if unknown:
        raise Problem(
            400, f"“{unknown[0][:40]}” is no parameter of {kind} here. There are: {', '.join(sorted(known))}."
        )
    twice = [name for name in request.args if name != SEVERAL and len(request.args.getlist(name)) > 1]
    if twice:
        raise Problem(400, f"“{twice[0]}” can be given once.")


def page_size() -> int:
    """The number of resources asked for at once; more than the largest page is taken for that. Raises Problem."""
    count = request.args.get("_count", str(A_PAGE))
    if not (count.isascii() and count.isdecimal() and int(count[:9]) >= 1):
        raise Problem(400, "“_count” must be a number from 1 on.")
    return min(int(count[:9]), LARGEST_PAGE)


def after() -> str:
    """The place after which a page begins; empty for the first."""
    return request.args.get("_after", "")


def sought_clients(names: Names) -> SoughtClients:
    """The conditions of a search for clients: `identifier` is a code, alone or with the system of codes before it."""
    asked, code = request.args.get("_id"), request.args.get("identifier")
    system = names.identifier("client-code", "")["system"]
    return SoughtClients(
        client=None if asked is None else public_id(asked),
        code=None if code is None else code.removeprefix(f"{system}|"),
        changed=changed_sought(),
    )


def sought_answers(names: Names, check_in_of: Callable[[str], PublicId]) -> CheckInSearch:
    """The conditions of a search for answers or scores; `check_in_of` gives the check-in of the id of one."""
    asked, encounter = request.args.get("_id"), request.args.get("encounter")
    found = replace(_of_encounter(encounter and _id_in(encounter, "Encounter", names)), changed=changed_sought())
    return _of_client(replace(found, check_in=None if asked is None else check_in_of(asked)), names)


def sought_sessions(names: Names) -> CheckInSearch:
    """The conditions of a search for sessions."""
    return _of_client(replace(_of_encounter(request.args.get("_id")), changed=changed_sought()), names)


def check_in_of(score: str) -> PublicId:
    """The check-in of the id of a score: the digits behind it are the place of a subscale."""
    return public_id(score[:ID_LENGTH])


def _of_encounter(encounter: str | None) -> CheckInSearch:
    if encounter is None:
        return CheckInSearch()
    visit, client = session_ids(encounter)
    return CheckInSearch(visit=visit, client=client, of_several=client is not None)


def _of_client(sought: CheckInSearch, names: Names) -> CheckInSearch:
    """The same of the client of `patient` or `subject`; of nobody where two are named, or none by what is given."""
    given = [request.args[name] for name in ("patient", "subject") if name in request.args]
    ids = {public_id(_id_in(value, "Patient", names)) for value in given} | ({sought.client} - {None})
    if not ids:
        return sought
    return replace(sought, client=ids.pop() if len(ids) == 1 else NOBODY)


def session_ids(encounter: str) -> tuple[PublicId, PublicId | None]:
    """The session of an encounter's id, and where it was one with several people the client."""
    visit, client = encounter[:ID_LENGTH], encounter[ID_LENGTH:]
    return public_id(visit), public_id(client) if client else None


def changed_sought() -> Changed:
    """The time within which something changed. Raises Problem for what is no date, or cannot be told of a date."""
    begin: list[datetime] = []
    end: list[datetime] = []
    for given in request.args.getlist(SEVERAL):
        prefix, first, past = _span(given)
        begin += {"gt": [past], "sa": [past], "ge": [first], "eq": [first]}.get(prefix, [])
        end += {"lt": [first], "eb": [first], "le": [past], "eq": [past]}.get(prefix, [])
    return Changed(max(begin, default=None), min(end, default=None))


def _span(given: str) -> tuple[str, datetime, datetime]:
    """A prefix, when what is named begins, and when it is past: a day is as long as it is written, in UTC."""
    found = MOMENT.fullmatch(given.replace(" ", "+"))  # an unescaped + is read as a space
    try:
        return (found["prefix"] or "eq", *_bounds(found)) if found else _no_date()
    except (ValueError, OverflowError):
        return _no_date()


def _no_date() -> tuple[str, datetime, datetime]:
    raise Problem(
        400,
        f"“{SEVERAL}” must be a date, or a time with its zone, with ge, gt, le, lt, sa, eb or nothing before it:"
        " ge2026-06-03T14:48:00Z.",
    )


def _bounds(found: re.Match[str]) -> tuple[datetime, datetime]:
    year, month, day, time = int(found["year"]), found["month"], found["day"], found["time"]
    if time:
        first = datetime.fromisoformat(f"{year:04}-{month}-{day}{time}").astimezone(UTC)
        return first, first + _precision(time)
    first = datetime(year, int(month or 1), int(day or 1), tzinfo=UTC)
    if day:
        return first, first + timedelta(days=1)
    years, months = divmod(first.month, 12) if month else (1, 0)
    return first, first.replace(year=year + years, month=months + 1)


def _precision(time: str) -> timedelta:
    """The length of the moment that a time names: a microsecond, a second or a minute, by its digits."""
    clock = re.split("Z|[+-]", time)[0]
    if "." in clock:
        return timedelta(microseconds=1)
    return timedelta(seconds=1) if clock.count(":") == 2 else timedelta(minutes=1)  # noqa: PLR2004 -- T14:48:00


def _id_in(given: str, kind: str, names: Names) -> str:
    """The id in a reference: the id alone, with its kind, or as a full address of this server."""
    return given.removeprefix(f"{names.base}/").removeprefix(f"{kind}/")
