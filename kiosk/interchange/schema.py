"""The fields of every exported thing, by name: a column that no list here names is in no file."""

from collections.abc import Mapping
from typing import Final

Fields = Mapping[str, str]
"""The attribute of the row behind each field of the file, by the name of the field."""

RECORD_VERSION: Final = 1
"""Of the JSON record, and in it: raise it when a field is removed, is renamed or comes to mean something else."""
TABLE_VERSION: Final = 1
"""The same of the CSV table."""


def _as_stored(names: str) -> dict[str, str]:
    return {name: name for name in names.split()}


PUBLIC_ID: Final = {"id": "public_id"}
CLIENT: Final = _as_stored("code preset phase language larger_text opening_measure made_at")
GOAL: Final = _as_stored("kind words place within unit agreed_at met_at met_by ended_at")
TAKEN_BACK: Final = _as_stored("was done_at taken_back_at")
PAUSE: Final = _as_stored("reason begun_at ended_at")
HANDOVER: Final = _as_stored("offered_at told_on outcome ended_at")
CHECK_IN: Final = PUBLIC_ID | _as_stored(
    "part language link_ends_at state begun_at opened_at closed_at revealed_at seen_at mistake_said_at"
)
VISIT: Final = PUBLIC_ID | _as_stored("place kind began_at")
"""Not its signals of several people together, which would tell of the others."""
RESPONSE: Final = _as_stored(
    "marked strain sorted_out obstacle talk safety declined words lead phase shown_at received_at"
)
"""Beside them, marks, total and signals stand in points and with their reasons."""
GUESS: Final = _as_stored("in_the_way guessed_at")
SIGN: Final = _as_stored("kind noted_at")
REPAIR: Final = _as_stored("outcome note recorded_at")
SAFETY_RECORD: Final = _as_stored("spoken handed_to plan_followed note recorded_at")
CORRECTION: Final = _as_stored("kind reason note made_at undone_at by check_in")
"""Without the code of whoever else it concerns."""

TABLE: Final = (
    "client",
    "therapist",
    "session",
    "begun",
    "state",
    "part",
    "measure",
    "version",
    "continues",
    "form",
    "wording",
    "source",
    "licence",
    "place",
    "with",
    "sent",
    "marked with",
    "declined",
    "own words",
    "wants to talk",
    "help staying safe",
    "got in the way",
    "sorted out",
    "what got in the way",
    "signals",
    "afterwards",
    "note",
    "done after the call for help",
    "signs",
    "guessed",
    "guessed that something got in the way",
    "total",
    "of",
    "estimated total",
    "withheld",
    "table version",
)
"""The columns that every CSV table has, in their order."""
TABLE_FAMILIES: Final = ("subscale ", "answer ")
"""The beginnings of the columns that follow: one for each subscale and one for each question that occurs."""
