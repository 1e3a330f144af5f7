"""Every pair of severity and rule is listed in one file with its words, and was read aloud once."""

from kiosk.domain.signals import ORDER
from tests.support.words_of_the_prompts import FILE, NOT_READ, cases, written

LISTED = FILE.read_text("utf-8")
ONLY_SHOWN = {"drop", "too-little", "straight-line"}


def test_the_list_is_fresh() -> None:
    assert written(LISTED) == LISTED, "run: make languages"


def test_every_rule_that_can_ask_is_listed() -> None:
    assert {signal.place for _, signal in cases()} == set(ORDER) - ONLY_SHOWN


def test_every_row_was_read_aloud() -> None:
    unread = [line for line in LISTED.splitlines() if line.endswith(f"| {NOT_READ} |")]
    assert unread == [], "read it aloud as it would be said in the room, and write the day there"


def test_a_row_whose_words_change_loses_the_day_on_which_it_was_read() -> None:
    before = LISTED.replace("What helped?", "What was of help?")
    changed = [line for line in written(before).splitlines() if line not in LISTED.splitlines()]
    assert len(changed) == 1
    assert "What helped?" in changed[0]
    assert changed[0].endswith(f"| {NOT_READ} |")
