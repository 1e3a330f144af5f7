"""One thing may be added to a response: that the client asked for help while its first sending was under way."""

from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

STAYS = (
    "id, practice_id, check_in_id, client_id, therapist_id, sending_key, measure, measure_version, marked, marks, "
    "strain, sorted_out, talk, declined, words, total, phase, shown_at, received_at"
).split(", ")

NEVER_EDITED = """
CREATE TRIGGER responses_are_never_edited BEFORE UPDATE ON responses
BEGIN SELECT RAISE(ABORT, 'A response is stored once and never edited.'); END
"""
ONLY_HELP_IS_ADDED = f"""
CREATE TRIGGER responses_are_never_edited BEFORE UPDATE ON responses
WHEN OLD.safety OR NOT NEW.safety
  OR ({", ".join(f"OLD.{name}" for name in STAYS)}) IS NOT ({", ".join(f"NEW.{name}" for name in STAYS)})
BEGIN SELECT RAISE(ABORT, 'A response is stored once and never edited.'); END
"""


def upgrade() -> None:
    """The step."""
    op.execute("DROP TRIGGER responses_are_never_edited")
    op.execute(ONLY_HELP_IS_ADDED)


def downgrade() -> None:
    """The step back."""
    op.execute("DROP TRIGGER responses_are_never_edited")
    op.execute(NEVER_EDITED)
