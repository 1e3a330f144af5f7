"""Copies of the measures that were asked with."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The step."""
    op.create_table(
        "kept_measures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("measure", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("kept_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_measures")),
        sa.UniqueConstraint("measure", "version", name=op.f("uq_kept_measures_measure_version")),
    )


def downgrade() -> None:
    """The step back."""
    op.drop_table("kept_measures")
