"""What became of a visit of several people as a whole."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The step."""
    op.create_table(
        "visit_repairs",
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("note", sa.LargeBinary(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_visit_repairs_person_id")),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_visit_repairs_practice_id")),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name=op.f("fk_visit_repairs_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_repairs")),
    )
    with op.batch_alter_table("visit_repairs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_visit_repairs_visit_id"), ["visit_id"], unique=False)


def downgrade() -> None:
    """The step back."""
    with op.batch_alter_table("visit_repairs", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_visit_repairs_visit_id"))

    op.drop_table("visit_repairs")
