"""Acts of the audit log: the closed set of what a practice may want to look up later."""

from enum import StrEnum
from typing import Final

AUDIT_YEARS: Final = 3
AUDIT_YEARS_LEAST: Final = 1
AUDIT_YEARS_MOST: Final = 30
"""Years for which entries are kept, unless a practice says otherwise, and within which it can."""


class Audited(StrEnum):
    """An act as the log keeps it: a verb in the past, never words of a client or a note."""

    LOGGED_IN = "logged-in"
    LOGIN_FAILED = "login-failed"
    SECOND_FACTOR_FAILED = "second-factor-failed"
    LOGGED_OUT = "logged-out"
    PASSWORD_CHANGED = "password-changed"  # noqa: S105 -- a kind of act
    CODES_TURNED_ON = "codes-turned-on"
    CODES_TURNED_OFF = "codes-turned-off"
    RECOVERY_CODES_RENEWED = "recovery-codes-renewed"
    PASSKEY_ADDED = "passkey-added"
    PASSKEY_REMOVED = "passkey-removed"
    TOKEN_MADE = "token-made"  # noqa: S105 -- the same
    TOKEN_REVOKED = "token-revoked"  # noqa: S105 -- the same
    WEBHOOK_MADE = "webhook-made"
    WEBHOOK_REMOVED = "webhook-removed"

    RESULT_READ = "result-read"
    RESULT_SENT = "result-sent"
    ERASURE_SENT = "erasure-sent"
    CLIENT_READ = "client-read"
    LIST_READ = "list-read"
    SUPERVISION_READ = "supervision-read"
    LOG_READ = "log-read"
    LOG_EXPORTED = "log-exported"
    READS_MISSED = "reads-missed"
    LOG_PURGED = "log-purged"

    BACKED_UP = "backed-up"
    RESTORED = "restored"
    KEY_ROTATED = "key-rotated"
    PRACTICE_SET_UP = "practice-set-up"
    PERSON_ADDED = "person-added"
    PERSON_DISABLED = "person-disabled"
    PERSON_ENABLED = "person-enabled"
    PERSON_RESET = "person-reset"
    SUPERVISION_AGREED = "supervision-agreed"
    SUPERVISION_ENDED = "supervision-ended"
    WORDS_SHARED = "words-shared"
    SHARING_ENDED = "sharing-ended"
    DUTY_CHANGED = "duty-changed"
    ROLE_GIVEN = "role-given"
    ROLE_TAKEN = "role-taken"
    SETTINGS_CHANGED = "settings-changed"
    THRESHOLDS_CHANGED = "thresholds-changed"
    ONWARD_SET_UP = "onward-set-up"
    ONWARD_REGISTERED = "onward-registered"
    ONWARD_ON = "onward-on"
    ONWARD_OFF = "onward-off"
    ONWARD_REMOVED = "onward-removed"

    TABLET_PAIRED = "tablet-paired"
    TABLET_CHANGED = "tablet-changed"
    TABLET_FREED = "tablet-freed"
    TABLET_SWITCHED_OFF = "tablet-switched-off"
    TABLET_COPY_FOUND = "tablet-copy-found"

    VISIT_BEGUN = "visit-begun"
    VISIT_CLOSED = "visit-closed"
    CHECK_IN_WITHDRAWN = "check-in-withdrawn"
    LINK_RENEWED = "link-renewed"
    RESULT_REVEALED = "result-revealed"
    OUTCOME_RECORDED = "outcome-recorded"
    LOOP_ENDED = "loop-ended"
    LOOP_OPENED_AGAIN = "loop-opened-again"
    SAFETY_RECORDED = "safety-recorded"
    GUESS_SEALED = "guess-sealed"
    ANSWERED = "answered"
    NOT_ME = "not-me"

    GROUP_SAVED = "group-saved"
    GROUP_ENDED = "group-ended"
    SESSION_PLANNED = "session-planned"
    PLAN_ENDED = "plan-ended"
    CALENDAR_SET = "calendar-set"
    CALENDAR_REMOVED = "calendar-removed"
    CALENDAR_CODE = "calendar-code"
    SESSION_NOTED = "session-noted"
    NOTED_TAKEN_BACK = "noted-taken-back"

    CLIENT_ADDED = "client-added"
    CLIENT_CHANGED = "client-changed"
    CLIENT_OFFERED = "client-offered"
    CLIENT_TAKEN_OVER = "client-taken-over"
    HANDOVER_REFUSED = "handover-refused"
    HANDOVER_WITHDRAWN = "handover-withdrawn"
    WORDS_KEPT_CLOSED = "words-kept-closed"
    WORDS_PASSED_ON = "words-passed-on"
    CONSENT_RECORDED = "consent-recorded"
    CONSENT_WITHDRAWN = "consent-withdrawn"
    CLIENT_PAUSED = "client-paused"
    CLIENT_RESUMED = "client-resumed"
    GOAL_AGREED = "goal-agreed"
    GOAL_MET = "goal-met"
    GOAL_ENDED = "goal-ended"
    GOAL_TAKEN_BACK = "goal-taken-back"
    PRIORITY_MOVED = "priority-moved"
    PATIENT_NAMED = "patient-named"
    PATIENT_FORGOTTEN = "patient-forgotten"
    RECORD_EXPORTED = "record-exported"
    RECORD_TAKEN = "record-taken"
    """An administrator took the record of a client whose therapist can no longer log in, without anybody's words."""
    RECORD_TAKEN_FOR_CLIENT = "record-taken-for-client"
    """The same with words and notes, as the client had asked for it."""
    IMPORT_TAKEN = "import-taken"
    IMPORT_UNDONE = "import-undone"

    CLIENT_ERASED = "client-erased"
    ANSWER_ERASED = "answer-erased"
    WORDS_ERASED = "words-erased"
    KEPT_RECORD_ENDED = "kept-record-ended"
    LOOKED_OVER = "looked-over"

    ANSWER_ENTERED = "answer-entered"
    ANSWER_MOVED = "answer-moved"
    ANSWER_SET_ASIDE = "answer-set-aside"
    MISTAKE_SAID = "mistake-said"
    CLIENT_RENAMED = "client-renamed"
    CLIENTS_MERGED = "clients-merged"
    CLIENT_CLOSED = "client-closed"
    CLIENT_REOPENED = "client-reopened"
    VISIT_RESCHEDULED = "visit-rescheduled"
    CORRECTION_UNDONE = "correction-undone"


READINGS_OF_CLIENT: Final = (
    Audited.RESULT_READ,
    Audited.RESULT_SENT,
    Audited.CLIENT_READ,
    Audited.SUPERVISION_READ,
    Audited.RECORD_EXPORTED,
    Audited.RECORD_TAKEN,
    Audited.RECORD_TAKEN_FOR_CLIENT,
)
"""The readings that a client can be told of: each entry names the client."""
TAKINGS: Final = (Audited.RECORD_TAKEN, Audited.RECORD_TAKEN_FOR_CLIENT)
"""Acts of an administrator that the other administrators are told of."""
