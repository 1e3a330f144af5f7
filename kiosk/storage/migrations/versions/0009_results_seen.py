"""When a result was first seen."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The step. What was asked for by hand was seen then; of what was shown as it came it is not known."""
    with op.batch_alter_table("check_ins", schema=None) as batch_op:
        batch_op.add_column(sa.Column("seen_at", sa.DateTime(), nullable=True))
    op.execute("UPDATE check_ins SET seen_at = revealed_at WHERE revealed_at <> closed_at")


def downgrade() -> None:
    """The step back."""
    with op.batch_alter_table("check_ins", schema=None) as batch_op:
        batch_op.drop_column("seen_at")
