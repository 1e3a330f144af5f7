"""Tablets."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The step."""
    op.add_column("practices", sa.Column("tablet_idle_s", sa.Integer(), server_default=sa.text("90"), nullable=False))
    op.add_column("events", sa.Column("tablet_id", sa.Integer(), nullable=True))
    op.create_table(
        "tablets",
        sa.Column("room", sa.String(), nullable=False),
        sa.Column("name", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("theme", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("credential_hash", sa.LargeBinary(), nullable=False),
        sa.Column("former_hash", sa.LargeBinary(), nullable=True),
        sa.Column("renewed_at", sa.DateTime(), nullable=True),
        sa.Column("in_charge", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("contender", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("contested_at", sa.DateTime(), nullable=True),
        sa.Column("met", sa.Boolean(), server_default=sa.text("0"), nullable=False),
        sa.Column("paired_at", sa.DateTime(), nullable=False),
        sa.Column("last_heard_at", sa.DateTime(), nullable=True),
        sa.Column("switched_off_at", sa.DateTime(), nullable=True),
        sa.Column("shut_out_at", sa.DateTime(), nullable=True),
        sa.Column("visit_id", sa.Integer(), nullable=True),
        sa.Column("check_in_id", sa.Integer(), nullable=True),
        sa.Column("turn", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["check_in_id"], ["check_ins.id"], name=op.f("fk_tablets_check_in_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_tablets_practice_id")),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name=op.f("fk_tablets_visit_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tablets")),
        sa.UniqueConstraint("credential_hash", name=op.f("uq_tablets_credential_hash")),
    )
    with op.batch_alter_table("tablets", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tablets_check_in_id"), ["check_in_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_tablets_practice_id_switched_off_at"), ["practice_id", "switched_off_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_tablets_visit_id"), ["visit_id"], unique=False)

    op.create_table(
        "pairings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.Column("secret_hash", sa.LargeBinary(), nullable=False),
        sa.Column("begun_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pairings")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_pairings_code_hash")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_pairings_secret_hash")),
    )
    with op.batch_alter_table("pairings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pairings_begun_at"), ["begun_at"], unique=False)


def downgrade() -> None:
    """The step back."""
    op.drop_table("pairings")
    op.drop_table("tablets")
    op.drop_column("events", "tablet_id")
    op.drop_column("practices", "tablet_idle_s")
