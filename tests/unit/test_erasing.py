"""Erasing knows every table that leads to a client: one that is added without a word there fails here."""

from kiosk.storage import data_keys, erasing, erasures
from kiosk.storage.tables import Base


def test_each_table_that_leads_to_a_client_is_one_of_which_erasing_speaks() -> None:
    kinds = [
        kind for module in (erasing, erasures, data_keys) for kind in vars(module).values() if isinstance(kind, type)
    ]
    spoken_of = {kind.__tablename__ for kind in kinds if issubclass(kind, Base) and kind is not Base}
    assert set(erasing.emptied()) <= spoken_of


def test_what_stays_is_not_emptied() -> None:
    assert {"responses", "goals", "visit_repairs", "kept_records"} <= set(erasing.emptied())
    assert not {"tablets", "people", "practices", "erasures", "erased_rows", "audit"} & set(erasing.emptied())
