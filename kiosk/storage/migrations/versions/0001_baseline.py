"""The baseline: every table of the first release, and what is stored once and never edited."""

import secrets
from functools import partial

import sqlalchemy as sa
from alembic import op

from kiosk.storage.backends import NUMBERS_NEVER_RETURN, TICKET, But, backend_for, has_ticket

revision = "first_release"
down_revision = None
branch_labels = None
depends_on = None


TABLES = """
record_copies record_patients record_systems deliveries webhooks
erased_rows kept_records erasures
tasks noted_people noted_sessions plans calendar_codes calendars saved_members saved_groups
chain tickets open_loops audit corrections tablet_copies taken_back tablets signs safety_records responses repairs
guesses handovers shared_words consents supervisions events visit_repairs pauses goals check_ins visits roles
recovery_codes passkeys api_tokens one_time_links logins half_logins code_apps data_keys clients imports
challenges people jobs practices pairings kept_measures instance failures sent_requests
""".split()
"""Every table, each before those that it refers to."""
SEALED = {"words", "answer", "told", "led"}
"""Columns of a response that change with a ticket: sealed with another key, or as help was asked for late."""
MAY_BE_ERASED = {"words", "told", "led", "client_id"}
"""Columns of a response that an erasure changes: words are emptied, and what it said of an erased answer goes."""


def upgrade() -> None:
    """Create every table, and the triggers that protect what is never edited."""
    op.create_table(
        "failures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("who", sa.LargeBinary(), nullable=False),
        sa.Column("minute", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_failures")),
        sa.UniqueConstraint("who", "minute", name=op.f("uq_failures_who_minute")),
    )
    op.create_table(
        "sent_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key_hash", sa.LargeBinary(), nullable=False),
        sa.Column("body_hash", sa.LargeBinary(), nullable=False),
        sa.Column("visit", sa.String(length=32), nullable=False),
        sa.Column("check_in", sa.String(length=32), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sent_requests")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_sent_requests_key_hash")),
    )
    op.create_index(op.f("ix_sent_requests_sent_at"), "sent_requests", ["sent_at"], unique=False)
    instance = op.create_table(
        "instance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("epoch", sa.String(), nullable=False),
        sa.Column("key_check", sa.LargeBinary(), nullable=True),
        sa.Column("chain_key", sa.LargeBinary(), nullable=True),
        sa.Column("backed_up_at", sa.DateTime(), nullable=True),
        sa.Column("tried_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_instance")),
    )
    op.bulk_insert(instance, [{"id": 1, "epoch": secrets.token_hex(8)}])
    op.create_table(
        "kept_measures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("measure", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("kept_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_measures")),
        sa.UniqueConstraint("measure", "version", name=op.f("uq_kept_measures_measure_version")),
    )
    op.create_table(
        "pairings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.Column("secret_hash", sa.LargeBinary(), nullable=False),
        sa.Column("begun_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pairings")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_pairings_code_hash")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_pairings_secret_hash")),
    )
    op.create_index(op.f("ix_pairings_begun_at"), "pairings", ["begun_at"], unique=False)
    op.create_table(
        "practices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("crisis_text", sa.String(), nullable=False),
        sa.Column("crisis_language", sa.String(), nullable=False),
        sa.Column("crisis_texts", sa.JSON(), nullable=False),
        sa.Column("crisis_number", sa.String(), nullable=False),
        sa.Column("asks_strain", sa.Boolean(), nullable=False),
        sa.Column("asks_obstacle", sa.Boolean(), nullable=False),
        sa.Column("buttons_first", sa.Boolean(), nullable=False),
        sa.Column("link_minutes", sa.Integer(), nullable=False),
        sa.Column("holds_room", sa.Boolean(), nullable=False),
        sa.Column("holds_calls", sa.Boolean(), nullable=False),
        sa.Column("holds_several", sa.Boolean(), nullable=False),
        sa.Column("thresholds", sa.JSON(), nullable=False),
        sa.Column("time_zone", sa.String(), nullable=False),
        sa.Column("paper", sa.String(length=12), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("tablet_idle_s", sa.Integer(), nullable=False),
        sa.Column("tablets_larger_text", sa.Boolean(), nullable=False),
        sa.Column("law_years", sa.Integer(), nullable=False),
        sa.Column("retain_years", sa.Integer(), nullable=False),
        sa.Column("retain_words_years", sa.Integer(), nullable=False),
        sa.Column("audit_years", sa.Integer(), nullable=False),
        sa.Column("notice_texts", sa.JSON(), nullable=False),
        sa.Column("notice_contact", sa.String(), nullable=False),
        sa.Column("notice_host", sa.String(), nullable=False),
        sa.Column("duty_minutes", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practices")),
    )
    op.create_table(
        "jobs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.Column("deadline_at", sa.DateTime(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease_holder", sa.String(), nullable=False),
        sa.Column("lease_ends_at", sa.DateTime(), nullable=True),
        sa.Column("done_at", sa.DateTime(), nullable=True),
        sa.Column("failed_at", sa.DateTime(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_jobs_practice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobs")),
    )
    op.create_index(op.f("ix_jobs_due_at"), "jobs", ["due_at"], unique=False)
    op.create_table(
        "people",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.LargeBinary(), nullable=False),
        sa.Column("email_index", sa.LargeBinary(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("disabled_at", sa.DateTime(), nullable=True),
        sa.Column("logged_in_at", sa.DateTime(), nullable=True),
        sa.Column("export_format", sa.String(), nullable=False),
        sa.Column("left_seen", sa.String(), nullable=True),
        sa.Column("record_taken_at", sa.DateTime(), nullable=True),
        sa.Column("on_duty", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_people_practice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sa.UniqueConstraint("email_index", name=op.f("uq_people_email_index")),
        sa.UniqueConstraint("public_id", name=op.f("uq_people_public_id")),
    )
    op.create_table(
        "challenges",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("challenge_hash", sa.LargeBinary(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("begun_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_challenges_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_challenges")),
        sa.UniqueConstraint("challenge_hash", name=op.f("uq_challenges_challenge_hash")),
    )
    op.create_index(op.f("ix_challenges_begun_at"), "challenges", ["begun_at"], unique=False)
    op.create_table(
        "imports",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("look", sa.LargeBinary(), nullable=False),
        sa.Column("columns", sa.LargeBinary(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("taken_at", sa.DateTime(), nullable=True),
        sa.Column("undone_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_imports_person_id")),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_imports_practice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imports")),
        sa.UniqueConstraint("public_id", name=op.f("uq_imports_public_id")),
    )
    op.create_index(op.f("ix_imports_person_id_id"), "imports", ["person_id", "id"], unique=False)
    op.create_table(
        "tasks",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("of", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("ends_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_tasks_person_id")),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_tasks_practice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tasks")),
        sa.UniqueConstraint("public_id", name=op.f("uq_tasks_public_id")),
    )
    op.create_index(op.f("ix_tasks_ends_at"), "tasks", ["ends_at"], unique=False)
    op.create_index(op.f("ix_tasks_person_id"), "tasks", ["person_id"], unique=False)
    op.create_table(
        "clients",
        sa.Column("therapist_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.LargeBinary(), nullable=False),
        sa.Column("code_index", sa.LargeBinary(), nullable=False),
        sa.Column("look_index", sa.LargeBinary(), nullable=False),
        sa.Column("preset", sa.String(), nullable=False),
        sa.Column("phase", sa.LargeBinary(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("larger_text", sa.Boolean(), nullable=False),
        sa.Column("opening_measure", sa.String(), nullable=False),
        sa.Column("words_pass", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.Column("looked_over_at", sa.DateTime(), nullable=True),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["merged_into_id"], ["clients.id"], name=op.f("fk_clients_merged_into_id")),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_clients_practice_id")),
        sa.ForeignKeyConstraint(["therapist_id"], ["people.id"], name=op.f("fk_clients_therapist_id")),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name=op.f("fk_clients_import_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clients")),
        sa.UniqueConstraint("therapist_id", "code_index", name=op.f("uq_clients_therapist_id_code_index")),
        sa.UniqueConstraint("public_id", name=op.f("uq_clients_public_id")),
    )
    op.create_index(op.f("ix_clients_therapist_id_look_index"), "clients", ["therapist_id", "look_index"], unique=False)
    op.create_index(op.f("ix_clients_import_id"), "clients", ["import_id"], unique=False)
    op.create_table(
        "data_keys",
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name=op.f("fk_data_keys_client_id")),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_data_keys_practice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_keys")),
        sa.UniqueConstraint("name", name=op.f("uq_data_keys_name")),
    )
    op.create_index(op.f("ix_data_keys_client_id"), "data_keys", ["client_id"], unique=False)
    op.create_table(
        "handovers",
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("from_id", sa.Integer(), nullable=False),
        sa.Column("to_id", sa.Integer(), nullable=False),
        sa.Column("offered_at", sa.DateTime(), nullable=False),
        sa.Column("told_on", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=True),
        sa.Column("declined_at", sa.DateTime(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name=op.f("fk_handovers_client_id")),
        sa.ForeignKeyConstraint(["from_id"], ["people.id"], name=op.f("fk_handovers_from_id")),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_handovers_practice_id")),
        sa.ForeignKeyConstraint(["to_id"], ["people.id"], name=op.f("fk_handovers_to_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handovers")),
        sa.UniqueConstraint("public_id", name=op.f("uq_handovers_public_id")),
    )
    op.create_index(op.f("ix_handovers_client_id"), "handovers", ["client_id"], unique=False)
    op.create_index(op.f("ix_handovers_from_id"), "handovers", ["from_id"], unique=False)
    op.create_index(op.f("ix_handovers_to_id"), "handovers", ["to_id"], unique=False)
    op.create_table(
        "supervisions",
        sa.Column("therapist_id", sa.Integer(), nullable=False),
        sa.Column("supervisor_id", sa.Integer(), nullable=False),
        sa.Column("agreed_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_supervisions_practice_id")),
        sa.ForeignKeyConstraint(["supervisor_id"], ["people.id"], name=op.f("fk_supervisions_supervisor_id")),
        sa.ForeignKeyConstraint(["therapist_id"], ["people.id"], name=op.f("fk_supervisions_therapist_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supervisions")),
        sa.UniqueConstraint("public_id", name=op.f("uq_supervisions_public_id")),
    )
    op.create_index(op.f("ix_supervisions_supervisor_id"), "supervisions", ["supervisor_id"], unique=False)
    op.create_index(op.f("ix_supervisions_therapist_id"), "supervisions", ["therapist_id"], unique=False)
    op.create_table(
        "shared_words",
        sa.Column("supervision_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("shared_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name=op.f("fk_shared_words_client_id")),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_shared_words_practice_id")),
        sa.ForeignKeyConstraint(["supervision_id"], ["supervisions.id"], name=op.f("fk_shared_words_supervision_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shared_words")),
        sa.UniqueConstraint("public_id", name=op.f("uq_shared_words_public_id")),
    )
    op.create_index(op.f("ix_shared_words_client_id"), "shared_words", ["client_id"], unique=False)
    op.create_index(op.f("ix_shared_words_supervision_id"), "shared_words", ["supervision_id"], unique=False)
    op.create_table(
        "consents",
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("told_on", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("withdrawn_on", sa.String(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name=op.f("fk_consents_client_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_consents_person_id")),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_consents_practice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consents")),
        sa.UniqueConstraint("public_id", name=op.f("uq_consents_public_id")),
    )
    op.create_index(op.f("ix_consents_client_id"), "consents", ["client_id"], unique=False)
    op.create_table(
        "code_apps",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_code_apps_person_id")),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_code_apps_practice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_code_apps")),
        sa.UniqueConstraint("person_id", name=op.f("uq_code_apps_person_id")),
    )
    op.create_table(
        "half_logins",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("secret_hash", sa.LargeBinary(), nullable=False),
        sa.Column("begun_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_half_logins_person_id")),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_half_logins_practice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_half_logins")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_half_logins_secret_hash")),
    )
    op.create_index(op.f("ix_half_logins_begun_at"), "half_logins", ["begun_at"], unique=False)
    op.create_index(op.f("ix_half_logins_person_id"), "half_logins", ["person_id"], unique=False)
    op.create_table(
        "logins",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("secret_hash", sa.LargeBinary(), nullable=False),
        sa.Column("begun_at", sa.DateTime(), nullable=False),
        sa.Column("proven_at", sa.DateTime(), nullable=True),
        sa.Column("used_at", sa.DateTime(), nullable=True),
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_logins_person_id")),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_logins_practice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_logins")),
        sa.UniqueConstraint("public_id", name=op.f("uq_logins_public_id")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_logins_secret_hash")),
    )
    op.create_index(op.f("ix_logins_person_id"), "logins", ["person_id"], unique=False)
    op.create_table(
        "one_time_links",
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("secret_hash", sa.LargeBinary(), nullable=False),
        sa.Column("ends_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_one_time_links_person_id")),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_one_time_links_practice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_one_time_links")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_one_time_links_secret_hash")),
    )
    op.create_table(
        "passkeys",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("credential_id", sa.LargeBinary(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("used_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_passkeys_person_id")),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_passkeys_practice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkeys")),
        sa.UniqueConstraint("credential_id", name=op.f("uq_passkeys_credential_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_passkeys_public_id")),
    )
    op.create_index(op.f("ix_passkeys_person_id"), "passkeys", ["person_id"], unique=False)
    op.create_table(
        "api_tokens",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("secret_hash", sa.LargeBinary(), nullable=False),
        sa.Column("scopes", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("ends_at", sa.DateTime(), nullable=False),
        sa.Column("used_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_api_tokens_person_id")),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_api_tokens_practice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_tokens")),
        sa.UniqueConstraint("public_id", name=op.f("uq_api_tokens_public_id")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_api_tokens_secret_hash")),
    )
    op.create_index(op.f("ix_api_tokens_person_id"), "api_tokens", ["person_id"], unique=False)
    op.create_table(
        "recovery_codes",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.Column("used_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_recovery_codes_person_id")),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_recovery_codes_practice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_codes")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_recovery_codes_code_hash")),
    )
    op.create_index(op.f("ix_recovery_codes_person_id"), "recovery_codes", ["person_id"], unique=False)
    op.create_table(
        "roles",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("given_by", sa.Integer(), nullable=True),
        sa.Column("given_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["given_by"], ["people.id"], name=op.f("fk_roles_given_by")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_roles_person_id")),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_roles_practice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roles")),
        sa.UniqueConstraint("person_id", "role", name=op.f("uq_roles_person_id_role")),
    )
    op.create_table(
        "visits",
        sa.Column("therapist_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("began_at", sa.DateTime(), nullable=False),
        sa.Column("of_all", sa.LargeBinary(), nullable=True),
        sa.Column("together_at", sa.DateTime(), nullable=True),
        sa.Column("together_retold", sa.LargeBinary(), nullable=True),
        sa.Column("revealed_at", sa.DateTime(), nullable=True),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_visits_practice_id")),
        sa.ForeignKeyConstraint(["therapist_id"], ["people.id"], name=op.f("fk_visits_therapist_id")),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name=op.f("fk_visits_import_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visits")),
        sa.UniqueConstraint("public_id", name=op.f("uq_visits_public_id")),
    )
    op.create_index(op.f("ix_visits_import_id"), "visits", ["import_id"], unique=False)
    op.create_index(op.f("ix_visits_therapist_id_began_at"), "visits", ["therapist_id", "began_at"], unique=False)
    op.create_table(
        "check_ins",
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("measure", sa.String(), nullable=False),
        sa.Column("measure_version", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("language_before", sa.String(), nullable=True),
        sa.Column("tablet_id", sa.Integer(), nullable=True),
        sa.Column("link_version", sa.Integer(), nullable=False),
        sa.Column("link_hash", sa.LargeBinary(), nullable=True),
        sa.Column("link_ends_at", sa.DateTime(), nullable=False),
        sa.Column("short_code_turn", sa.Integer(), nullable=False),
        sa.Column("short_code_hash", sa.LargeBinary(), nullable=True),
        sa.Column("short_code_ends_at", sa.DateTime(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("begun_at", sa.DateTime(), nullable=False),
        sa.Column("opened_at", sa.DateTime(), nullable=True),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.Column("revealed_at", sa.DateTime(), nullable=True),
        sa.Column("seen_at", sa.DateTime(), nullable=True),
        sa.Column("set_aside_at", sa.DateTime(), nullable=True),
        sa.Column("mistake_said_at", sa.DateTime(), nullable=True),
        sa.Column("retold", sa.LargeBinary(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name=op.f("fk_check_ins_client_id")),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_check_ins_practice_id")),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name=op.f("fk_check_ins_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_ins")),
        sa.UniqueConstraint("link_hash", name=op.f("uq_check_ins_link_hash")),
        sa.UniqueConstraint("short_code_hash", name=op.f("uq_check_ins_short_code_hash")),
        sa.UniqueConstraint("public_id", name=op.f("uq_check_ins_public_id")),
    )
    op.create_index(
        op.f("ix_check_ins_client_id_part_set_aside_at_begun_at_id"),
        "check_ins",
        ["client_id", "part", "set_aside_at", "begun_at", "id"],
        unique=False,
    )
    op.create_index(op.f("ix_check_ins_visit_id"), "check_ins", ["visit_id"], unique=False)
    op.create_table(
        "goals",
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("aim", sa.LargeBinary(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("agreed_at", sa.DateTime(), nullable=False),
        sa.Column("met_at", sa.DateTime(), nullable=True),
        sa.Column("met_by", sa.String(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name=op.f("fk_goals_client_id")),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_goals_practice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goals")),
        sa.UniqueConstraint("public_id", name=op.f("uq_goals_public_id")),
    )
    op.create_index(op.f("ix_goals_client_id"), "goals", ["client_id"], unique=False)
    op.create_table(
        "pauses",
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("begun_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name=op.f("fk_pauses_client_id")),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_pauses_practice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pauses")),
        sa.UniqueConstraint("public_id", name=op.f("uq_pauses_public_id")),
    )
    op.create_index(op.f("ix_pauses_client_id"), "pauses", ["client_id"], unique=False)
    op.create_table(
        "visit_repairs",
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.LargeBinary(), nullable=False),
        sa.Column("note", sa.LargeBinary(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_visit_repairs_person_id")),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_visit_repairs_practice_id")),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name=op.f("fk_visit_repairs_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_repairs")),
        sa.UniqueConstraint("public_id", name=op.f("uq_visit_repairs_public_id")),
    )
    op.create_index(op.f("ix_visit_repairs_visit_id"), "visit_repairs", ["visit_id"], unique=False)
    op.create_table(
        "events",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("check_in_id", sa.Integer(), nullable=False),
        sa.Column("tablet_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["check_in_id"], ["check_ins.id"], name=op.f("fk_events_check_in_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_events_person_id")),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_events_practice_id")),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name=op.f("fk_events_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_events")),
        **NUMBERS_NEVER_RETURN,
    )
    op.create_index(op.f("ix_events_check_in_id_id"), "events", ["check_in_id", "id"], unique=False)
    op.create_index(op.f("ix_events_person_id_id"), "events", ["person_id", "id"], unique=False)
    op.create_index(op.f("ix_events_practice_id_id"), "events", ["practice_id", "id"], unique=False)
    op.create_index(op.f("ix_events_visit_id"), "events", ["visit_id"], unique=False)
    op.create_table(
        "guesses",
        sa.Column("check_in_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("guessed", sa.LargeBinary(), nullable=False),
        sa.Column("guessed_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["check_in_id"], ["check_ins.id"], name=op.f("fk_guesses_check_in_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_guesses_person_id")),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_guesses_practice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guesses")),
        sa.UniqueConstraint("check_in_id", name=op.f("uq_guesses_check_in_id")),
    )
    op.create_index(op.f("ix_guesses_person_id"), "guesses", ["person_id"], unique=False)
    op.create_table(
        "repairs",
        sa.Column("check_in_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.LargeBinary(), nullable=False),
        sa.Column("note", sa.LargeBinary(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["check_in_id"], ["check_ins.id"], name=op.f("fk_repairs_check_in_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_repairs_person_id")),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_repairs_practice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_repairs")),
        sa.UniqueConstraint("public_id", name=op.f("uq_repairs_public_id")),
    )
    op.create_index(op.f("ix_repairs_check_in_id"), "repairs", ["check_in_id"], unique=False)
    op.create_table(
        "responses",
        sa.Column("check_in_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("therapist_id", sa.Integer(), nullable=False),
        sa.Column("sending_key", sa.String(), nullable=False),
        sa.Column("measure", sa.String(), nullable=False),
        sa.Column("measure_version", sa.Integer(), nullable=False),
        sa.Column("marked", sa.String(), nullable=False),
        sa.Column("declined", sa.Boolean(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("has_total", sa.Boolean(), nullable=False),
        sa.Column("answer", sa.LargeBinary(), nullable=False),
        sa.Column("told", sa.LargeBinary(), nullable=False),
        sa.Column("led", sa.LargeBinary(), nullable=False),
        sa.Column("shown_at", sa.DateTime(), nullable=False),
        sa.Column("received_at", sa.DateTime(), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.Column("entered_at", sa.DateTime(), nullable=True),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["check_in_id"], ["check_ins.id"], name=op.f("fk_responses_check_in_id")),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name=op.f("fk_responses_client_id")),
        sa.ForeignKeyConstraint(["entered_by_id"], ["people.id"], name=op.f("fk_responses_entered_by_id")),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_responses_practice_id")),
        sa.ForeignKeyConstraint(["therapist_id"], ["people.id"], name=op.f("fk_responses_therapist_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_responses")),
        sa.UniqueConstraint("check_in_id", name=op.f("uq_responses_check_in_id")),
        sa.UniqueConstraint("sending_key", name=op.f("uq_responses_sending_key")),
        **NUMBERS_NEVER_RETURN,
    )
    op.create_index(op.f("ix_responses_client_id_id"), "responses", ["client_id", "id"], unique=False)
    op.create_table(
        "safety_records",
        sa.Column("check_in_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("done", sa.LargeBinary(), nullable=False),
        sa.Column("handed_to", sa.LargeBinary(), nullable=False),
        sa.Column("note", sa.LargeBinary(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["check_in_id"], ["check_ins.id"], name=op.f("fk_safety_records_check_in_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_safety_records_person_id")),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_safety_records_practice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_safety_records")),
        sa.UniqueConstraint("public_id", name=op.f("uq_safety_records_public_id")),
        **NUMBERS_NEVER_RETURN,
    )
    op.create_index(op.f("ix_safety_records_check_in_id"), "safety_records", ["check_in_id"], unique=False)
    op.create_table(
        "signs",
        sa.Column("check_in_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.LargeBinary(), nullable=False),
        sa.Column("noted_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["check_in_id"], ["check_ins.id"], name=op.f("fk_signs_check_in_id")),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_signs_practice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signs")),
        sa.UniqueConstraint("public_id", name=op.f("uq_signs_public_id")),
    )
    op.create_index(op.f("ix_signs_check_in_id"), "signs", ["check_in_id"], unique=False)
    op.create_table(
        "tablets",
        sa.Column("room", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("theme", sa.String(), nullable=False),
        sa.Column("credential_hash", sa.LargeBinary(), nullable=False),
        sa.Column("former_hash", sa.LargeBinary(), nullable=True),
        sa.Column("renewed_at", sa.DateTime(), nullable=True),
        sa.Column("in_charge", sa.String(), nullable=False),
        sa.Column("contender", sa.String(), nullable=False),
        sa.Column("contested_at", sa.DateTime(), nullable=True),
        sa.Column("stage", sa.Integer(), nullable=False),
        sa.Column("pairing", sa.String(), nullable=False),
        sa.Column("before", sa.String(), nullable=False),
        sa.Column("came_with", sa.Integer(), nullable=False),
        sa.Column("began_at", sa.Integer(), nullable=False),
        sa.Column("issued", sa.Integer(), nullable=False),
        sa.Column("taken_from", sa.Integer(), nullable=False),
        sa.Column("paired_at", sa.DateTime(), nullable=False),
        sa.Column("last_heard_at", sa.DateTime(), nullable=True),
        sa.Column("switched_off_at", sa.DateTime(), nullable=True),
        sa.Column("shut_out_at", sa.DateTime(), nullable=True),
        sa.Column("visit_id", sa.Integer(), nullable=True),
        sa.Column("check_in_id", sa.Integer(), nullable=True),
        sa.Column("handed_on", sa.String(), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=True),
        sa.Column("touched_at", sa.DateTime(), nullable=True),
        sa.Column("turn", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["check_in_id"], ["check_ins.id"], name=op.f("fk_tablets_check_in_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_tablets_practice_id")),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name=op.f("fk_tablets_visit_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tablets")),
        sa.UniqueConstraint("credential_hash", name=op.f("uq_tablets_credential_hash")),
        sa.UniqueConstraint("public_id", name=op.f("uq_tablets_public_id")),
    )
    op.create_index(op.f("ix_tablets_check_in_id"), "tablets", ["check_in_id"], unique=False)
    op.create_index(
        op.f("ix_tablets_practice_id_switched_off_at"), "tablets", ["practice_id", "switched_off_at"], unique=False
    )
    op.create_index(op.f("ix_tablets_visit_id"), "tablets", ["visit_id"], unique=False)
    op.create_table(
        "taken_back",
        sa.Column("goal_id", sa.Integer(), nullable=False),
        sa.Column("was", sa.String(), nullable=False),
        sa.Column("done_at", sa.DateTime(), nullable=False),
        sa.Column("taken_back_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["goal_id"], ["goals.id"], name=op.f("fk_taken_back_goal_id")),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_taken_back_practice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_taken_back")),
    )
    op.create_index(op.f("ix_taken_back_goal_id"), "taken_back", ["goal_id"], unique=False)
    op.create_table(
        "tablet_copies",
        sa.Column("tablet_id", sa.Integer(), nullable=False),
        sa.Column("found_at", sa.DateTime(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("came_at", sa.DateTime(), nullable=True),
        sa.Column("made_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_tablet_copies_practice_id")),
        sa.ForeignKeyConstraint(
            ["tablet_id"], ["tablets.id"], name=op.f("fk_tablet_copies_tablet_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tablet_copies")),
    )
    op.create_index(op.f("ix_tablet_copies_tablet_id"), "tablet_copies", ["tablet_id"], unique=False)
    op.create_table(
        "audit",
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("about_id", sa.String(), nullable=False),
        sa.Column("client", sa.String(length=32), nullable=True),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_audit_person_id")),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_audit_practice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    op.create_index(op.f("ix_audit_practice_id_id"), "audit", ["practice_id", "id"], unique=False)
    op.create_index(op.f("ix_audit_client_id"), "audit", ["client", "id"], unique=False)
    op.create_table(
        "open_loops",
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("about", sa.LargeBinary(), nullable=False),
        sa.Column("of_answer", sa.Boolean(), nullable=False),
        sa.Column("check_in_id", sa.Integer(), nullable=True),
        sa.Column("goal_id", sa.Integer(), nullable=True),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.Column("back_id", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("ending", sa.String(), nullable=False),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["back_id"], ["check_ins.id"], name=op.f("fk_open_loops_back_id")),
        sa.ForeignKeyConstraint(["check_in_id"], ["check_ins.id"], name=op.f("fk_open_loops_check_in_id")),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name=op.f("fk_open_loops_client_id")),
        sa.ForeignKeyConstraint(["ended_by"], ["people.id"], name=op.f("fk_open_loops_ended_by")),
        sa.ForeignKeyConstraint(["goal_id"], ["goals.id"], name=op.f("fk_open_loops_goal_id")),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_open_loops_practice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_open_loops")),
        sa.UniqueConstraint("goal_id", name=op.f("uq_open_loops_goal_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_open_loops_public_id")),
    )
    op.create_index(op.f("ix_open_loops_check_in_id"), "open_loops", ["check_in_id"], unique=False)
    op.create_index(op.f("ix_open_loops_back_id"), "open_loops", ["back_id"], unique=False)
    op.create_index(op.f("ix_open_loops_client_id_ended_at"), "open_loops", ["client_id", "ended_at"], unique=False)
    op.create_table(
        "corrections",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("note", sa.LargeBinary(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=True),
        sa.Column("check_in_id", sa.Integer(), nullable=True),
        sa.Column("client_id", sa.Integer(), nullable=True),
        sa.Column("to_client_id", sa.Integer(), nullable=True),
        sa.Column("was", sa.LargeBinary(), nullable=False),
        sa.Column("became", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("undone_at", sa.DateTime(), nullable=True),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["check_in_id"], ["check_ins.id"], name=op.f("fk_corrections_check_in_id")),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name=op.f("fk_corrections_client_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_corrections_person_id")),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_corrections_practice_id")),
        sa.ForeignKeyConstraint(["to_client_id"], ["clients.id"], name=op.f("fk_corrections_to_client_id")),
        sa.ForeignKeyConstraint(["undone_by_id"], ["people.id"], name=op.f("fk_corrections_undone_by_id")),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name=op.f("fk_corrections_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_corrections")),
        sa.UniqueConstraint("public_id", name=op.f("uq_corrections_public_id")),
        **NUMBERS_NEVER_RETURN,
    )
    for column in ("check_in_id", "client_id", "to_client_id", "visit_id"):
        op.create_index(op.f(f"ix_corrections_{column}"), "corrections", [column], unique=False)
    create_calendars()
    create_schedule()
    create_erasures()
    create_webhooks()
    create_record_systems()
    create_chain()
    connection = op.get_bind()
    backend = backend_for(connection.engine.url)
    protect = partial(backend.protect, connection)
    refusal = "A response is stored once and never edited."
    protect("responses", refusal, But(sealed=SEALED, erasable=MAY_BE_ERASED))
    protect("safety_records", "What was done is added to and never edited.", But(sealed={"done", "handed_to", "note"}))
    refusal = "A correction is made, perhaps undone once, and never edited."
    undone = {"undone_at", "undone_by_id"}
    protect(
        "corrections", refusal, But(undone, "OLD.undone_at IS NOT NULL", sealed={"reason", "note", "was", "became"})
    )
    protect("audit", "The audit log is added to and never edited.")
    protect("chain", "A link of the chain is added and never edited.")
    protect("tickets", "A ticket is closed once and never edited.", But({"is_open"}, "NOT OLD.is_open"))
    protect("erased_rows", "What was erased is noted once and never edited.")
    keep_rows = partial(backend.keep_rows, connection)
    for table in ("responses", "safety_records", "corrections"):
        keep_rows(table, "This is deleted by an erasure alone.", has_ticket(table, "row"))
    keep_rows("audit", "Nothing is taken out of the audit log without a ticket.", TICKET.format(table="audit"))
    for table in ("chain", "tickets", "erased_rows"):
        keep_rows(table, "Nothing is taken out of the chain.")


def create_chain() -> None:
    """Create the tables that show whether rows changed: links of the chain, and tickets for what may go."""
    op.create_table(
        "tickets",
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("last_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_tickets_practice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tickets")),
    )
    columns = ["practice_id", "about", "first_id"]
    op.create_index(op.f("ix_tickets_practice_id_about_first_id"), "tickets", columns, unique=False)
    op.create_table(
        "chain",
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_chain_practice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chain")),
        sa.UniqueConstraint("practice_id", "place", name=op.f("uq_chain_practice_id_place")),
    )
    op.create_index(op.f("ix_chain_about_row_id"), "chain", ["about", "row_id"], unique=False)


def create_schedule() -> None:
    """Create the tables of saved groups and of sessions that are expected."""
    op.create_table(
        "saved_groups",
        sa.Column("therapist_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_saved_groups_practice_id")),
        sa.ForeignKeyConstraint(["therapist_id"], ["people.id"], name=op.f("fk_saved_groups_therapist_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_groups")),
        sa.UniqueConstraint("public_id", name=op.f("uq_saved_groups_public_id")),
    )
    op.create_index(op.f("ix_saved_groups_therapist_id"), "saved_groups", ["therapist_id"], unique=False)
    op.create_table(
        "saved_members",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name=op.f("fk_saved_members_client_id")),
        sa.ForeignKeyConstraint(["group_id"], ["saved_groups.id"], name=op.f("fk_saved_members_group_id")),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_saved_members_practice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_members")),
    )
    op.create_index(op.f("ix_saved_members_client_id"), "saved_members", ["client_id"], unique=False)
    op.create_index(op.f("ix_saved_members_group_id"), "saved_members", ["group_id"], unique=False)
    op.create_table(
        "plans",
        sa.Column("therapist_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=True),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("minute", sa.Integer(), nullable=False),
        sa.Column("weekly", sa.Boolean(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("calendar_id", sa.Integer(), nullable=True),
        sa.Column("code", sa.LargeBinary(), nullable=True),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["calendar_id"], ["calendars.id"], name=op.f("fk_plans_calendar_id")),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name=op.f("fk_plans_client_id")),
        sa.ForeignKeyConstraint(["group_id"], ["saved_groups.id"], name=op.f("fk_plans_group_id")),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_plans_practice_id")),
        sa.ForeignKeyConstraint(["therapist_id"], ["people.id"], name=op.f("fk_plans_therapist_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plans")),
        sa.UniqueConstraint("public_id", name=op.f("uq_plans_public_id")),
    )
    op.create_index(op.f("ix_plans_calendar_id"), "plans", ["calendar_id"], unique=False)
    op.create_index(op.f("ix_plans_client_id"), "plans", ["client_id"], unique=False)
    op.create_index(op.f("ix_plans_group_id"), "plans", ["group_id"], unique=False)
    op.create_index(op.f("ix_plans_therapist_id_ended_on"), "plans", ["therapist_id", "ended_on"], unique=False)
    op.create_table(
        "noted_sessions",
        sa.Column("therapist_id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=True),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("minute", sa.Integer(), nullable=True),
        sa.Column("became", sa.String(), nullable=False),
        sa.Column("noted_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["saved_groups.id"], name=op.f("fk_noted_sessions_group_id")),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_noted_sessions_plan_id")),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_noted_sessions_practice_id")),
        sa.ForeignKeyConstraint(["therapist_id"], ["people.id"], name=op.f("fk_noted_sessions_therapist_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_noted_sessions")),
        sa.UniqueConstraint("plan_id", "day", name=op.f("uq_noted_sessions_plan_id_day")),
        sa.UniqueConstraint("public_id", name=op.f("uq_noted_sessions_public_id")),
    )
    op.create_index(op.f("ix_noted_sessions_practice_id_day"), "noted_sessions", ["practice_id", "day"], unique=False)
    op.create_index(op.f("ix_noted_sessions_therapist_id_day"), "noted_sessions", ["therapist_id", "day"], unique=False)
    op.create_table(
        "noted_people",
        sa.Column("noted_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name=op.f("fk_noted_people_client_id")),
        sa.ForeignKeyConstraint(["noted_id"], ["noted_sessions.id"], name=op.f("fk_noted_people_noted_id")),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_noted_people_practice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_noted_people")),
    )
    op.create_index(op.f("ix_noted_people_client_id"), "noted_people", ["client_id"], unique=False)
    op.create_index(op.f("ix_noted_people_noted_id"), "noted_people", ["noted_id"], unique=False)


def create_erasures() -> None:
    """Create the tables of what was erased, which tell nothing of it, and of what the law still keeps."""
    op.create_table(
        "erasures",
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("about_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("therapist_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("kept_until", sa.Date(), nullable=True),
        sa.Column("was_retention", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_erasures_person_id")),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_erasures_practice_id")),
        sa.ForeignKeyConstraint(["therapist_id"], ["people.id"], name=op.f("fk_erasures_therapist_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasures")),
        sa.UniqueConstraint("public_id", name=op.f("uq_erasures_public_id")),
    )
    op.create_index(op.f("ix_erasures_practice_id_id"), "erasures", ["practice_id", "id"], unique=False)
    op.create_index(op.f("ix_erasures_therapist_id"), "erasures", ["therapist_id"], unique=False)
    op.create_table(
        "erased_rows",
        sa.Column("erasure_id", sa.Integer(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["erasure_id"], ["erasures.id"], name=op.f("fk_erased_rows_erasure_id")),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_erased_rows_practice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erased_rows")),
        sa.UniqueConstraint("about", "number", "part", name=op.f("uq_erased_rows_about_number_part")),
    )
    op.create_index(op.f("ix_erased_rows_erasure_id"), "erased_rows", ["erasure_id"], unique=False)
    op.create_table(
        "kept_records",
        sa.Column("erasure_id", sa.Integer(), nullable=False),
        sa.Column("therapist_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.LargeBinary(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("keep_until", sa.Date(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["erasure_id"], ["erasures.id"], name=op.f("fk_kept_records_erasure_id")),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_kept_records_practice_id")),
        sa.ForeignKeyConstraint(["therapist_id"], ["people.id"], name=op.f("fk_kept_records_therapist_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_records")),
        sa.UniqueConstraint("erasure_id", name=op.f("uq_kept_records_erasure_id")),
    )
    op.create_index(op.f("ix_kept_records_keep_until"), "kept_records", ["keep_until"], unique=False)


def downgrade() -> None:
    """Drop every table; indexes go with them."""
    connection = op.get_bind()
    for table in ("responses", "safety_records", "corrections", "audit", "chain", "tickets", "erased_rows"):
        backend_for(connection.engine.url).unprotect(connection, table)
    for table in TABLES:
        op.drop_table(table)


def create_webhooks() -> None:
    """Create the tables of addresses that are told of check-ins, and of what was sent there."""
    op.create_table(
        "webhooks",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("url", sa.LargeBinary(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("causes", sa.String(), nullable=False),
        sa.Column("severity", sa.Integer(), nullable=False),
        sa.Column("with_content", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("removed_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_webhooks_person_id")),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_webhooks_practice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhooks")),
        sa.UniqueConstraint("public_id", name=op.f("uq_webhooks_public_id")),
    )
    op.create_index(op.f("ix_webhooks_person_id"), "webhooks", ["person_id"], unique=False)
    op.create_table(
        "deliveries",
        sa.Column("webhook_id", sa.Integer(), nullable=False),
        sa.Column("cause", sa.LargeBinary(), nullable=False),
        sa.Column("check_in", sa.String(length=32), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("delivered_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_deliveries_practice_id")),
        sa.ForeignKeyConstraint(["webhook_id"], ["webhooks.id"], name=op.f("fk_deliveries_webhook_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries")),
        sa.UniqueConstraint("public_id", name=op.f("uq_deliveries_public_id")),
    )
    op.create_index(op.f("ix_deliveries_due_at"), "deliveries", ["due_at"], unique=False)
    op.create_index(op.f("ix_deliveries_webhook_id_id"), "deliveries", ["webhook_id", "id"], unique=False)


def create_record_systems() -> None:
    """Create the tables of the practice's record system, its patients, and what was sent there."""
    op.create_table(
        "record_systems",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("client_id", sa.String(), nullable=False),
        sa.Column("algorithm", sa.String(length=8), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("with_words", sa.Boolean(), nullable=False),
        sa.Column("trial", sa.JSON(), nullable=True),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("on_since", sa.DateTime(), nullable=True),
        sa.Column("was_on", sa.JSON(), nullable=False),
        sa.Column("removed_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_record_systems_practice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_systems")),
        sa.UniqueConstraint("public_id", name=op.f("uq_record_systems_public_id")),
    )
    op.create_table(
        "record_patients",
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("system_id", sa.Integer(), nullable=False),
        sa.Column("patient", sa.LargeBinary(), nullable=False),
        sa.Column("since", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name=op.f("fk_record_patients_client_id")),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_record_patients_practice_id")),
        sa.ForeignKeyConstraint(["system_id"], ["record_systems.id"], name=op.f("fk_record_patients_system_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_patients")),
        sa.UniqueConstraint("client_id", name=op.f("uq_record_patients_client_id")),
    )
    op.create_index(op.f("ix_record_patients_system_id"), "record_patients", ["system_id"], unique=False)
    op.create_table(
        "record_copies",
        sa.Column("system_id", sa.Integer(), nullable=False),
        sa.Column("check_in_id", sa.Integer(), nullable=True),
        sa.Column("client_id", sa.Integer(), nullable=True),
        sa.Column("patient", sa.LargeBinary(), nullable=False),
        sa.Column("scores", sa.Integer(), nullable=False),
        sa.Column("erasure_id", sa.Integer(), nullable=True),
        sa.Column("wanted", sa.String(length=20), nullable=False),
        sa.Column("may_be_there", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("delivered_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["check_in_id"], ["check_ins.id"], name=op.f("fk_record_copies_check_in_id")),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name=op.f("fk_record_copies_client_id")),
        sa.ForeignKeyConstraint(["erasure_id"], ["erasures.id"], name=op.f("fk_record_copies_erasure_id")),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_record_copies_practice_id")),
        sa.ForeignKeyConstraint(["system_id"], ["record_systems.id"], name=op.f("fk_record_copies_system_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_copies")),
        sa.UniqueConstraint("public_id", name=op.f("uq_record_copies_public_id")),
    )
    for column in ("check_in_id", "client_id", "due_at", "erasure_id"):
        op.create_index(op.f(f"ix_record_copies_{column}"), "record_copies", [column], unique=False)
    op.create_index(op.f("ix_record_copies_system_id_id"), "record_copies", ["system_id", "id"], unique=False)


def create_calendars() -> None:
    """Create the tables of therapists' own calendars, and of the clients that codes in them mean."""
    op.create_table(
        "calendars",
        sa.Column("therapist_id", sa.Integer(), nullable=False),
        sa.Column("url", sa.LargeBinary(), nullable=False),
        sa.Column("file", sa.String(length=32), nullable=False),
        sa.Column("pattern", sa.LargeBinary(), nullable=False),
        sa.Column("look", sa.LargeBinary(), nullable=False),
        sa.Column("looked_at", sa.DateTime(), nullable=True),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=True),
        sa.Column("read_at", sa.DateTime(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("fault", sa.String(), nullable=False),
        sa.Column("etag", sa.String(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("with_code", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_calendars_practice_id")),
        sa.ForeignKeyConstraint(["therapist_id"], ["people.id"], name=op.f("fk_calendars_therapist_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendars")),
        sa.UniqueConstraint("public_id", name=op.f("uq_calendars_public_id")),
        sa.UniqueConstraint("therapist_id", name=op.f("uq_calendars_therapist_id")),
    )
    op.create_index(op.f("ix_calendars_due_at"), "calendars", ["due_at"], unique=False)
    op.create_table(
        "calendar_codes",
        sa.Column("calendar_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.LargeBinary(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=True),
        sa.Column("is_apart", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["calendar_id"], ["calendars.id"], name=op.f("fk_calendar_codes_calendar_id")),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name=op.f("fk_calendar_codes_client_id")),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_calendar_codes_practice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_codes")),
        sa.UniqueConstraint("public_id", name=op.f("uq_calendar_codes_public_id")),
    )
    op.create_index(op.f("ix_calendar_codes_calendar_id"), "calendar_codes", ["calendar_id"], unique=False)
    op.create_index(op.f("ix_calendar_codes_client_id"), "calendar_codes", ["client_id"], unique=False)
