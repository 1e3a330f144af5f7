"""The thresholds in words: what each does, and where its default comes from."""

from collections.abc import Mapping
from typing import Final

from flask_babel import gettext

from kiosk.domain.phrases import Phrase, phrase
from kiosk.queries.thresholds import defaults
from kiosk.web.shared.languages import figure, said
from kiosk.web.staff.practice.pages import CueGroup, CueRow, CuesPage

COMMON: Final = phrase("A widely used cue, not a test.")
OURS: Final = phrase("Our own choice: no study backs the exact number.")
STUDIED: Final = phrase("Our own choice, by a study on invented clients.")
GROUPS: Final = (
    (
        phrase("A low line"),
        phrase("The lowest of the lines from 0 to 10."),
        {
            "line_low.word_below": (phrase("Worth a word under"), COMMON),
            "line_low.ask_below": (phrase("Worth asking under"), OURS),
            "line_low.time_at_most": (phrase("Worth making time at or under"), OURS),
        },
    ),
    (
        phrase("A low total"),
        phrase(
            "Four lines together, out of 40. From the second check-in on it counts only if something changed for this "
            "person."
        ),
        {
            "total_low.ask_below": (
                phrase("Worth asking under"),
                phrase("%(origin)s Sources differ on “under” or “at most”.", origin=COMMON),
            ),
            "total_low.time_below": (phrase("Worth making time under"), OURS),
        },
    ),
    (
        phrase("Lower than last time"),
        phrase("How far the total fell."),
        {
            "drop.arrow_from": (
                phrase("Shown as an arrow from"),
                phrase("About what a screen adds by itself: limits of agreement with paper, some -0.8 to +1.1."),
            ),
        },
    ),
    (
        phrase("Lower than expected for this person"),
        phrase(
            "From the second check-in on: how many standard deviations the total lies below what their own earlier "
            "marks, and marks in general, lead us to expect. On a form of four lines, 1.2 is enough to ask the second "
            "time, and 1.4 the third, unless you choose a number. Whoever usually marks near the right end has less "
            "room to move: there a smaller fall counts."
        ),
        {
            "below_expected.word_from_sds": (phrase("Worth a word from, in standard deviations"), STUDIED),
            "below_expected.ask_from_sds": (phrase("Worth asking from, in standard deviations"), STUDIED),
            "below_expected.time_from_sds": (phrase("Worth making time from, in standard deviations"), STUDIED),
            "below_expected.fall_from": (phrase("And at least this far below their own mean, in points"), STUDIED),
        },
    ),
    (
        phrase("One line lower than expected"),
        phrase("The line that lies furthest under its own earlier marks."),
        {
            "line_below_expected.ask_from_sds": (phrase("Worth asking from, in standard deviations"), STUDIED),
            "line_below_expected.fall_from": (
                phrase("And at least this far below their own mean, in points"),
                phrase("%(origin)s A point alone is inside the noise of a screen.", origin=OURS),
            ),
        },
    ),
    (
        phrase("Low again and again"),
        phrase("Four totals in a row, told once until one is high again."),
        {"persistent_low.below": (phrase("A total counts as low under"), COMMON)},
    ),
    (
        phrase("Felt understood in 3 of 4 sessions"),
        phrase("The goal that checks itself off."),
        {
            "goal_met.understood_from": (
                phrase("Felt understood from"),
                phrase("%(origin)s The same as for a low line.", origin=OURS),
            )
        },
    ),
    (
        phrase("Your sealed guess"),
        phrase("How far the therapist's guess was above the client's total."),
        {"missed.guess_above_from": (phrase("Worth a look from"), OURS)},
    ),
    (
        phrase("Two people, or a family, far apart"),
        phrase("Between the highest and the lowest marks of one session."),
        {
            "split.totals_from": (phrase("Worth asking from, between totals"), OURS),
            "split.understood_from": (phrase("Worth asking from, between marks on being understood"), OURS),
            "split.understood_time_from": (phrase("Worth making time from, between those marks"), OURS),
        },
    ),
    (
        phrase("One person apart from the group"),
        phrase("From four people on, when one total is low and far under the middle of the group."),
        {
            "apart_from_group.below": (phrase("A total counts as low under"), COMMON),
            "apart_from_group.under_median_from": (phrase("Far from the middle from"), OURS),
        },
    ),
)


def cues_page(
    own: Mapping[str, float],
    typed: Mapping[str, str] | None = None,
    problems: Mapping[str, Phrase] | None = None,
    saved: str = "",
) -> CuesPage:
    """The page, with the practice's own numbers or with what was typed."""
    typed, problems = typed or {}, problems or {}
    usual = defaults()

    def cue(name: str, label: str, source: str) -> CueRow:
        number = own.get(name, usual[name])
        shown = typed.get(name, figure(number))[:12]
        return CueRow(name, label, shown, figure(usual[name]), source, name in own, said(problems.get(name, "")))

    groups = [
        CueGroup(
            said(name), said(words), [cue(each, said(label), said(source)) for each, (label, source) in cues.items()]
        )
        for name, words, cues in GROUPS
    ]
    told = [
        (cue.name, gettext("%(rule)s, “%(cue)s”: %(problem)s", rule=group.name, cue=cue.label, problem=cue.problem))
        for group in groups
        for cue in group.cues
        if cue.problem
    ]
    return CuesPage(groups, told, saved)
