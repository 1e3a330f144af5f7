"""Goals that were checked off or let go by mistake."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The step."""
    op.create_table(
        "taken_back",
        sa.Column("goal_id", sa.Integer(), nullable=False),
        sa.Column("was", sa.String(), nullable=False),
        sa.Column("done_at", sa.DateTime(), nullable=False),
        sa.Column("taken_back_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["goal_id"], ["goals.id"], name=op.f("fk_taken_back_goal_id")),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_taken_back_practice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_taken_back")),
    )
    with op.batch_alter_table("taken_back", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_taken_back_goal_id"), ["goal_id"], unique=False)


def downgrade() -> None:
    """The step back."""
    with op.batch_alter_table("taken_back", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_taken_back_goal_id"))

    op.drop_table("taken_back")
