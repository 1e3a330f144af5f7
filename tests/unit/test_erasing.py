"""Erasing knows every table that leads to a client: one that is added without a word there fails here."""

from kiosk.storage.erasing import EMPTIED
from kiosk.storage.tables import Base

OF_NOBODY = {"tablets"}
"""Tables whose rows stay, and only name no form any more."""


def test_each_table_that_leads_to_a_client_is_emptied_of_them() -> None:
    leads = {"clients"}
    while more := {
        table.name
        for table in Base.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name in leads - OF_NOBODY and table.name not in leads
    }:
        leads |= more
    assert leads - OF_NOBODY - {"tablet_copies"} <= set(EMPTIED)
