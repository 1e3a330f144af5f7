"""Whose forms begin in larger text: those of some clients, or all on a practice's tablets."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

COLUMNS = (("clients", "larger_text"), ("practices", "tablets_larger_text"))


def upgrade() -> None:
    """The step."""
    for table, column in COLUMNS:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column(column, sa.Boolean(), server_default=sa.text("0"), nullable=False))


def downgrade() -> None:
    """The step back."""
    for table, column in COLUMNS:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column(column)
