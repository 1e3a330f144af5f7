"""How Alembic reaches the database: by the connection it is given, and only so."""

from alembic import context

from kiosk.storage import tables, tablet_tables

del tablet_tables  # read so that its tables are known, too
context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=tables.Base.metadata,
    render_as_batch=True,
    transaction_per_migration=True,
)
with context.begin_transaction():
    context.run_migrations()
