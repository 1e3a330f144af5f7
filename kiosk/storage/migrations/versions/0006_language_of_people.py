"""The language in which each person reads their pages."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The step."""
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.add_column(sa.Column("language", sa.String(), server_default="", nullable=False))


def downgrade() -> None:
    """The step back."""
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.drop_column("language")
