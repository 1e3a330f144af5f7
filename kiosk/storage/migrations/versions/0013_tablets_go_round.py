"""A tablet that goes round: why the form before left."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The step."""
    with op.batch_alter_table("tablets", schema=None) as batch_op:
        batch_op.add_column(sa.Column("handed_on", sa.String(), server_default="", nullable=False))


def downgrade() -> None:
    """The step back."""
    with op.batch_alter_table("tablets", schema=None) as batch_op:
        batch_op.drop_column("handed_on")
