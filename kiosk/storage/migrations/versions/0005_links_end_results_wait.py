"""When each link ends, and where results wait until they are asked for."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The step: open links keep the two hours they had, and what was shown at once says when."""
    with op.batch_alter_table("practices", schema=None) as batch_op:
        batch_op.add_column(sa.Column("link_minutes", sa.Integer(), server_default="60", nullable=False))
        batch_op.add_column(sa.Column("holds_room", sa.Boolean(), server_default=sa.text("0"), nullable=False))
        batch_op.add_column(sa.Column("holds_calls", sa.Boolean(), server_default=sa.text("1"), nullable=False))
        batch_op.add_column(sa.Column("holds_several", sa.Boolean(), server_default=sa.text("1"), nullable=False))
    op.add_column("check_ins", sa.Column("link_ends_at", sa.DateTime(), nullable=True))
    op.execute("UPDATE check_ins SET link_ends_at = strftime('%Y-%m-%d %H:%M:%f', begun_at, '+2 hours') || '000'")
    with op.batch_alter_table("check_ins", schema=None) as batch_op:
        batch_op.alter_column("link_ends_at", existing_type=sa.DateTime(), nullable=False)
    op.execute(
        "UPDATE check_ins SET revealed_at = closed_at WHERE state IN ('sent', 'declined') AND revealed_at IS NULL"
        " AND visit_id IN (SELECT id FROM visits WHERE place = 'room' AND kind = 'individual')"
    )


def downgrade() -> None:
    """The step back."""
    with op.batch_alter_table("check_ins", schema=None) as batch_op:
        batch_op.drop_column("link_ends_at")
    with op.batch_alter_table("practices", schema=None) as batch_op:
        batch_op.drop_column("holds_several")
        batch_op.drop_column("holds_calls")
        batch_op.drop_column("holds_room")
        batch_op.drop_column("link_minutes")
