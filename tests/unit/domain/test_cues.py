"""The cue of a form: a word and a colour, told apart within a visit and from the visit beside it."""

import pytest

from kiosk.domain.cues import CUES, cue_at, cue_called


def test_every_word_is_there_once() -> None:
    assert len({cue.word for cue in CUES}) == len(CUES) == 12


@pytest.mark.parametrize("visit", range(1, 14))
def test_six_people_differ_in_colour_and_twelve_in_word(visit: int) -> None:
    assert len({cue_at(visit, place).colour for place in range(6)}) == 6
    assert len({cue_at(visit, place).word for place in range(12)}) == 12


def test_the_next_visit_begins_with_another_word() -> None:
    assert str(cue_at(1, 0).word) == "River"
    assert cue_at(2, 0) == cue_at(1, 1) != cue_at(1, 0)
    assert cue_at(13, 0) == cue_at(1, 0)


def test_a_cue_is_known_by_its_english_word() -> None:
    assert [cue_called(str(cue.word)) for cue in CUES] == list(CUES)
    assert cue_called("Rat") is None
