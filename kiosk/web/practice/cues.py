"""The thresholds in words: what each does, and where its default comes from."""

from collections.abc import Mapping
from typing import Final

from kiosk.actions.thresholds import defaults
from kiosk.web.practice.pages import Cue, CueGroup, CuesPage

COMMON: Final = "A cue in wide use, and no test."
OURS: Final = "Our own choice: no study backs the exact number."
GROUPS: Final = (
    (
        "A low line",
        "The lowest of the lines from 0 to 10.",
        {
            "line_low.word_below": ("Worth a word under", COMMON),
            "line_low.ask_below": ("Worth asking under", OURS),
            "line_low.time_at_most": ("Worth making time at or under", OURS),
        },
    ),
    (
        "A low total",
        "Four lines together, of 40. From three known totals on it counts only when something changed for this person.",
        {
            "total_low.ask_below": ("Worth asking under", f"{COMMON} Sources differ on “under” or “at most”."),
            "total_low.time_below": ("Worth making time under", OURS),
        },
    ),
    (
        "Lower than last time",
        "How far the total fell.",
        {
            "drop.arrow_from": (
                "Shown as an arrow from",
                "About what a screen adds by itself: limits of agreement with paper, some -0.8 to +1.1.",
            ),
            "drop.ask_from": (
                "Worth asking from",
                f"{OURS} It comes from the range of reliable change of such totals, about 4 to 11 points.",
            ),
            "drop.time_from": ("Worth making time from", f"{OURS} From the same range."),
        },
    ),
    (
        "One line lower than last time",
        "The line that fell furthest.",
        {"line_drop.ask_from": ("Worth asking from", f"{OURS} A point alone is inside the noise of a screen.")},
    ),
    (
        "Lower than is usual for this person",
        "From three known totals on: how many spreads (standard deviations) of their own it lies under their median.",
        {
            "own_baseline.word_from_sds": (
                "Worth a word from, in spreads",
                "Gumz et al. 2012, BMC Medical Research Methodology 12:10.",
            ),
            "own_baseline.ask_from_sds": (
                "Worth asking from, in spreads",
                "Gumz et al. 2012, BMC Medical Research Methodology 12:10.",
            ),
            "own_baseline.floor": (
                "A spread counts as at least, in points",
                f"{OURS} Without a floor, any dip of somebody who marks high would look extreme.",
            ),
        },
    ),
    (
        "Low again and again",
        "Four known totals running, said once until one is high again.",
        {"persistent_low.below": ("A total counts as low under", COMMON)},
    ),
    (
        "Felt understood in 3 of 4 sessions",
        "The goal that is checked off by itself.",
        {"goal_met.understood_from": ("Felt understood from", f"{OURS} The same as for a low line.")},
    ),
    (
        "Your sealed guess",
        "How far the guess of the therapist lay above the client's total.",
        {"missed.guess_above_from": ("Worth a look from", OURS)},
    ),
    (
        "Two people, or a family, far apart",
        "Between those of one visit who marked highest and lowest.",
        {
            "split.totals_from": ("Worth asking from, between totals", OURS),
            "split.understood_from": ("Worth asking from, between marks on being understood", OURS),
            "split.understood_time_from": ("Worth making time from, between those marks", OURS),
        },
    ),
    (
        "One person apart from the group",
        "From four people on, when one total is low and far under the middle of the group.",
        {
            "apart_from_group.below": ("A total counts as low under", COMMON),
            "apart_from_group.under_median_from": ("Far from the middle from", OURS),
        },
    ),
)


def cues_page(
    own: Mapping[str, float],
    typed: Mapping[str, str] | None = None,
    problems: Mapping[str, str] | None = None,
    saved: str = "",
) -> CuesPage:
    """The page, with the practice's own numbers or with what was typed."""
    typed, problems = typed or {}, problems or {}
    usual = defaults()

    def cue(name: str, label: str, source: str) -> Cue:
        number = own.get(name, usual[name])
        shown = typed.get(name, f"{number:.1f}")[:12]
        return Cue(name, label, shown, f"{usual[name]:.1f}", source, name in own, problems.get(name, ""))

    groups = [
        CueGroup(name, words, [cue(each, label, source) for each, (label, source) in cues.items()])
        for name, words, cues in GROUPS
    ]
    labels = {each: f"{name}, {label.lower()}" for name, _, cues in GROUPS for each, (label, _) in cues.items()}
    told = [(name, f"{labels[name]}: {problems[name]}") for name in labels if name in problems]
    return CuesPage(groups, told, saved)
