"""The audit log in words: what was done or seen, by what kind of actor, and about what."""

from collections.abc import Mapping
from typing import Final

from kiosk.domain.audit import Audited
from kiosk.domain.phrases import Phrase, phrase
from kiosk.web.shared.languages import said

ACTS: Final[Mapping[Audited, Phrase]] = {
    Audited.LOGGED_IN: phrase("Logged in"),
    Audited.LOGIN_FAILED: phrase("Login failed"),
    Audited.SECOND_FACTOR_FAILED: phrase("Second factor failed"),
    Audited.LOGGED_OUT: phrase("Logged out"),
    Audited.PASSWORD_CHANGED: phrase("Password changed"),
    Audited.CODES_TURNED_ON: phrase("Authenticator app turned on"),
    Audited.CODES_TURNED_OFF: phrase("Authenticator app turned off"),
    Audited.RECOVERY_CODES_RENEWED: phrase("Recovery codes renewed"),
    Audited.PASSKEY_ADDED: phrase("Passkey added"),
    Audited.PASSKEY_REMOVED: phrase("Passkey removed"),
    Audited.TOKEN_MADE: phrase("Program token made"),
    Audited.TOKEN_REVOKED: phrase("Program token revoked"),
    Audited.WEBHOOK_MADE: phrase("Webhook added"),
    Audited.WEBHOOK_REMOVED: phrase("Webhook removed"),
    Audited.RESULT_READ: phrase("Answer seen"),
    Audited.RESULT_SENT: phrase("Answer sent to another program"),
    Audited.ERASURE_SENT: phrase("Erased in the record system too"),
    Audited.CLIENT_READ: phrase("Client's page seen"),
    Audited.LIST_READ: phrase("List seen"),
    Audited.SUPERVISION_READ: phrase("Supervision page seen"),
    Audited.LOG_READ: phrase("Audit log seen"),
    Audited.LOG_EXPORTED: phrase("Audit log downloaded"),
    Audited.READS_MISSED: phrase("Views that could not be recorded"),
    Audited.LOG_PURGED: phrase("Old entries deleted"),
    Audited.BACKED_UP: phrase("Backup made"),
    Audited.RESTORED: phrase("Restored from a backup"),
    Audited.KEY_ROTATED: phrase("Server key changed"),
    Audited.IMPORT_TAKEN: phrase("Past data imported"),
    Audited.IMPORT_UNDONE: phrase("Import undone"),
    Audited.PRACTICE_SET_UP: phrase("Practice set up"),
    Audited.PERSON_ADDED: phrase("Person added"),
    Audited.PERSON_DISABLED: phrase("Person disabled"),
    Audited.PERSON_ENABLED: phrase("Person enabled"),
    Audited.PERSON_RESET: phrase("Login reset"),
    Audited.SUPERVISION_AGREED: phrase("Supervision agreed"),
    Audited.SUPERVISION_ENDED: phrase("Supervision ended"),
    Audited.ROLE_GIVEN: phrase("Role given"),
    Audited.ROLE_TAKEN: phrase("Role taken away"),
    Audited.SETTINGS_CHANGED: phrase("Settings changed"),
    Audited.THRESHOLDS_CHANGED: phrase("Cues changed"),
    Audited.ONWARD_SET_UP: phrase("Record system set up"),
    Audited.ONWARD_REGISTERED: phrase("Registered with the record system"),
    Audited.ONWARD_ON: phrase("Record system switched on"),
    Audited.ONWARD_OFF: phrase("Record system switched off"),
    Audited.ONWARD_REMOVED: phrase("Record system removed"),
    Audited.TABLET_PAIRED: phrase("Tablet paired"),
    Audited.TABLET_CHANGED: phrase("Tablet changed"),
    Audited.TABLET_FREED: phrase("Tablet freed"),
    Audited.TABLET_SWITCHED_OFF: phrase("Tablet switched off"),
    Audited.TABLET_COPY_FOUND: phrase("Copy of a tablet found"),
    Audited.VISIT_BEGUN: phrase("Check-in started"),
    Audited.VISIT_CLOSED: phrase("Session closed"),
    Audited.CHECK_IN_WITHDRAWN: phrase("Form withdrawn"),
    Audited.LINK_RENEWED: phrase("New code made"),
    Audited.RESULT_REVEALED: phrase("Held answer shown"),
    Audited.OUTCOME_RECORDED: phrase("Outcome recorded"),
    Audited.LOOP_ENDED: phrase("Open item closed"),
    Audited.LOOP_OPENED_AGAIN: phrase("Open item reopened"),
    Audited.SAFETY_RECORDED: phrase("Call for help followed up"),
    Audited.GUESS_SEALED: phrase("Guess sealed"),
    Audited.ANSWERED: phrase("Answer received"),
    Audited.NOT_ME: phrase("Form in the wrong hands"),
    Audited.GROUP_SAVED: phrase("Group saved"),
    Audited.GROUP_ENDED: phrase("Group ended"),
    Audited.SESSION_NOTED: phrase("Session noted without a form"),
    Audited.NOTED_TAKEN_BACK: phrase("Note of a session taken back"),
    Audited.SESSION_PLANNED: phrase("Session planned"),
    Audited.PLAN_ENDED: phrase("Plan ended"),
    Audited.CALENDAR_SET: phrase("Calendar set up"),
    Audited.CALENDAR_REMOVED: phrase("Calendar turned off"),
    Audited.CALENDAR_CODE: phrase("Code in a calendar explained"),
    Audited.CLIENT_ADDED: phrase("Client added"),
    Audited.CLIENT_CHANGED: phrase("Client changed"),
    Audited.CLIENT_OFFERED: phrase("Client offered to a colleague"),
    Audited.CLIENT_TAKEN_OVER: phrase("Client taken over"),
    Audited.HANDOVER_REFUSED: phrase("Handover refused"),
    Audited.HANDOVER_WITHDRAWN: phrase("Handover withdrawn"),
    Audited.WORDS_PASSED_ON: phrase("Words passed on"),
    Audited.WORDS_KEPT_CLOSED: phrase("Words kept closed, as the client chose"),
    Audited.CONSENT_RECORDED: phrase("Client told what is kept"),
    Audited.CONSENT_WITHDRAWN: phrase("Consent withdrawn"),
    Audited.WORDS_SHARED: phrase("Words shared with a supervisor"),
    Audited.SHARING_ENDED: phrase("Sharing of words ended"),
    Audited.DUTY_CHANGED: phrase("Agreed to be told of calls for help, or no longer"),
    Audited.CLIENT_PAUSED: phrase("Client paused"),
    Audited.CLIENT_RESUMED: phrase("Pause ended"),
    Audited.GOAL_AGREED: phrase("Goal agreed"),
    Audited.GOAL_MET: phrase("Goal met"),
    Audited.GOAL_ENDED: phrase("Goal ended"),
    Audited.GOAL_TAKEN_BACK: phrase("Goal taken up again"),
    Audited.PRIORITY_MOVED: phrase("Priority moved"),
    Audited.PATIENT_NAMED: phrase("Place in the record system entered"),
    Audited.PATIENT_FORGOTTEN: phrase("Place in the record system taken away"),
    Audited.RECORD_EXPORTED: phrase("Record downloaded"),
    Audited.RECORD_TAKEN: phrase("Record downloaded by an administrator, without words"),
    Audited.RECORD_TAKEN_FOR_CLIENT: phrase("Record downloaded by an administrator, at the client’s request"),  # noqa: RUF001 -- as printed
    Audited.CLIENT_ERASED: phrase("Client erased"),
    Audited.ANSWER_ERASED: phrase("Answer erased"),
    Audited.WORDS_ERASED: phrase("Own words erased"),
    Audited.KEPT_RECORD_ENDED: phrase("Closed record erased on its day"),
    Audited.LOOKED_OVER: phrase("Looked over and kept"),
    Audited.ANSWER_ENTERED: phrase("Answer entered"),
    Audited.ANSWER_MOVED: phrase("Answer moved"),
    Audited.ANSWER_SET_ASIDE: phrase("Answer set aside"),
    Audited.MISTAKE_SAID: phrase("Sent by mistake, the client said"),
    Audited.CLIENT_RENAMED: phrase("Code changed"),
    Audited.CLIENTS_MERGED: phrase("Clients merged"),
    Audited.CLIENT_CLOSED: phrase("Client closed"),
    Audited.CLIENT_REOPENED: phrase("Client reopened"),
    Audited.VISIT_RESCHEDULED: phrase("Session's time corrected"),
    Audited.CORRECTION_UNDONE: phrase("Correction undone"),
}
ACTORS: Final[Mapping[str, Phrase]] = {
    "tablet": phrase("A tablet"),
    "link": phrase("The client, by their link"),
    "command-line": phrase("The command line"),
    "visitor": phrase("Somebody not logged in"),
    "background": phrase("The server"),
}
ABOUT: Final[Mapping[str, Phrase]] = {
    "api_tokens": phrase("program token"),
    "check_ins": phrase("check-in"),
    "clients": phrase("client"),
    "consents": phrase("consent"),
    "corrections": phrase("correction"),
    "erasures": phrase("erasure"),
    "goals": phrase("goal"),
    "guesses": phrase("guesses"),
    "handovers": phrase("handover"),
    "imports": phrase("import"),
    "noted_sessions": phrase("session without a check-in"),
    "open_loops": phrase("open items"),
    "passkeys": phrase("passkey"),
    "people": phrase("person"),
    "plans": phrase("plan"),
    "calendars": phrase("calendar"),
    "practices": phrase("practice"),
    "record_systems": phrase("record system"),
    "saved_groups": phrase("group"),
    "shared_words": phrase("shared words"),
    "supervisions": phrase("supervision"),
    "tablets": phrase("tablet"),
    "visits": phrase("session"),
    "webhooks": phrase("webhook"),
}
LISTS: Final[Mapping[str, Phrase]] = {
    "visits": phrase("Today"),
    "clients": phrase("Clients"),
    "open_loops": phrase("Still open"),
    "guesses": phrase("How your guesses compare"),
}
"""Lists by the table of what is listed; they are about no row of it."""
BY_PROGRAM: Final = phrase("A program of %(name)s")


def act_words(act: str) -> str:
    """Such as *Answer seen*; a word that another version of the program left stands as it is."""
    return said(ACTS[Audited(act)]) if act in set(Audited) and Audited(act) in ACTS else act


def actor_words(actor: str, name: str) -> str:
    """The person, or the kind of actor."""
    if actor == "token" and name:
        return said(BY_PROGRAM.filled(name=name))
    return name or (said(ACTORS[actor]) if actor in ACTORS else actor)


def about_words(about: str, about_id: str) -> str:
    """The kind of row, or the list."""
    words = (LISTS if not about_id else ABOUT).get(about)
    return said(words) if words else about
