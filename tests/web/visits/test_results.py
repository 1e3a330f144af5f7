"""The page of a sent check-in: the client's own words first, what to say, the figures, and why."""

from datetime import timedelta

import pytest

from kiosk.domain.answers import OBSTACLES, Obstacle
from kiosk.storage.tables import Response
from tests.support.practice import WELL, Cast
from tests.support.stored import stored
from tests.web.browsing import NOW, Desk, read
from tests.web.page_rules import parse, words

WHOLE = {"understood": "9", "topics": "9", "approach": "9", "overall": "9"}
"""Marks that both lines and buttons can have."""
A_WEEK = timedelta(days=7)
STEADY = {"understood": "9.0", "topics": "9.4", "approach": "9.6", "overall": "9.5"}
WANT_TO_SAY = "I wanted to get to the phone call with my sister."


def before(cast: Cast, *weeks: dict[str, str], code: str = "C-014") -> None:
    """Earlier sessions, the oldest first."""
    for ago, answers in zip(range(len(weeks), 0, -1), weeks, strict=True):
        at = NOW - ago * A_WEEK
        cast.send(cast.begin(code, at=at), at, **answers)


def result(cast: Cast, desk: Desk, **answers: str) -> str:
    """The result on the page of today's session, as it is read out."""
    waiting = cast.begin()
    cast.send(waiting, None, **answers)
    return read(desk.get(f"/visits/{waiting.visit}"))


def in_order(said: str, *parts: str) -> bool:
    places = [said.find(part) for part in parts]
    return -1 not in places and places == sorted(places)


def test_their_own_words_come_first_then_what_to_say_then_the_marks(cast: Cast, alice: Desk) -> None:
    before(cast, WELL | {"topics": "9.0"})
    said = result(cast, alice, **(WELL | {"topics": "4.2", "words": WANT_TO_SAY, "talk": "next"}))
    assert in_order(
        said,
        "In their own words",
        "Wants to talk next time",
        f"“{WANT_TO_SAY}”",
        "They want to talk about it next time Thank them, and begin with it then.",
        "“We may have spent our time on the wrong thing.”",
        "Ask “May we begin with it next time?”",
        "Avoid Defending the agenda.",
        "Today's marks",
        "32.4 of 40",
        "last time 37.2",
        "Why this appears",
        "This is not a risk assessment.",
    )


def test_each_step_of_repair_has_a_sentence_and_says_when(cast: Cast, alice: Desk) -> None:
    assert in_order(
        result(cast, alice, **(WELL | {"topics": "4.2"})),
        "Acknowledge “I can see this didn't sit right with you.” Now, in the last minutes.",
        "Own your part “I think I went too fast there, and that's mine.”",
        "Change something together “What would make next time a bit better?” At the next session",
        "Check again “I'll ask you about this next time.”",
    )


@pytest.mark.parametrize(
    "given",
    [
        {"decline": "yes"},
        WELL | {"topics": "4.2", "talk": "next"},
        WELL | {"words": "Thank you."},
        WELL | {"talk": "now"},
        WELL | {"strain": "yes", "sorted_out": "yes"},
    ],
)
def test_where_nothing_is_to_repair_today_there_are_no_steps_of_repair(
    cast: Cast, alice: Desk, given: dict[str, str]
) -> None:
    assert "Acknowledge" not in result(cast, alice, **given)


def test_where_the_wish_to_talk_leads_a_low_line_is_marked_and_has_its_steps(cast: Cast, alice: Desk) -> None:
    waiting = cast.begin()
    cast.send(waiting, None, **(WELL | {"topics": "4.2", "talk": "now"}))
    page = alice.get(f"/visits/{waiting.visit}")
    assert in_order(read(page), "They want to talk about it now", "Acknowledge", "What we worked on 4.2")
    (marked,) = (line for line in parse(page.text).all("li") if line.get("class") == "about")
    assert words(marked).startswith("What we worked on 4.2")


def test_the_outcomes_stand_under_their_question(cast: Cast, alice: Desk) -> None:
    assert in_order(result(cast, alice, **WELL), "What came of it?", "We talked about it", "Next time", "Not needed")


def test_why_is_told_with_its_figures(cast: Cast, alice: Desk) -> None:
    before(cast, WELL)
    said = result(cast, alice, **(WELL | {"topics": "4.2"}))
    why = said.partition("Why this appears")[2]
    assert "What we worked on: 4.2, below our cue of 5." in why
    assert "What we worked on: 4.2 today, last time 9.0." in why
    assert "32.4 today, 4.8 below last time (37.2)." in why
    assert "32.4 of 40, below a common cue of 36." in why
    assert "A cue, not a finding." in why


def test_a_client_is_told_apart_from_the_cutoff_by_their_own_history(cast: Cast, alice: Desk) -> None:
    before(cast, *(STEADY | {"overall": overall} for overall in ("9.5", "10", "9.0", "9.5")))
    said = result(cast, alice, understood="9.0", topics="8.6", approach="8.6", overall="8.3")
    assert "34.5 today, usually about 37.5 for this person." in said
    assert "Worth asking before they go" in said


def test_the_reasons_tell_no_signal_that_was_not_stored_at_the_time(cast: Cast, alice: Desk) -> None:
    waiting = cast.begin()
    cast.send(waiting, None, **WELL)
    first = read(alice.get(f"/visits/{waiting.visit}")).partition("Today's marks")[2]
    later = cast.begin()
    cast.send(later, understood="1.0", topics="1.0", approach="1.0", overall="1.0")
    assert read(alice.get(f"/visits/{waiting.visit}")).partition("Today's marks")[2] == first


def test_one_line_left_out_is_estimated_and_said_to_be_not_marked(cast: Cast, alice: Desk) -> None:
    said = result(cast, alice, understood="8.4", approach="9.1", overall="7.9")
    assert "33.9 of 40, estimated" in said
    assert "What we worked on not marked" in said


def test_too_few_lines_give_no_total_and_no_verdict(cast: Cast, alice: Desk) -> None:
    said = result(cast, alice, understood="9.4", approach="9.1")
    assert "Not enough is marked to say." in said
    assert "2 of 4 lines are marked" in said
    assert " of 40" not in said


def test_no_concern_is_more_than_a_tick(cast: Cast, alice: Desk) -> None:
    said = result(cast, alice, **WELL)
    assert "No concern in today's marks. Thank them, and ask what helped." in said
    assert "How to stay with it" not in said


def test_a_perfect_first_session_is_not_treated_as_success(cast: Cast, alice: Desk) -> None:
    all_high = dict.fromkeys(WELL, "9.8")
    assert "“I'm glad. How will you let me know if I get it wrong?”" in result(cast, alice, **all_high)
    assert "if I get it wrong" not in result(cast, alice, **all_high)


def test_help_staying_safe_comes_before_everything_and_folds_the_marks_away(cast: Cast, alice: Desk) -> None:
    waiting = cast.begin()
    cast.send(waiting, None, **dict.fromkeys(WELL, "1.0"), safety="yes", words=WANT_TO_SAY, talk="now")
    page = alice.get(f"/visits/{waiting.visit}")
    assert in_order(
        read(page),
        "“Let's put the form away. Are you safe right now?”",
        "If you need help right now: 0800 555 0134",
        WANT_TO_SAY,
        "Today's marks, for later",
    )
    [folded] = [each for each in parse(page.text).all("details") if each.get("data-part") == "marks"]
    assert "open" not in folded.attrib
    assert "4.0 of 40" in words(folded)
    assert "How to stay with it" not in page.text


def test_declining_shows_no_marks_and_asks_for_nothing(cast: Cast, alice: Desk) -> None:
    before(cast, WELL)
    said = result(cast, alice, decline="yes")
    assert "C-014 chose not to answer" in said
    assert "“It's completely fine to skip it.”" in said
    assert "No marks today" in said
    assert "last time" not in said


def test_who_asks_for_help_and_declines_has_no_marks_for_later(cast: Cast, alice: Desk) -> None:
    said = result(cast, alice, decline="yes", safety="yes")
    assert "Declined at 14:48" in said
    assert "Today's marks, for later" not in said
    assert "Everything else, for later" in said


def test_declining_often_changes_the_words(cast: Cast, alice: Desk) -> None:
    before(cast, {"decline": "yes"})
    assert "They chose not to answer today, 2 of the last 2 times." in result(cast, alice, decline="yes")
    before(cast, WELL)
    assert "They chose not to answer today, 2 of the last 3 times." in result(cast, alice, decline="yes")


@pytest.mark.parametrize("between", ["line", "buttons"])
def test_declining_counts_among_all_that_was_asked_however_it_was_marked(cast: Cast, alice: Desk, between: str) -> None:
    before(cast, {"decline": "yes"}, *[WHOLE | {"marked": between}] * 2)
    assert "They chose not to answer today." in result(cast, alice, decline="yes", marked="buttons")


def test_declining_counts_among_the_other_forms_as_well(cast: Cast, alice: Desk) -> None:
    before(cast, {"decline": "yes"})
    for _ in range(2):
        waiting = cast.begin(measure="first-faces")
        cast.send(waiting, None, here="4")
    assert "They chose not to answer today." in result(cast, alice, decline="yes")


def test_what_was_sorted_out_last_time_is_not_said_to_be_there_again(cast: Cast, alice: Desk) -> None:
    cast.settle(asks_strain=True)
    strained = WELL | {"strain": "yes"}
    before(cast, strained | {"sorted_out": "yes"})
    assert "“Something got in the way between us, and" in result(cast, alice, **strained, sorted_out="not-yet")
    assert "“Something got in the way between us again" in result(cast, alice, **strained, sorted_out="not-yet")


@pytest.mark.parametrize(
    ("talk", "said"),
    [("now", "Wants to talk now"), ("next", "Wants to talk next time"), ("no", "No need to talk")],
)
def test_what_they_want_to_do_about_it_is_told(cast: Cast, alice: Desk, talk: str, said: str) -> None:
    assert said in result(cast, alice, **(WELL | {"talk": talk}))


def test_no_need_to_talk_softens_the_frame_and_hides_nothing(cast: Cast, alice: Desk) -> None:
    said = result(cast, alice, **(WELL | {"understood": "6.0", "talk": "no"}))
    assert "They would rather not now: thank them, and leave the door open." in said
    assert "“Thank you. I think I missed something today.”" in said


def test_words_alone_are_read_first_and_answered_first(cast: Cast, alice: Desk) -> None:
    said = result(cast, alice, words=WANT_TO_SAY)
    assert in_order(said, WANT_TO_SAY, "“I've read what you wrote, and I'm glad you told me.”", "Today's marks")


def test_what_got_in_the_way_is_told_in_their_terms(cast: Cast, alice: Desk) -> None:
    cast.settle(asks_strain=True)
    waiting = cast.begin()
    phone = cast.app.test_client()
    key = parse(phone.get(waiting.path).text)
    [hidden] = [each.get("value", "") for each in key.all("input") if each.get("name") == "key"]
    phone.post(waiting.path, data={"key": hidden, "strain": "partly", "sorted": "not-yet"})
    said = read(alice.get(f"/visits/{waiting.visit}"))
    assert "Something got in the way between us, and I want to own my part." in said
    assert "They marked that something partly got in the way, and that it is not sorted out yet." in said


@pytest.mark.parametrize(
    ("obstacle", "say"),
    [
        ("who-i-am", "“Thank you for telling me. I may have missed something about who you are.”"),
        ("pace", "“Thank you for telling me. I may have gone at my own pace and not at yours.”"),
        ("else", "“Something got in the way between us, and I want to own my part.”"),
    ],
)
def test_what_it_was_is_told_with_a_prompt_about_humility(cast: Cast, alice: Desk, obstacle: str, say: str) -> None:
    said = result(cast, alice, strain="yes", sorted_out="not-yet", obstacle=obstacle)
    assert say in said
    assert f"not sorted out yet. They chose: “{OBSTACLES[Obstacle(obstacle)]}”." in said


def test_what_it_was_is_withheld_with_the_answer(cast: Cast, alice: Desk) -> None:
    waiting = cast.begin(place="telehealth")
    cast.send(waiting, None, **WELL, strain="yes", obstacle="who-i-am")
    for path in (f"/visits/{waiting.visit}", "/", alice.client_path()):
        assert "where I come from" not in read(alice.get(path))
    alice.post(f"/check-ins/{waiting.check_in}/show", {})
    assert "where I come from" in read(alice.get(f"/visits/{waiting.visit}"))


def test_one_line_is_a_measure_too(cast: Cast, alice: Desk) -> None:
    waiting = cast.begin(measure="felt-understood")
    cast.send(waiting, understood="6.4")
    said = read(alice.get(f"/visits/{waiting.visit}"))
    assert "6.4 of 10" in said
    assert "“Thank you. I think I missed something today.”" in said


def test_whose_wording_it_is_is_said(cast: Cast, alice: Desk) -> None:
    assert "Our own wording, not validated." in result(cast, alice, **WELL)


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "</textarea></title><svg onload=alert(1)>",
        "{{7*7}}{% raw %}",
        "javascript:alert(1)",
        "\u202egnp.exe",
        "=cmd|' /C calc'!A0",
        "<!-- --><![CDATA[x]]>&lt;&amp;",
        "a\nb\n\nc",
    ],
)
def test_free_text_stands_there_as_it_was_typed_and_does_nothing(cast: Cast, alice: Desk, text: str) -> None:
    waiting = cast.begin()
    cast.send(waiting, words=text)
    page = parse(alice.get(f"/visits/{waiting.visit}").text)
    [shown] = [each for each in page.all("p") if each.get("class") == "own-words"]
    assert not list(shown)
    assert shown.text is not None
    assert shown.text.strip("“”").replace("\r\n", "\n") == text.strip('"')
    assert len(stored(cast, Response.id)) == 1


def test_lines_and_buttons_are_never_one_history(cast: Cast, alice: Desk) -> None:
    before(cast, WELL)
    waiting, phone = cast.begin(), cast.app.test_client()
    [key] = [
        each.get("value", "") for each in parse(phone.get(waiting.path).text).all("input") if each.get("name") == "key"
    ]
    phone.post(waiting.path, data={"key": key, "marked": "buttons"} | {f"item-{item}": "5" for item in WELL})
    said = read(alice.get(f"/visits/{waiting.visit}"))
    assert "20.0 of 40" in said
    assert "last time" not in said
    assert "below their last total" not in said


def test_another_measure_is_another_history(cast: Cast, alice: Desk) -> None:
    before(cast, dict.fromkeys(WELL, "9.6"))
    waiting = cast.begin(measure="felt-understood")
    cast.send(waiting, understood="5.1")
    assert "last time" not in read(alice.get(f"/visits/{waiting.visit}"))


def test_another_client_is_another_history(cast: Cast, alice: Desk) -> None:
    before(cast, WELL, code="C-001")
    assert "last time" not in result(cast, alice, **dict.fromkeys(WELL, "5.0"))


def test_good_news_stands_beside_what_is_worth_asking_about(cast: Cast, alice: Desk) -> None:
    before(cast, WELL, WELL, dict.fromkeys(WELL, "7.5"))
    said = result(cast, alice, **(WELL | {"strain": "yes"}))
    asked, good = said.index("Something got in the way"), said.index("It feels as if we're back on the same track.")
    assert asked < good
    assert "Good news “It feels as if we're back on the same track. What made the difference?”" in said


def test_a_fall_across_a_long_gap_says_when_last_time_was(cast: Cast, alice: Desk) -> None:
    at = NOW - timedelta(days=100)
    cast.send(cast.begin(at=at), at, **WELL)
    said = result(cast, alice, **dict.fromkeys(WELL, "7.5"))
    assert f"Last time was on {at.day} {at:%B %Y}." in said


def test_the_second_check_in_of_a_day_corrects_the_first_and_is_no_way_back(cast: Cast, alice: Desk) -> None:
    before(cast, WELL, WELL)
    result(cast, alice, **dict.fromkeys(WELL, "7.5"))
    said = result(cast, alice, **WELL)
    assert "back on the same track" not in said
    assert "No concern in today's marks." in said


def test_a_line_that_stays_very_low_is_never_no_concern(cast: Cast, alice: Desk) -> None:
    low = {"understood": "9.0", "topics": "2.0", "approach": "2.0", "overall": "2.0"}
    before(cast, *[low] * 5)
    said = result(cast, alice, **low)
    assert "Worth a word" in said
    assert "“These have been low for a while.”" in said
    assert "No concern" not in said


def test_the_youngest_who_show_that_it_was_not_good_are_thanked_and_asked_to_show(cast: Cast, alice: Desk) -> None:
    waiting = cast.begin("C-001", measure="first-faces")
    cast.send(waiting, None, here="1", marked="faces")
    said = read(alice.get(f"/visits/{waiting.visit}"))
    assert "“Thank you for showing me.”" in said
    assert "Can you show me what wasn't good?" in said
    assert "Nothing here asks for more" not in said


def test_with_a_child_everything_to_say_is_said_as_to_a_child(cast: Cast, alice: Desk) -> None:
    waiting = cast.begin("C-001", measure="child-check")
    cast.send(waiting, None, understood="0", topics="10", approach="10", overall="7.5", marked="faces")
    said = read(alice.get(f"/visits/{waiting.visit}"))
    assert in_order(
        said,
        "“I'm sorry. I didn't get what you meant today, and that's not your fault.”",
        "Ask “Can you tell me or show me what it was? It's okay if you don't want to now.”",
        "Avoid Saying that I did understand.",
        "Own your part “I think I went too fast there. That was my mistake, not yours.”",
    )
    later = read(alice.get(f"/visits/{waiting.visit}?no-time=1"))
    assert "“What you showed me is important, and I want to have enough time for it.”" in later
