"""Sending onward: the practice's record system, its patients, and what was sent there."""

import sqlalchemy as sa
from alembic import op

revision = "onward"
down_revision = "first_release"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "record_systems",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("client_id", sa.String(), nullable=False),
        sa.Column("algorithm", sa.String(length=8), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("with_words", sa.Boolean(), nullable=False),
        sa.Column("trial", sa.JSON(), nullable=True),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("on_since", sa.DateTime(), nullable=True),
        sa.Column("removed_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_record_systems_practice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_systems")),
        sa.UniqueConstraint("public_id", name=op.f("uq_record_systems_public_id")),
    )
    op.create_table(
        "record_patients",
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("system_id", sa.Integer(), nullable=False),
        sa.Column("patient", sa.LargeBinary(), nullable=False),
        sa.Column("since", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name=op.f("fk_record_patients_client_id")),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_record_patients_practice_id")),
        sa.ForeignKeyConstraint(["system_id"], ["record_systems.id"], name=op.f("fk_record_patients_system_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_patients")),
        sa.UniqueConstraint("client_id", name=op.f("uq_record_patients_client_id")),
    )
    op.create_index(op.f("ix_record_patients_system_id"), "record_patients", ["system_id"], unique=False)
    op.create_table(
        "record_copies",
        sa.Column("system_id", sa.Integer(), nullable=False),
        sa.Column("check_in_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("patient", sa.LargeBinary(), nullable=False),
        sa.Column("wanted", sa.String(length=20), nullable=False),
        sa.Column("may_be_there", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("delivered_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["check_in_id"], ["check_ins.id"], name=op.f("fk_record_copies_check_in_id")),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name=op.f("fk_record_copies_client_id")),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_record_copies_practice_id")),
        sa.ForeignKeyConstraint(["system_id"], ["record_systems.id"], name=op.f("fk_record_copies_system_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_copies")),
        sa.UniqueConstraint("public_id", name=op.f("uq_record_copies_public_id")),
    )
    for column in ("check_in_id", "client_id", "due_at"):
        op.create_index(op.f(f"ix_record_copies_{column}"), "record_copies", [column], unique=False)
    op.create_index(op.f("ix_record_copies_system_id_id"), "record_copies", ["system_id", "id"], unique=False)


def downgrade() -> None:
    """Drop them, each before those that it refers to."""
    for table in ("record_copies", "record_patients", "record_systems"):
        op.drop_table(table)
