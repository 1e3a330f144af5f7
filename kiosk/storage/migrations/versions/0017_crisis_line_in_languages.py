"""The practice's crisis sentence in further languages, and in which one its own is written."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The step. What is written so far was written in the practice's language."""
    with op.batch_alter_table("practices", schema=None) as batch_op:
        batch_op.add_column(sa.Column("crisis_language", sa.String(), server_default=sa.text("''"), nullable=False))
        batch_op.add_column(sa.Column("crisis_texts", sa.JSON(), server_default="{}", nullable=False))
    op.execute("UPDATE practices SET crisis_language = language")


def downgrade() -> None:
    """The step back."""
    with op.batch_alter_table("practices", schema=None) as batch_op:
        batch_op.drop_column("crisis_texts")
        batch_op.drop_column("crisis_language")
