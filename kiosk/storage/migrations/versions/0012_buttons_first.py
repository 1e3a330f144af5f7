"""Whether a practice's forms begin with buttons from 0 to 10 instead of lines."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The step."""
    with op.batch_alter_table("practices", schema=None) as batch_op:
        batch_op.add_column(sa.Column("buttons_first", sa.Boolean(), server_default=sa.text("0"), nullable=False))


def downgrade() -> None:
    """The step back."""
    with op.batch_alter_table("practices", schema=None) as batch_op:
        batch_op.drop_column("buttons_first")
