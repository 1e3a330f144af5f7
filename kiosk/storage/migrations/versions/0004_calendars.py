"""Therapists' own calendars, whose entries are expected sessions beside those that were planned."""

import sqlalchemy as sa
from alembic import op

revision = "calendars"
down_revision = "shared_result_told_again"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables, and to a plan the calendar that it comes from."""
    op.create_table(
        "calendars",
        sa.Column("therapist_id", sa.Integer(), nullable=False),
        sa.Column("url", sa.LargeBinary(), nullable=False),
        sa.Column("file", sa.String(length=32), nullable=False),
        sa.Column("pattern", sa.LargeBinary(), nullable=False),
        sa.Column("look", sa.LargeBinary(), nullable=False),
        sa.Column("looked_at", sa.DateTime(), nullable=True),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=True),
        sa.Column("read_at", sa.DateTime(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("fault", sa.String(), nullable=False),
        sa.Column("etag", sa.String(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("with_code", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_calendars_practice_id")),
        sa.ForeignKeyConstraint(["therapist_id"], ["people.id"], name=op.f("fk_calendars_therapist_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendars")),
        sa.UniqueConstraint("public_id", name=op.f("uq_calendars_public_id")),
        sa.UniqueConstraint("therapist_id", name=op.f("uq_calendars_therapist_id")),
    )
    op.create_index(op.f("ix_calendars_due_at"), "calendars", ["due_at"], unique=False)
    op.create_table(
        "calendar_codes",
        sa.Column("calendar_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.LargeBinary(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["calendar_id"], ["calendars.id"], name=op.f("fk_calendar_codes_calendar_id")),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name=op.f("fk_calendar_codes_client_id")),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_calendar_codes_practice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_codes")),
    )
    op.create_index(op.f("ix_calendar_codes_calendar_id"), "calendar_codes", ["calendar_id"], unique=False)
    op.create_index(op.f("ix_calendar_codes_client_id"), "calendar_codes", ["client_id"], unique=False)
    with op.batch_alter_table("plans") as plans:
        plans.add_column(sa.Column("calendar_id", sa.Integer(), nullable=True))
        plans.add_column(sa.Column("code", sa.LargeBinary(), nullable=True))
        plans.create_foreign_key(op.f("fk_plans_calendar_id"), "calendars", ["calendar_id"], ["id"])
    op.create_index(op.f("ix_plans_calendar_id"), "plans", ["calendar_id"], unique=False)


def downgrade() -> None:
    """Take them away, with the plans that came from calendars."""
    op.execute(
        "UPDATE noted_sessions SET plan_id = NULL WHERE plan_id IN (SELECT id FROM plans WHERE calendar_id IS NOT NULL)"
    )
    op.execute("DELETE FROM plans WHERE calendar_id IS NOT NULL")
    op.drop_index(op.f("ix_plans_calendar_id"), "plans")
    with op.batch_alter_table("plans") as plans:
        plans.drop_constraint(op.f("fk_plans_calendar_id"), type_="foreignkey")
        plans.drop_column("calendar_id")
        plans.drop_column("code")
    op.drop_table("calendar_codes")
    op.drop_table("calendars")
