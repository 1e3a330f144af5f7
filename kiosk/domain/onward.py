"""Sending answers onward to the practice's own record system, a FHIR server: what is sent, and how a trial went."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Final


class WantedState(StrEnum):
    """The state that a copy of an answer should have in the record system."""

    FINAL = "final"
    IN_ERROR = "entered-in-error"
    """It was corrected here: moved to another client, set aside, or sent for the wrong patient."""
    ERASED = "erased"
    """It was erased here: deleted there too, or, where that cannot be done, without content and entered in error."""


class Algorithm(StrEnum):
    """The algorithms by which SMART backend services sign; a server knows one of them at least."""

    ES384 = "ES384"
    RS384 = "RS384"


class Step(StrEnum):
    """The steps on the way to the record system, in their order; a failure is told with its step."""

    METADATA = "metadata"
    """The capabilities of the server. They are asked for in a trial alone."""
    CONFIGURATION = "configuration"
    """`.well-known/smart-configuration`, which says where tokens are given."""
    TOKEN = "token"  # noqa: S105 -- a step
    SENDING = "sending"
    DELETING = "deleting"
    """Deleted there, as it was erased here."""


UNREADABLE: Final = "unreadable"
"""The outcome where an answer was not what the step asks for."""
LONGEST_NAME: Final = 40
LONGEST_URL: Final = 1_000
LONGEST_CLIENT_ID: Final = 200
SERVER_FAULT: Final = 500
_PATIENT: Final = re.compile(r"[A-Za-z0-9\-.]{1,64}")
RESOURCES: Final = ("QuestionnaireResponse", "Observation")
"""The kinds of resource that are sent."""
FORMER: Final = " ".join(f"system/{kind}.*" for kind in RESOURCES)
"""The scopes to ask for, as of SMART 1."""
PRESENT: Final = " ".join(f"system/{kind}.cus" for kind in RESOURCES)
"""The same by SMART 2: create, update, and search, by which the server finds what it has already."""
DELETING: Final = " ".join(f"system/{kind}.cuds" for kind in RESOURCES)
"""The same with the right to delete, which is asked for only where something was erased."""
REFUSES_SCOPE: Final = frozenset({400, 401, 403})
"""Statuses of a server that gives no token for so much."""
PASSING: Final = frozenset({401, 403, 408, 409, 412, 425, 429})
"""Statuses below 500 after which trying again can help."""


def patient_id(typed: str) -> str | None:
    """Return the id of a patient by what was typed: `123`, `Patient/123` or its whole address; None for no id."""
    last = typed.strip().rstrip("/").rpartition("/")[2]
    return last if _PATIENT.fullmatch(last) else None


def scopes(capabilities: Sequence[object]) -> str:
    """Return the scopes to ask for, by what the server says of itself."""
    return PRESENT if "permission-v2" in capabilities else FORMER


def deleting_scopes(capabilities: Sequence[object]) -> str:
    """Return the scopes to ask for where something is to be deleted too."""
    return DELETING if "permission-v2" in capabilities else FORMER


def was_on(since: datetime | None, spans: Iterable[Sequence[str]], at: datetime) -> bool:
    """Return whether the record system was switched on at that time: it is on `since` then, and was in the spans."""
    if since is not None and at >= since:
        return True
    return any(datetime.fromisoformat(begin) <= at <= datetime.fromisoformat(end) for begin, end in spans)


def can_pass(status: int) -> bool:
    """Return whether the same may succeed later: the server is not well, or does not know us yet."""
    return status >= SERVER_FAULT or status in PASSING


def concerns_all(status: int) -> bool:
    """Return whether such a failure is not about the one answer that was sent."""
    return status >= SERVER_FAULT or status in {401, 403, 429}


def passed(trial: Mapping[str, object]) -> bool:
    """Return whether every step of a trial went well."""
    steps = trial.get("steps")
    return isinstance(steps, list) and bool(steps) and all(isinstance(one, dict) and one.get("ok") for one in steps)
