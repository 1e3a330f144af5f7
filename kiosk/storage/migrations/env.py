"""How Alembic reaches the database: by the connection it is given, and only so."""

from alembic import context

from kiosk.storage import factor_tables, tables, tablet_tables

del factor_tables, tablet_tables  # read so that their tables are known, too
context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=tables.Base.metadata,
    render_as_batch=True,
    transaction_per_migration=True,
)
with context.begin_transaction():
    context.run_migrations()
