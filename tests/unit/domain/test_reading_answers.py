"""Tests of reading the client's form: strict about its shape, kind in its words."""

import re
from typing import TypedDict, Unpack, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk import catalogue
from kiosk.domain import answers
from kiosk.domain.answers import Answered, Fault, Marking, Obstacle, RawAnswers, SortedOut, Strain, Talk, read_answers
from kiosk.domain.phrases import phrase
from tests.unit.domain.cases import SESSION


class Fields(TypedDict, total=False):
    """The fields beside the items, as the form has them."""

    marked: str
    strain: str
    sorted_out: str
    obstacle: str
    words: str
    talk: str
    safety: str
    decline: str


def read(items: dict[str, str] | None = None, **fields: Unpack[Fields]) -> Answered | tuple[Fault, ...]:
    return read_answers(SESSION, RawAnswers(items or {}, **(Fields(marked="line") | fields)))


def taken(items: dict[str, str] | None = None, **fields: Unpack[Fields]) -> Answered:
    result = read(items, **fields)
    assert isinstance(result, Answered), result
    return result


def targets(items: dict[str, str] | None = None, **fields: Unpack[Fields]) -> list[str]:
    result = read(items, **fields)
    assert isinstance(result, tuple), result
    return [fault.target for fault in result]


@pytest.mark.parametrize(("text", "tenths"), [("0", 0), ("0.0", 0), ("8", 80), ("8.3", 83), ("10", 100), ("10.0", 100)])
def test_a_mark_is_kept_in_tenths(text: str, tenths: int) -> None:
    assert taken({"understood": text}).marks == {"understood": tenths}


@pytest.mark.parametrize(
    "text",
    ["10.1", "11", "-1", "+8", " 8", "8 ", "1e1", "nan", "8.33", "08", "8.", ".5", "8,3", "٨", "８", "8\n", "x" * 9000],  # noqa: RUF001 - digits of other scripts are the case
)
def test_what_is_no_mark_from_0_to_10_is_named_at_its_line(text: str) -> None:
    assert targets({"understood": "9", "topics": text}) == ["item-topics"]


def test_an_untouched_line_is_missing_and_neither_zero_nor_the_middle() -> None:
    assert taken({"understood": "", "topics": "4.2"}).marks == {"topics": 42}


def test_buttons_give_whole_numbers() -> None:
    assert targets({"understood": "8.3"}, marked="buttons") == ["item-understood"]
    assert taken({"understood": "8"}, marked="buttons").marked is Marking.BUTTONS


def test_any_number_of_unknown_items_is_one_fault_that_repeats_nothing_of_them() -> None:
    faults = read({"understood": "9", "<b>": "1", "other": "2"})
    assert faults == (answers.UNKNOWN_ITEM,)


@pytest.mark.parametrize("marked", ["", "faces", "LINE"])
def test_marks_whose_way_of_marking_is_not_known_are_not_taken(marked: str) -> None:
    assert read({"understood": "9"}, marked=marked) == (answers.UNKNOWN_MARKING,)


def test_without_marks_the_way_of_marking_may_be_left_out() -> None:
    assert taken(marked="", words="Thanks").marked is Marking.BUTTONS


@pytest.mark.parametrize(
    ("fields", "target"),
    [
        (Fields(strain="maybe"), "strain"),
        (Fields(strain="YES"), "strain"),
        (Fields(sorted_out="no"), "sorted"),
        (Fields(strain="yes", obstacle="you"), "obstacle"),
        (Fields(talk=" now"), "talk"),
        (Fields(talk="later"), "talk"),
        (Fields(safety="on"), "safety"),
        (Fields(safety="1", decline="yes"), "safety"),
        (Fields(decline="no"), "decline"),
    ],
)
def test_a_choice_that_was_not_offered_is_named(fields: Fields, target: str) -> None:
    assert targets({"understood": "9"}, **fields) == [target]


def test_every_answer_given_is_kept() -> None:
    assert taken(
        {"understood": "9.1"},
        strain="partly",
        sorted_out="not-yet",
        obstacle="who-i-am",
        words="a word",
        talk="next",
        safety="yes",
    ) == Answered(
        marks={"understood": 91},
        marked=Marking.LINE,
        strain=Strain.PARTLY,
        sorted_out=SortedOut.NOT_YET,
        obstacle=Obstacle.WHO_I_AM,
        words="a word",
        talk=Talk.NEXT,
        safety=True,
    )


@pytest.mark.parametrize("strain", ["", "no"])
def test_without_strain_there_is_nothing_to_sort_out(strain: str) -> None:
    answered = taken({"understood": "9"}, strain=strain, sorted_out="yes", obstacle="pace")
    assert (answered.sorted_out, answered.obstacle) == (None, None)


def test_own_words_keep_all_but_the_blank_space_around_them() -> None:
    assert taken(words=" \r\n one\r\ntwo\rthree  é́ 🙂\n\n four\t\n").words == "one\ntwo\nthree  é́ 🙂\n\n four"


@pytest.mark.parametrize("character", ["\x00", "\ufffd", "\ud83d", "\udfff"])  # noqa: PT014 - two surrogates, not one
def test_a_character_that_cannot_be_kept_is_said(character: str) -> None:
    assert read(words=f"before{character}after") == (answers.UNSTORABLE_WORDS,)


def test_own_words_have_room_for_4000_characters_and_not_for_4001() -> None:
    assert len(taken(words="\r\n" + "a\r\n" * 1999 + "aa").words) == 4000
    assert read(words="a" * 4001) == (answers.TOO_MANY_WORDS,)


@pytest.mark.parametrize("fields", [{}, {"words": " \n "}, {"sorted_out": "yes"}, {"marked": ""}])
def test_a_form_with_nothing_in_it_is_not_taken(fields: Fields) -> None:
    assert read({"understood": "", "topics": ""}, **fields) == (
        Fault("", phrase("Nothing is marked yet. Mark an answer, or leave it for today.")),
    )


@pytest.mark.parametrize("fields", [{"words": "a"}, {"talk": "no"}, {"strain": "no"}, {"safety": "yes"}])
def test_one_answer_of_any_kind_is_enough(fields: Fields) -> None:
    assert taken(**fields).marks == {}


def test_declining_keeps_the_tap_for_help_and_nothing_else() -> None:
    declined = taken({"understood": "2"}, words="a word", talk="now", strain="yes", safety="yes", decline="yes")
    assert declined == Answered({}, Marking.LINE, safety=True, declined=True)


def test_declining_is_taken_whatever_else_is_wrong() -> None:
    declined = taken({"understood": "99"}, words="\x00", marked="?", decline="yes")
    assert declined == Answered({}, Marking.BUTTONS, declined=True)


def test_all_faults_are_named_in_the_order_of_the_page() -> None:
    assert targets({"topics": "x", "understood": "y"}, strain="?", words="\x00", talk="?", safety="?") == [
        "item-understood",
        "item-topics",
        "strain",
        "words",
        "talk",
        "safety",
    ]


def test_no_sentence_to_the_client_has_more_than_15_words() -> None:
    faults = [value for value in vars(answers).values() if isinstance(value, Fault)]
    messages = [fault.message for fault in (*faults, *answers.NOTHING_MARKED.values())]
    texts = map(str, (*messages, *answers.NOT_TAKEN.values(), answers.NO_SUCH_BUTTON))
    assert max(len(sentence.split()) for text in texts for sentence in re.split(r"[.!?]\s", text)) <= 15


@pytest.mark.parametrize(("text", "tenths"), [("0", 0), ("2.5", 25), ("10", 100), ("5.0", 50)])
def test_a_face_is_kept_as_its_value_whatever_the_form_says_of_marking(text: str, tenths: int) -> None:
    for marked in ("faces", "", "line", "buttons"):
        result = read_answers(catalogue.measure("child-check"), RawAnswers({"overall": text}, marked=marked))
        assert result == Answered({"overall": tenths}, Marking.FACES)


@pytest.mark.parametrize("text", ["1", "2.4", "11", "up", "02.5", "2.50", "100"])
def test_a_face_that_is_not_there_is_named(text: str) -> None:
    assert read_answers(catalogue.measure("child-check"), RawAnswers({"overall": text}, marked="faces")) == (
        Fault("item-overall", phrase("Please choose one of the faces, or leave this one out.")),
    )


def test_a_choice_is_kept_in_the_units_of_its_item() -> None:
    result = read_answers(catalogue.measure("alliance-12"), RawAnswers({"task-pace": "4"}, marked="choice"))
    assert result == Answered({"task-pace": 40}, Marking.CHOICE)


@pytest.mark.parametrize("text", ["0", "6", "4.5", "Mostly"])
def test_an_answer_that_was_not_among_the_choices_is_named(text: str) -> None:
    assert read_answers(catalogue.measure("alliance-12"), RawAnswers({"task-pace": text}, marked="choice")) == (
        Fault("item-task-pace", phrase("Please choose one of the answers shown, or leave this one out.")),
    )


@pytest.mark.parametrize(("measure", "word"), [("child-check", "face"), ("alliance-12", "answer")])
def test_a_form_without_lines_says_what_to_choose_when_nothing_is(measure: str, word: str) -> None:
    (fault,) = cast("tuple[Fault]", read_answers(catalogue.measure(measure), RawAnswers({}, marked="line")))
    assert f" {word}, or leave it for today." in str(fault.message)


def test_a_way_of_marking_nobody_knows_is_not_taken_for_faces_either() -> None:
    given_faces = RawAnswers({"overall": "5"}, marked="stars")
    assert read_answers(catalogue.measure("child-check"), given_faces) == (answers.UNKNOWN_MARKING,)


def test_declining_faces_is_remembered_as_faces() -> None:
    declined = read_answers(catalogue.measure("first-faces"), RawAnswers({}, marked="line", decline="yes"))
    assert declined == Answered({}, Marking.FACES, declined=True)


@given(
    items=st.dictionaries(st.sampled_from(["understood", "topics", "x"]), st.text(max_size=6)),
    fields=st.fixed_dictionaries(
        {
            field: st.sampled_from(["", "yes", "no", "line", "buttons", "now"]) | st.text(max_size=4)
            for field in Fields.__annotations__
        }
    ),
)
def test_whatever_comes_is_either_taken_whole_or_refused_with_a_reason(items: dict[str, str], fields: Fields) -> None:
    match read_answers(SESSION, RawAnswers(items, **fields)):
        case Answered(marks=marks):
            assert all(0 <= mark <= 100 for mark in marks.values())
        case faults:
            assert faults
            assert all(fault.message for fault in faults)
