"""The phase of the work in which an answer was given."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The step. Not in a batch, which would make the table anew, without the trigger that keeps answers as they are."""
    op.add_column("responses", sa.Column("phase", sa.String(), server_default="", nullable=False))


def downgrade() -> None:
    """The step back."""
    op.drop_column("responses", "phase")
