"""Figures about fewer than five clients are not told, nor what would tell them."""

from kiosk.domain.small_cells import told


def test_a_part_of_few_clients_is_not_told_nor_the_next_that_would_tell_it() -> None:
    assert told({"a": (40, 20), "b": (9, 7), "c": (3, 2)}) == {"a": 40, "b": None, "c": None}


def test_two_that_are_not_told_keep_each_other() -> None:
    assert told({"a": (40, 20), "b": (4, 4), "c": (3, 2)}) == {"a": 40, "b": None, "c": None}


def test_what_is_about_enough_clients_is_told() -> None:
    assert told({"a": (40, 20), "b": (9, 5)}) == {"a": 40, "b": 9}
    assert told({"a": (2, 2)}) == {"a": None}
