"""Couples, families, groups: one visit, a form for each, and nobody's marks where others can see them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient

from kiosk.domain import prompts
from kiosk.storage.tables import CheckIn, Event, Repair, Visit
from tests.support.practice import Cast
from tests.support.statements import counted
from tests.support.stored import count, every_column, stored
from tests.web.browsing import Desk, answer, lines, log_in, read
from tests.web.conftest import Stage
from tests.web.page_rules import parse, words
from tests.web.several import BADLY, WELL, begin

SPLIT = "or asking this only when the marks differ"

TOKEN = ' name="csrf_token" value="[^"]+"'


def test_each_person_gets_a_form_a_link_and_a_word_of_their_own(alice: Desk, cast: Cast, phone: FlaskClient) -> None:
    couple = begin(alice, cast, "C-001", "C-002")
    assert stored(cast, Visit.kind, Visit.place) == [("couple", "room")]
    assert len(set(stored(cast, CheckIn.link_hash, CheckIn.short_code_hash))) == 2
    assert all(phone.get(person.path).status_code == 200 for person in couple.people)
    page = read(alice.get(couple.path))
    assert "River C-001" in page
    assert "Lantern C-002" in page


def test_the_code_shown_is_the_chosen_persons(reachable: Cast) -> None:
    desk = log_in(reachable, reachable.alice)
    couple = begin(desk, reachable, "C-001", "C-002")
    for asked, shown in (("", 0), (f"?person={couple.people[1].check_in}", 1), (f"?person={'0' * 32}", 0)):
        page = desk.get(couple.path + asked).text
        assert [person.token in page for person in couple.people] == [shown == 0, shown == 1]
    alone = desk.get(f"{couple.own(1)}/code")
    assert "Lantern" in read(alone)


def test_the_code_passes_on_to_whoever_has_not_answered(reachable: Cast) -> None:
    desk = log_in(reachable, reachable.alice)
    couple = begin(desk, reachable, "C-001", "C-002")
    reachable.send(couple.people[0], None, **WELL)
    page = desk.get(f"{couple.path}?person={couple.people[0].check_in}").text
    assert couple.people[1].token in page
    assert couple.people[0].token not in page


@pytest.mark.parametrize(
    ("kind", "codes", "says"),
    [
        ("couple", ["C-001"], "from 2 to 12 people"),
        ("couple", ["C-001", "C-002", "C-003"], "A couple is two people"),
        ("family", ["C-001", "C-001"], "You entered C-001 twice"),
        ("group", ["C-001", "<b>"], "Type a code of up to 24 letters"),
        ("club", ["C-001", "C-002"], "a couple, a family or a group"),
    ],
)
def test_what_cannot_be_begun_says_why_and_keeps_what_was_typed(
    alice: Desk, cast: Cast, kind: str, codes: list[str], says: str
) -> None:
    typed = {f"client-{number}": code for number, code in enumerate(codes, 1)}
    page = alice.post("/visits/together", {"kind": kind, "place": "room"} | typed)
    assert page.status_code == 422
    assert says in read(page)
    assert [box.get("value") for box in parse(page.text).all("input") if box.get("name") in typed] == codes
    assert every_column(cast, Visit) == []


def test_a_fault_leads_to_the_row_it_is_about(alice: Desk) -> None:
    page = alice.post("/visits/together", {"kind": "group", "place": "room", "client-1": "C-1", "client-7": "!"})
    assert 'href="#client-7"' in page.text


def test_twelve_can_come_and_a_form_can_be_chosen_for_each(alice: Desk, cast: Cast) -> None:
    codes = {f"client-{number}": f"C-{number:03}" for number in range(1, 13)}
    alice.post("/visits/together", {"kind": "group", "place": "room", "measure-12": "felt-understood"} | codes)
    measures = stored(cast, CheckIn.measure)
    assert (len(measures), measures[-1]) == (12, "felt-understood")
    assert "felt-understood" not in measures[:-1]
    words = read(alice.get(alice.visit_path()))
    assert "Meadow C-012" in words


def test_nothing_of_what_anybody_marked_stands_on_the_visits_page(alice: Desk, cast: Cast) -> None:
    couple = begin(alice, cast, "C-001", "C-002")
    cast.send(couple.people[0], None, **WELL, words="the yellow door")
    cast.send(couple.people[1], None, **BADLY, talk="now")
    for address in (couple.path, f"{couple.path}?show=1", "/", f"{couple.path}/live?show=1"):
        page = alice.get(address).text
        for secret in ("36.8", "27.9", "yellow", "Wants to talk"):
            assert secret not in page


def test_a_couple_apart_is_told_when_all_have_answered_and_when_it_is_asked_for(alice: Desk, cast: Cast) -> None:
    couple = begin(alice, cast, "C-001", "C-002")
    cast.send(couple.people[0], None, **WELL)
    assert stored(cast, Visit.together, Visit.together_at)[0][1] is None
    assert "comes when everybody has answered" in read(alice.get(f"{couple.path}?show=1"))
    cast.send(couple.people[1], None, **BADLY)
    [signal] = stored(cast, Visit.together)[0]
    assert (signal["rule"], signal["severity"]) == ("split", 2)
    assert signal["figures"]["totals apart"] == 8.9
    assert stored(cast, Visit.together_lead)[0]["signal"] == signal
    assert SPLIT not in read(alice.get(couple.path))
    assert SPLIT in read(alice.get(f"{couple.path}?show=1"))


def test_marks_that_are_close_say_so_without_a_prompt(alice: Desk, cast: Cast) -> None:
    couple = begin(alice, cast, "C-001", "C-002")
    for person in couple.people:
        cast.send(person, None, **WELL)
    assert "Nothing stands out in the shared result." in read(alice.get(f"{couple.path}?show=1"))


def lead_of(page: str) -> str:
    """All words of the shared result, and how many parts it is made of."""
    [lead] = [each for each in parse(page).elements() if each.get("data-part") == "lead"]
    return f"{words(lead)} {len(list(lead.iter()))}"


@pytest.mark.parametrize(
    "theirs",
    [{"understood": "9.0"}, {"topics": "9.0", "approach": "0.0"}, {"talk": "now"}, {"decline": "yes"}],
)
def test_the_shared_result_never_says_that_somebody_left_lines_out(
    alice: Desk, cast: Cast, theirs: dict[str, str]
) -> None:
    couple = begin(alice, cast, "C-001", "C-002")
    whole = begin(alice, cast, "C-003", "C-004")
    for one, answers in ((couple, theirs), (whole, WELL)):
        cast.send(one.people[0], None, **WELL)
        cast.send(one.people[1], None, **answers)
    shown = [lead_of(alice.get(f"{one.path}?show=1").text) for one in (couple, whole)]
    assert shown[0] == shown[1]
    assert "Nothing stands out in the shared result." in shown[0]


def test_the_last_answer_and_the_signal_come_with_one_event(alice: Desk, cast: Cast) -> None:
    couple = begin(alice, cast, "C-001", "C-002")
    cast.send(couple.people[0], None, **WELL)
    before = count(cast, Event)
    cast.send(couple.people[1], None, **BADLY)
    assert count(cast, Event) == before + 1


def test_a_result_is_opened_on_its_own_page_and_only_after_a_tap(alice: Desk, cast: Cast) -> None:
    couple = begin(alice, cast, "C-001", "C-002")
    cast.send(couple.people[1], None, **BADLY)
    assert "27.9" not in alice.get(couple.own(1)).text
    shown = alice.post(f"{couple.own(1)}/show")
    assert shown.location == couple.own(1)
    page = read(alice.get(couple.own(1)))
    assert "27.9 of 40" in page
    assert "Worth making time for now" in page
    assert [revealed is None for revealed in stored(cast, CheckIn.revealed_at)] == [True, False]
    assert "27.9" not in alice.get(f"{couple.path}?show=1").text


@pytest.mark.parametrize(
    ("theirs", "said"),
    [
        (WELL, "Nothing stands out in"),
        ({"understood": "9.0", "topics": "4.0", "approach": "9.0", "overall": "9.0"}, "Nothing stands out in"),
        (WELL | {"safety": "yes"}, "Nothing stands out in"),
        (WELL | {"talk": "now"}, "Nothing stands out in"),
        ({"decline": "yes", "safety": "yes"}, "Nothing stands out in the shared result."),
        (BADLY, SPLIT),
    ],
)
def test_the_shared_page_leads_to_everybodys_form_whatever_was_marked(
    alice: Desk, cast: Cast, theirs: dict[str, str], said: str
) -> None:
    couple = begin(alice, cast, "C-001", "C-002")
    lead = "Before they leave, read each form where nobody else can see it."
    for person, answers in zip(couple.people, (WELL, theirs), strict=True):
        cast.send(person, None, **answers)
    assert lead in read(alice.get(couple.path)), "also while the shared result is held"
    for _ in ("before either is opened", "after"):
        page = read(alice.get(f"{couple.path}?show=1"))
        assert said in page
        assert page.count(lead) == 1
        assert "Thank them" not in page
        assert alice.post(f"{couple.own(1)}/show").status_code == 303


def test_what_was_asked_for_before_it_was_there_does_not_come_up_by_itself(alice: Desk, cast: Cast) -> None:
    couple = begin(alice, cast, "C-001", "C-002")
    cast.send(couple.people[0], None, **WELL)
    early = alice.get(f"{couple.path}?show=1")
    assert "comes when everybody has answered" in read(early)
    assert f'href="{couple.path}?show=1"' not in early.text
    live = parse(early.text).by_id("live")
    assert live is not None
    cast.send(couple.people[1], None, **BADLY)
    late = alice.get(live.get("data-source", ""))
    assert SPLIT not in read(late)
    assert f'href="{couple.path}?show=1"' in late.text


@pytest.mark.parametrize("opened", [False, True])
def test_a_call_for_help_or_a_declined_form_changes_no_byte_of_the_shared_page(stage: Stage, opened: bool) -> None:  # noqa: FBT001 -- a parameter of the test
    pages = set()
    for theirs in (WELL, WELL | {"safety": "yes", "words": "Not in front of him."}, {"decline": "yes"}):
        cast = stage()
        alice = log_in(cast, cast.alice)
        couple = begin(alice, cast, "C-001", "C-002")
        for person, answers in zip(couple.people, (WELL, theirs), strict=True):
            cast.send(person, None, **answers)
        if opened:
            alice.post(f"{couple.own(1)}/show")
        shown = "".join(re.sub(TOKEN, "", alice.get(couple.path + part).text) for part in ("", "/live"))
        named = [
            couple.visit,
            *(person.check_in for person in couple.people),
            alice.client_path(1),
            alice.client_path(2),
        ]
        for place, name in enumerate(named):
            shown = shown.replace(name, f"name {place}")
        pages.add(shown)
    assert len(pages) == 1


@dataclass(frozen=True)
class Told:
    """All that a shared screen is given after an answer: what it hears, and how each of its pages is made."""

    heard: Sequence[str]
    statuses: Sequence[str]
    headers: Sequence[Sequence[tuple[str, str]]]
    lengths: Sequence[int]
    statements: Sequence[Sequence[str]]


def told_after(cast: Cast, answers: dict[str, str], *parts: str) -> Told:
    alice = log_in(cast, cast.alice)
    couple = begin(alice, cast, "C-001", "C-002")
    for person, sent in zip(couple.people, (WELL, answers), strict=True):
        cast.send(person, None, **sent)
    pages, statements = [], []
    for part in parts:
        with counted(cast) as found:
            pages.append(alice.get(couple.path + part))
        statements.append(tuple(found))
    return Told(
        tuple(stored(cast, Event.kind)),
        tuple(page.status for page in pages),
        tuple(tuple((name, re.sub(TOKEN, "", value)) for name, value in page.headers) for page in pages),
        tuple(len(page.data) for page in pages),
        tuple(statements),
    )


def test_neither_length_nor_work_nor_events_tell_a_call_for_help_from_another_answer(stage: Stage) -> None:
    """Timing cannot tell either: the same statements are run for each, and as many bytes are sent."""
    urgent = WELL | {"safety": "yes", "words": "Not in front of him."}
    ordinary, *others = [told_after(stage(), one, "", "/live") for one in (WELL, urgent, {"decline": "yes"})]
    assert others == [ordinary, ordinary]
    assert told_after(stage(), WELL, "?show=1", "/live?show=1") == told_after(
        stage(), urgent, "?show=1", "/live?show=1"
    )
    assert min(map(len, ordinary.statements)) > 0


def test_a_declined_form_looks_received_until_it_is_opened(alice: Desk, cast: Cast) -> None:
    couple = begin(alice, cast, "C-001", "C-002")
    cast.send(couple.people[0], decline="yes")
    assert "Chose not" not in read(alice.get(couple.path))
    alice.post(f"{couple.own(0)}/show")
    assert "They chose not to answer today." in read(alice.get(couple.own(0)))
    assert "Chose not" not in read(alice.get(couple.path)), "its row stays like everybody's"


def test_one_can_be_withdrawn_and_the_others_go_on(alice: Desk, cast: Cast, phone: FlaskClient) -> None:
    family = begin(alice, cast, "C-001", "C-002", "C-003", kind="family")
    assert alice.post(f"{family.own(1)}/withdraw").location == family.path
    assert [phone.get(person.path).status_code for person in family.people] == [200, 410, 200]
    cast.send(family.people[0], None, **WELL)
    cast.send(family.people[2], None, **BADLY)
    assert SPLIT in read(alice.get(f"{family.path}?show=1"))


def test_withdrawing_the_last_who_was_waited_for_settles_the_visit(alice: Desk, cast: Cast) -> None:
    family = begin(alice, cast, "C-001", "C-002", "C-003", kind="family")
    cast.send(family.people[0], None, **WELL)
    cast.send(family.people[1], None, **BADLY)
    alice.post(f"{family.own(2)}/withdraw")
    assert SPLIT in read(alice.get(f"{family.path}?show=1"))


def test_all_can_be_withdrawn_at_once(alice: Desk, cast: Cast, phone: FlaskClient) -> None:
    couple = begin(alice, cast, "C-001", "C-002")
    alice.post(f"{couple.path}/withdraw")
    assert [phone.get(person.path).status_code for person in couple.people] == [410, 410]
    assert "Nobody has answered." in read(alice.get(couple.path))


def test_closing_asks_nobody_any_more_and_counts_nobody_as_declined(
    alice: Desk, cast: Cast, phone: FlaskClient
) -> None:
    group = begin(alice, cast, "C-001", "C-002", "C-003", kind="group")
    cast.send(group.people[0], None, **WELL)
    cast.send(group.people[1], None, **BADLY)
    assert alice.post(f"{group.path}/close").location == group.path
    assert phone.get(group.people[2].path).status_code == 410
    assert stored(cast, CheckIn.state) == ["sent", "sent", "expired"]
    page = read(alice.get(f"{group.path}?show=1"))
    assert SPLIT in page
    assert "Not answered" in page


def test_a_signal_that_was_kept_never_changes(alice: Desk, cast: Cast) -> None:
    couple = begin(alice, cast, "C-001", "C-002")
    for person, marks in zip(couple.people, (WELL, BADLY), strict=True):
        cast.send(person, None, **marks)
    before = stored(cast, Visit.together, Visit.together_at)
    alice.post(f"{couple.path}/close")
    alice.post(f"{couple.path}/withdraw")
    assert stored(cast, Visit.together, Visit.together_at) == before


def test_the_prompt_of_all_of_them_stays_the_one_that_was_chosen(
    alice: Desk, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    couple = begin(alice, cast, "C-001", "C-002")
    for person, marks in zip(couple.people, (WELL, BADLY), strict=True):
        cast.send(person, None, **marks)
    before = read(alice.get(f"{couple.path}?show=1"))
    monkeypatch.setattr(prompts, "in_leading_order", lambda _: ())
    assert SPLIT in before
    assert read(alice.get(f"{couple.path}?show=1")) == before


def test_who_stands_apart_from_a_group_is_told_on_their_own_page_alone(alice: Desk, cast: Cast) -> None:
    group = begin(alice, cast, "C-001", "C-002", "C-003", "C-004", kind="group")
    for person in group.people[:3]:
        cast.send(person, None, **WELL)
    cast.send(group.people[3], None, **BADLY)
    assert "how the group was for you" in read(alice.get(f"{group.path}?show=1"))
    for place in (0, 3):
        alice.post(f"{group.own(place)}/show")
        told = "stand apart from the rest of the group" in read(alice.get(group.own(place)))
        assert told == (place == 3)


def test_a_declined_form_makes_no_smaller_group(alice: Desk, cast: Cast, phone: FlaskClient) -> None:
    group = begin(alice, cast, "C-001", "C-002", "C-003", "C-004", kind="group")
    for person in group.people[:2]:
        cast.send(person, None, **WELL)
    cast.send(group.people[2], None, **BADLY)
    answer(phone, group.people[3], {"decline": "yes"})
    (together,) = stored(cast, Visit.together)
    assert "apart-from-group" in [signal["rule"] for signal in together]


def test_no_time_left_shows_its_own_words_and_leads_back(alice: Desk, cast: Cast) -> None:
    couple = begin(alice, cast, "C-001", "C-002")
    for person, marks in zip(couple.people, (WELL, BADLY), strict=True):
        cast.send(person, None, **marks)
    page = read(alice.get(f"{couple.path}?show=1&no-time=1"))
    assert "May we begin with it next time?" in page
    assert SPLIT not in page
    assert "Back to the prompt" in page


def test_repairs_and_short_codes_are_each_persons_own(alice: Desk, cast: Cast) -> None:
    couple = begin(alice, cast, "C-001", "C-002")
    alice.post(f"{couple.own(1)}/short-code")
    first, second = stored(cast, CheckIn.short_code_turn)
    assert (first, second > first) == (1, True)
    cast.send(couple.people[0], None, **BADLY)
    alice.post(f"{couple.own(0)}/repair", {"outcome": "talked", "note": ""})
    assert stored(cast, Repair.check_in_id) == [cast.row(couple.people[0])]


def test_a_colleague_finds_nothing_of_it(alice: Desk, cast: Cast) -> None:
    couple = begin(alice, cast, "C-001", "C-002")
    bob, before = log_in(cast, cast.bob), every_column(cast, CheckIn)
    for path in (couple.path, couple.own(0), f"{couple.own(0)}/live"):
        assert bob.get(path).status_code == 404
    for path in (f"{couple.path}/close", f"{couple.own(0)}/withdraw", f"{couple.own(0)}/show"):
        assert bob.post(path).status_code == 404
    assert every_column(cast, CheckIn) == before


def test_where_one_person_is_asked_their_page_is_that_of_the_visit(alice: Desk, cast: Cast) -> None:
    single = cast.begin("C-009")
    led = alice.get(f"/check-ins/{single.check_in}")
    assert (led.status_code, led.location) == (303, f"/visits/{single.visit}")


def test_their_own_forms_are_sent_from_their_own_phones(alice: Desk, cast: Cast, phone: FlaskClient) -> None:
    couple = begin(alice, cast, "C-001", "C-002", place="telehealth")
    assert answer(phone, couple.people[0], lines(**WELL)).status_code == 303
    assert stored(cast, CheckIn.state) == ["sent", "waiting"]
