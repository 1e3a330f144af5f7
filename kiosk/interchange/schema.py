"""The fields of every exported thing, by name: a column that no list here names is in no file."""

from collections.abc import Mapping
from typing import Final

from kiosk.queries.kept import Extent

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
NOTED: Final = _as_stored("kind day minute became noted_at")
HANDOVER: Final = _as_stored("offered_at told_on asked_at declined_at outcome ended_at")
SHARED_WORDS: Final = _as_stored("supervisor shared_at ended_at")
CONSENT: Final = _as_stored("told_on by recorded_at withdrawn_on withdrawn_at")
CHECK_IN: Final = PUBLIC_ID | _as_stored(
    "part language link_ends_at state begun_at opened_at closed_at revealed_at seen_at mistake_said_at"
)
VISIT: Final = PUBLIC_ID | _as_stored("place kind began_at")
"""Not its signals of several people together, which would tell of the others."""
RESPONSE: Final = _as_stored(
    "marked strain sorted_out obstacle talk safety declined words lead phase shown_at received_at entered_at"
)
"""Beside them, marks, total and signals stand in points and with their reasons."""
GUESS: Final = _as_stored("in_the_way guessed_at")
SIGN: Final = _as_stored("kind noted_at")
REPAIR: Final = _as_stored("outcome note recorded_at")
SAFETY_RECORD: Final = _as_stored("spoken handed_to plan_followed note recorded_at")
READING: Final = _as_stored("at by what about by_program")
CORRECTION: Final = _as_stored("kind reason note made_at undone_at by check_in")
"""Without the code of whoever else it concerns."""

LEFT_OUT: Final[Mapping[Extent, tuple[str, ...]]] = {
    Extent.OF_THERAPIST: (),
    Extent.COMPLETE: (),
    Extent.FOR_CLIENT: ("guesses",),
    Extent.WITHOUT_WORDS: ("words", "notes", "goals", "signs", "guesses", "held_answers"),
}
"""The parts that a record leaves out, by its extent."""

TABLE: Final[Mapping[str, tuple[str, ...]]] = {
    "client": ("The code that the therapist chose.",),
    "therapist": ("The email of the therapist of the session.",),
    "session": ("The id of the session: the same for everybody in it.",),
    "check-in": ("The id of the check-in.",),
    "begun": ("When the form was made, in UTC.", "time", "ISO 8601 with offset"),
    "begun local": ("The same on the practice's clock.", "time"),
    "state": ("What became of it.", "text", "waiting, opened, sent, declined, unfinished, expired, withdrawn"),
    "part": ("The part of the session in which it was asked.", "text", "opening, closing"),
    "measure": ("The id of the form.",),
    "version": ("The version of the form.", "number"),
    "continues": ("The earlier version whose marks mean the same, if any.", "number"),
    "form": ("The name of the form in the language it was asked in.",),
    "wording": ("Whose wording the form is, and whether it is validated.",),
    "source": ("Where the form comes from.",),
    "licence": ("Its licence.",),
    "place": ("Where the session was held.", "text", "room, telehealth"),
    "with": ("How many were in the session.", "text", "individual, couple, family, group"),
    "sent": ("When the answer came, in UTC; empty without one.", "time", "ISO 8601 with offset"),
    "sent local": ("The same on the practice's clock.", "time"),
    "time zone": ("The zone of the practice's clock.",),
    "marked with": ("How it was marked.", "text", "line, buttons, faces, choice, paper, import"),
    "entered by": ("The email of who typed it in from paper, or brought it in from a file; empty where it was sent.",),
    "entered": ("When that was, in UTC.", "time", "ISO 8601 with offset"),
    "declined": ("The client would rather not answer.", "yes or no"),
    "own words": ("What the client wrote.",),
    "wants to talk": ("When the client wants to talk about it.", "text", "now, next, no"),
    "help staying safe": ("The client asked for help.", "yes or no"),
    "got in the way": ("Whether something got in the way.", "text", "no, partly, yes"),
    "sorted out": ("Whether it is sorted out.", "text", "yes, not-yet"),
    "what got in the way": ("What it was.", "text", "pace, said, who-i-am, else, rather-not"),
    "signals": ("The reasons to talk that were found, each with its severity.", "text", "rule severity; …"),
    "afterwards": ("What the therapist recorded last.", "text", "talked, next, not-needed"),
    "note": ("The therapist's note with it.",),
    "done after the call for help": ("Every record of what was done, oldest first.",),
    "signs": ("Signs that the therapist saw in the room.",),
    "guessed": ("The marks that the therapist guessed.", "text", "question points; …"),
    "guessed that something got in the way": ("The therapist's guess of that.", "yes or no"),
    "total": ("The total; NA where too little was marked.", "number", "points"),
    "of": ("The highest total of the form.", "number", "points"),
    "estimated total": ("An estimate where one question was left out; no rule uses it.", "number", "points"),
    "withheld": ("Why an answer is there and not shown.", "text", "held, others, unreadable"),
    "table version": ("The version of this list of columns.", "number"),
}
"""The columns that every table of check-ins has, in their order: meaning, kind and values of each."""
