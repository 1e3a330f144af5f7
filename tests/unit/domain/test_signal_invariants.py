"""Invariants of every client and every visit, tried on many."""

from dataclasses import replace
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.answers import Answered, Marking, SortedOut, Strain, Talk
from kiosk.domain.baseline import expect_after
from kiosk.domain.history import History, Known, Past
from kiosk.domain.prompts import choose
from kiosk.domain.reasons import why
from kiosk.domain.scoring import Score, score
from kiosk.domain.signals import ORDER, Signal, changes, cuts, episodes, find, in_leading_order, said
from tests.unit.domain.cases import FELT, LINES, SESSION, spread

SOME_MARKS = st.dictionaries(st.sampled_from(LINES), st.integers(0, 100))
ALL_MARKS = st.fixed_dictionaries({line: st.integers(0, 100) for line in LINES})
HIGH_MARKS = st.fixed_dictionaries({line: st.integers(80, 100) for line in LINES})
PAST = st.builds(Past, (SOME_MARKS | HIGH_MARKS).map(lambda marks: score(SESSION, marks)), st.booleans())
HISTORY = st.lists(PAST, max_size=8).map(lambda past: History(tuple(past), not past))


def choice(choices: type[Strain | SortedOut | Talk]) -> st.SearchStrategy[object]:
    return st.none() | st.sampled_from(choices)


TODAY = st.builds(
    Answered,
    marks=SOME_MARKS | HIGH_MARKS,
    marked=st.sampled_from(Marking),
    strain=choice(Strain),
    sorted_out=choice(SortedOut),
    words=st.sampled_from(["", "a word"]),
    talk=choice(Talk),
    safety=st.booleans(),
    declined=st.booleans(),
)


def signals_of(today: Answered, history: History) -> tuple[Signal, ...]:
    return find(SESSION, today, score(SESSION, today.marks), history)


@given(TODAY, HISTORY)
def test_every_severity_and_place_is_a_known_one(today: Answered, history: History) -> None:
    signals = signals_of(today, history)
    assert all(0 <= signal.severity <= 3 and signal.place in ORDER for signal in signals)
    assert len({signal.rule for signal in signals}) == len(signals)


@given(TODAY, HISTORY, st.randoms(use_true_random=False))
def test_what_leads_does_not_depend_on_the_order_of_finding(today: Answered, history: History, chance: object) -> None:
    signals = signals_of(today, history)
    shuffled = list(signals)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert in_leading_order(shuffled) == signals


@given(TODAY, HISTORY)
def test_a_missing_line_is_never_low_and_never_fell(today: Answered, history: History) -> None:
    named = {signal.item for signal in signals_of(today, history)} - {None}
    assert named <= today.marks.keys()


@given(SOME_MARKS, HISTORY, st.sampled_from(LINES))
def test_leaving_a_line_out_never_makes_it_graver_than_marking_it_at_the_left_end(
    some: dict[str, int], history: History, line: str
) -> None:
    without = {name: mark for name, mark in some.items() if name != line}
    assert gravest(without, history) <= gravest({**without, line: 0}, history)


@given(ALL_MARKS, HISTORY, st.integers(0, 40))
def test_what_is_usual_does_not_depend_on_today(today: dict[str, int], history: History, lower: int) -> None:
    """A still lower today is measured by the same mean and the same expectation."""
    less = {line: max(0, mark - lower) for line, mark in today.items()}
    both = [by_rule(signals_of(Answered(marks, Marking.LINE), history), "below-expected") for marks in (today, less)]
    if both[0] and both[1]:
        for name in ("usual", "expected", "spread"):
            assert both[0].figures[name] == both[1].figures[name]


def by_rule(signals: tuple[Signal, ...], rule: str) -> Signal | None:
    return next((signal for signal in signals if signal.rule == rule), None)


@given(ALL_MARKS, st.lists(HIGH_MARKS, min_size=3, max_size=8), st.randoms(use_true_random=False))
def test_for_what_is_usual_the_order_of_earlier_visits_does_not_matter(
    today: dict[str, int], earlier: list[dict[str, int]], chance: object
) -> None:
    shuffled = list(earlier)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    scored = score(SESSION, today)
    one, other = (cuts_and_baseline(scored, visits) for visits in (earlier, shuffled))
    assert one == other


def cuts_and_baseline(scored: Score, visits: list[dict[str, int]]) -> list[Signal | None]:
    known = Known.of(score(SESSION, marks) for marks in visits)
    return [
        cuts.line_low(SESSION, scored),
        cuts.total_low(SESSION, scored),
        changes.below_expected(SESSION, scored, known),
        changes.line_below_expected(SESSION, scored, known),
    ]


@given(TODAY, HISTORY, st.none() | st.floats(0, 60))
def test_nothing_of_severity_2_or_3_is_ever_silenced(today: Answered, history: History, took_s: float | None) -> None:
    scored = score(SESSION, today.marks)
    reached = episodes.standing(SESSION, history)
    asked = [
        said.safety(today),
        said.talk_now(today),
        said.strain(today),
        changes.below_expected(SESSION, scored, reached.known),
        changes.line_below_expected(SESSION, scored, reached.known),
        episodes.repair(SESSION, scored, reached.episode),
    ]
    found = find(SESSION, today, scored, history, took_s=took_s)
    assert [one for one in asked if one is not None and one.severity >= 2 and one not in found] == []


@given(TODAY, HISTORY)
def test_what_led_before_never_changes_what_is_found(today: Answered, history: History) -> None:
    led = History(tuple(replace(past, lead="total-low") for past in history.past), history.is_first)
    assert signals_of(today, led) == signals_of(today, history)


@given(ALL_MARKS, HISTORY)
def test_today_is_never_in_what_is_expected_of_it(today: dict[str, int], history: History) -> None:
    held = [signal for signal in signals_of(Answered(today, Marking.LINE), history) if signal.rule == "below-expected"]
    assert all(min(history.totals) <= float(signal.figures["usual"]) <= max(history.totals) for signal in held)
    assert history.complete or not held


@given(ALL_MARKS, HISTORY)
def test_lower_than_expected_holds_below_its_limit_and_nowhere_else(today: dict[str, int], history: History) -> None:
    """Both directions: what the signal says of its figures is true, and without it one of them does not hold."""
    known, scored = episodes.standing(SESSION, history).known, score(SESSION, today)
    signal, rule = changes.below_expected(SESSION, scored, known), SESSION.rules.below_expected
    assert rule is not None
    if not known.totals.count or scored.total is None:
        assert signal is None
        return
    expected = expect_after(known.totals, rule.prior)
    mean, asks = known.totals.mean, 1.25 if known.totals.count < 3 else 1.4
    least = min(Fraction(20), max(Fraction(15), 10 + (400 - mean) / 3))
    levels = ((3, 2.8, Fraction(50)), (2, asks, least), (1, 1.2, least))
    held = [
        severity
        for severity, sds, fall in levels
        if mean - scored.total >= fall and expected.is_above(scored.total, sds)
    ]
    assert (signal.severity if signal else 0) == max(held, default=0)


@given(HISTORY, st.integers(0, 399))
def test_a_lower_total_is_never_less_grave(history: History, total: int) -> None:
    known = episodes.standing(SESSION, history).known
    lower, higher = (
        changes.below_expected(SESSION, score(SESSION, spread(each / 10)), known) for each in (total, total + 1)
    )
    assert (lower.severity if lower else 0) >= (higher.severity if higher else 0)


@given(TODAY, HISTORY)
def test_no_concern_is_never_said_with_a_line_at_5_or_less_or_a_total_under_30(
    today: Answered, history: History
) -> None:
    scored = score(SESSION, today.marks)
    advice = choose(signals_of(today, history), scored, today.talk, None)
    is_low = min(today.marks.values(), default=100) <= 50 or (scored.total is not None and scored.total < 300)
    assert not (is_low and advice.kind in {"no-concern", "not-enough"})


@given(st.integers(0, 100), st.lists(st.integers(70, 100), min_size=1, max_size=2), st.sampled_from(LINES))
def test_leaving_out_a_line_that_is_as_the_others_is_asked_about_as_well(
    mark: int, earlier: list[int], line: str
) -> None:
    past = tuple(Past(score(SESSION, dict.fromkeys(LINES, each))) for each in earlier)
    alike = dict.fromkeys(LINES, mark)
    without = {name: mark for name in LINES if name != line}
    history = History(past, not past)
    assert gravest(without, history) >= min(2, gravest(alike, history))


@given(st.integers(1, 6), st.integers(0, 100))
def test_what_is_as_always_is_never_asked_about_above_the_floor(visits: int, mark: int) -> None:
    today = dict.fromkeys(LINES, mark)
    history = History((Past(score(SESSION, today)),) * visits, not visits)
    asked = {signal.rule for signal in signals_of(Answered(today, Marking.LINE), history) if signal.severity}
    assert asked <= {"persistent-low", "ceiling", "floor"}
    assert ("floor" in asked) == (mark < 75)


@given(ALL_MARKS, HISTORY, st.sampled_from(LINES), st.integers(0, 100))
def test_a_lower_mark_never_leads_to_less(today: dict[str, int], history: History, line: str, lower: int) -> None:
    less = {**today, line: min(lower, today[line])}
    assert gravest(less, history) >= gravest(today, history)


def gravest(marks: dict[str, int], history: History) -> int:
    """The gravest severity, apart from a ceiling, which is about marks that are high."""
    signals = signals_of(Answered(marks, Marking.LINE), history)
    return max((signal.severity for signal in signals if signal.rule != "ceiling"), default=0)


@given(TODAY, HISTORY)
def test_the_gravest_signal_leads_and_no_concern_needs_a_total(today: Answered, history: History) -> None:
    signals = signals_of(today, history)
    advice = choose(signals, score(SESSION, today.marks), today.talk, None)
    gravest_found = max((signal.severity for signal in signals), default=0)
    assert (advice.lead.severity if advice.lead else 0) == gravest_found
    assert advice.kind != "no-concern" or (len(today.marks) == len(LINES) and gravest_found == 0)


@given(TODAY, HISTORY)
def test_a_tap_for_help_overrides_all(today: Answered, history: History) -> None:
    asking = replace(today, safety=True)
    advice = choose(signals_of(asking, history), score(SESSION, asking.marks), asking.talk, None)
    assert (advice.kind, advice.also, advice.soft) == ("safety", None, False)


@given(TODAY, HISTORY)
def test_every_signal_can_say_why(today: Answered, history: History) -> None:
    assert all(str(why(signal, SESSION, "en")).endswith(".") for signal in signals_of(today, history))


@given(st.integers(0, 100), st.lists(st.integers(0, 100), max_size=6))
def test_one_line_never_speaks_of_a_total_cutoff(mark: int, earlier: list[int]) -> None:
    history = History(tuple(Past(score(FELT, {"understood": each})) for each in earlier), not earlier)
    marks = {"understood": mark}
    rules = {signal.rule for signal in find(FELT, Answered(marks, Marking.LINE), score(FELT, marks), history)}
    assert rules <= {"line-low", "floor", "below-expected", "repair-seen", "unrepaired"}
