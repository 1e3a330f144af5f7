"""The shared result of a session by its corrected answers, beside the one that was found first."""

import sqlalchemy as sa
from alembic import op

revision = "shared_result_told_again"
down_revision = "onward"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; no session has been told again so far."""
    op.add_column("visits", sa.Column("together_retold", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    """Take the column away."""
    op.drop_column("visits", "together_retold")
