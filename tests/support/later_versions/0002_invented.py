"""An invented step after the newest, as later versions will bring: a table made again, and a new one."""

from importlib.resources import files

import sqlalchemy as sa
from alembic import op
from alembic.script import ScriptDirectory

revision = "invented"
down_revision = ScriptDirectory(str(files("kiosk.storage") / "migrations")).get_current_head()
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Give clients a colour, and tables a place for colours."""
    op.create_table(
        "colours",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_colours")),
    )
    op.execute("INSERT INTO colours (name) VALUES ('green')")
    with op.batch_alter_table("clients") as clients:
        clients.add_column(sa.Column("colour_id", sa.Integer(), server_default=sa.text("1"), nullable=False))
        clients.create_foreign_key("fk_clients_colour_id", "colours", ["colour_id"], ["id"])
    op.create_index(op.f("ix_clients_colour_id"), "clients", ["colour_id"], unique=False)


def downgrade() -> None:
    """Take it back."""
    op.drop_index(op.f("ix_clients_colour_id"), "clients")
    with op.batch_alter_table("clients") as clients:
        clients.drop_constraint("fk_clients_colour_id", type_="foreignkey")
        clients.drop_column("colour_id")
    op.drop_table("colours")
