"""The words of the prompts: our own, to choose from, never to be read out as they stand.

Each pair of rule and severity has been read aloud as a therapist would say it: `docs/prompts.md`, which is generated.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from kiosk.domain.answers import Obstacle
from kiosk.domain.phrases import Phrase, phrase
from kiosk.domain.signals import DIFFERENT, GRAVEST, Signal


@dataclass(frozen=True)
class Wording:
    """One prompt; without `ask` nothing is asked.

    `again` is what to say when the same rule led last time, whichever line it was about and however often: it is true
    in all of these cases. Without it the same is said once more.
    """

    say: Phrase
    ask: Phrase | None
    avoid: Phrase
    again: Phrase | None = None


# What to ask is the practice's own plan, which stands under it.
SAFETY = Wording(
    say=phrase("Let's put the form away. Are you safe right now?"),
    ask=None,
    avoid=phrase("any talk of the alliance"),
)
TALK_NOW = Wording(
    say=phrase("You'd like to talk about it, and I'd like that too."),
    ask=phrase("Where shall we start?"),
    avoid=phrase("looking at the clock"),
    again=phrase("You'd like to talk today as well, and I'd like that too."),
)
STRAIN_NOT_SORTED = Wording(
    say=phrase("Something got in the way between us, and I want to own my part."),
    ask=phrase("Would you tell me what happened for you?"),
    avoid=phrase("interpreting"),
    again=phrase("Something got in the way between us again, and I want to own my part."),
)
STRAIN_SORTED = Wording(
    say=phrase("Thank you for telling me we hit a bump."),
    ask=phrase("What helped?"),
    avoid=phrase("re-opening it"),
    again=phrase("Thank you for telling me we hit a bump again."),
)
OTHER_PACE = Wording(
    say=phrase("Thank you for telling me. I may have gone at my own pace and not at yours."),
    ask=phrase("What pace would suit you?"),
    avoid=phrase("explaining"),
)
SOMETHING_SAID = Wording(
    say=phrase("Thank you for telling me. I may have said something that didn't sit right."),
    ask=phrase("Would you tell me which part stayed with you?"),
    avoid=phrase("explaining what I meant"),
)
WHO_THEY_ARE = Wording(
    say=phrase("Thank you for telling me. I may have missed something about who you are."),
    ask=phrase("What would you want me to know?"),
    avoid=phrase("explaining"),
)
RATHER_NOT_SAY = Wording(
    say=phrase("Thank you for telling me that something got in the way. You don't have to say what it was."),
    ask=phrase("Is there something that would make it easier next time?"),
    avoid=phrase("asking what it was"),
)
UNDERSTOOD_NEARLY = Wording(
    say=phrase("Was there a moment when I didn't quite get you?"),
    ask=phrase("What would you want me to have understood?"),
    avoid=phrase("explaining what I meant"),
)
UNDERSTOOD_LOW = Wording(
    say=phrase("Thank you. I think I missed something today."),
    ask=phrase("What would you want me to have understood?"),
    avoid=phrase("explaining what I meant"),
    again=phrase("I'm glad you keep telling me. I think I missed something today."),
)
UNDERSTOOD_VERY_LOW = Wording(
    say=phrase("I'm sorry. It sounds as if you were on your own with that."),
    ask=phrase("Can you tell me the moment I lost you? It's fine if not now."),
    avoid=phrase("asking for proof"),
    again=phrase("I'm sorry. It's good that you tell me this time too."),
)
TOPICS_NEARLY = Wording(
    say=phrase("Was there something we didn't get to today?"),
    ask=phrase("What should we start with next time?"),
    avoid=phrase("defending the agenda"),
)
TOPICS_LOW = Wording(
    say=phrase("We may have spent our time on the wrong thing."),
    ask=phrase("What should we start with next time?"),
    avoid=phrase("defending the agenda"),
    again=phrase("I'm glad you keep telling me. We may have spent our time on the wrong thing."),
)
APPROACH_NEARLY = Wording(
    say=phrase("Was there something in how we worked that didn't quite suit you?"),
    ask=phrase("What should I do more of, or less of?"),
    avoid=phrase("selling the method"),
)
APPROACH_LOW = Wording(
    say=phrase("The way I worked may not have suited you."),
    ask=phrase("What should I do more of, or less of?"),
    avoid=phrase("selling the method"),
    again=phrase("I'm glad you keep telling me. The way I worked may not have suited you."),
)
OVERALL_NEARLY = Wording(
    say=phrase("Was there something about today that wasn't quite right?"),
    ask=phrase("If we could redo one part, which one?"),
    avoid=phrase("guessing the reason"),
)
OVERALL_LOW = Wording(
    say=phrase("Something about today didn't sit right, and I'd like to know."),
    ask=phrase("If we could redo one part, which one?"),
    avoid=phrase("guessing the reason"),
    again=phrase("I'm glad you keep telling me. Something about today didn't sit right, and I'd like to know."),
)
TOTAL_LOW = Wording(
    say=phrase("Thank you for marking it as it was."),
    ask=phrase("What would have made today better for you?"),
    avoid=phrase("asking for a higher mark"),
    again=phrase("I'm glad you keep marking it as it is."),
)
TOTAL_VERY_LOW = Wording(
    say=phrase("Thank you for showing me. It looks as if today wasn't what you needed."),
    ask=phrase("What was missing for you?"),
    avoid=phrase("asking for a higher mark"),
    again=phrase("I'm glad you keep showing me. It looks as if today wasn't what you needed."),
)
CHANGED = Wording(
    say=phrase("Today seems to have been different from other times."),
    ask=phrase("What was different for you today?"),
    avoid=phrase("quoting numbers"),
    again=phrase("It's been different again, and I'm glad you keep telling me."),
)
CHANGED_MUCH = Wording(
    say=phrase("Today seems to have been very different from other times, and I don't want to pass over that."),
    ask=phrase("What was different for you today?"),
    avoid=phrase("quoting numbers"),
    again=phrase("It's been different again, and I don't want to pass over that."),
)
COMMENT = Wording(
    say=phrase("I've read what you wrote, and I'm glad you told me."),
    ask=phrase("Have I got it right that …?"),
    avoid=phrase("reading it aloud to others"),
    again=phrase("I've read what you wrote, and I'm glad you keep telling me."),
)
DECLINED = Wording(
    say=phrase("It's completely fine to skip it."),
    ask=None,
    avoid=phrase("asking why"),
)
# The one time that something is asked: asked every time it would chase them.
DECLINED_TWICE = Wording(
    say=phrase("It's completely fine to skip it."),
    ask=phrase("Is there a better way for me to ask?"),
    avoid=phrase("pressing"),
)
DECLINED_OFTEN = Wording(
    say=phrase("It's fine to skip it, as often as you like."),
    ask=None,
    avoid=phrase("pressing"),
)
FIRST_HIGH = Wording(
    say=phrase("I'm glad."),
    ask=phrase("How will you let me know if I get it wrong?"),
    avoid=phrase("treating it as success"),
)
CEILING = Wording(
    say=phrase("I'm glad it felt right."),
    ask=phrase("If one small thing could be better next time, what would it be?"),
    avoid=phrase("asking whether they are sure"),
)
SIGNS = Wording(
    say=phrase("Now and then I wonder if I'm missing something."),
    ask=phrase("Is there anything that is hard to say to me?"),
    avoid=phrase("doubting their marks"),
)
MISSED = Wording(
    say=phrase("I hadn't noticed, so I'm glad you marked it."),
    ask=phrase("What would have shown me?"),
    avoid=phrase("surprise as reproach"),
    again=phrase("I hadn't noticed this time either, so I'm glad you marked it."),
)
# Said at every visit of several, whatever the marks, so that it discloses nothing; hence no second question.
SPLIT = Wording(
    say=phrase("Is there something each of you wants more room for?"),
    ask=None,
    avoid=phrase("naming who marked what, or asking this only when the marks differ"),
)
# Said alone with that person, which is why it names nobody.
APART_FROM_GROUP = Wording(
    say=phrase("I wanted to check how the group was for you."),
    ask=phrase("What would make it better for you?"),
    avoid=phrase("raising it in the circle"),
)
# Of the week, asked before the session: it offers a place to begin, and no comfort that was not asked for.
WEEK_WORSE = Wording(
    say=phrase("It sounds as if this week was harder."),
    ask=phrase("Shall we begin there?"),
    avoid=phrase("cheering them up"),
    again=phrase("It sounds as if this week was hard again."),
)
REPAIR_SEEN = Wording(
    say=phrase("It feels as if we're back on the same track."),
    ask=phrase("What made the difference?"),
    avoid=phrase("claiming credit"),
)
NOT_BACK = Wording(
    say=phrase("Something shifted a few sessions ago, and I'm not sure it's right again yet."),
    ask=phrase("Can we look at it together?"),
    avoid=phrase("waiting another month"),
)
STEADY_LOW = Wording(
    say=phrase("Your marks have been much the same for a while."),
    ask=phrase("Is that a good place for us, or is something missing?"),
    avoid=phrase("waiting another month"),
)
CHANGING_LOW = Wording(
    say=phrase("For a while, your marks have been higher at some times and lower at others."),
    ask=phrase("Is that a good place for us, or is something missing?"),
    avoid=phrase("waiting another month"),
)
LOW_FOR_A_WHILE = Wording(
    say=phrase("These have been low for a while."),
    ask=phrase("Is that how it is for you just now?"),
    avoid=phrase("asking for a higher mark"),
)
LOW_AS_IT_IS = Wording(
    say=phrase("Thank you for showing me this."),
    ask=phrase("Is that how it is for you just now?"),
    avoid=phrase("asking for a higher mark"),
)
NOT_GOOD = Wording(
    say=phrase("Thank you for showing me."),
    ask=phrase("Can you show me what wasn't good?"),
    avoid=phrase("cheering them up"),
)
GOAL_MET = Wording(
    say=phrase("Lately, you've often told me that you felt understood."),
    ask=phrase("Is that still the right thing to aim for?"),
    avoid=phrase("closing the topic"),
)
NO_TIME_LEFT = Wording(
    say=phrase("This matters, and I don't want to rush it."),
    ask=phrase("May we begin with it next time?"),
    avoid=phrase("a doorway lecture"),
)
"""For any prompt, when the therapist taps that there is no time left."""

BY_PLACE: Final[Mapping[str, Wording]] = {
    "safety": SAFETY,
    "talk-now": TALK_NOW,
    "strain (not sorted)": STRAIN_NOT_SORTED,
    "strain (sorted)": STRAIN_SORTED,
    "split": SPLIT,
    "line-low (understood)": UNDERSTOOD_LOW,
    "line-low (others)": OVERALL_LOW,
    "below-expected": CHANGED,
    "line-below-expected": CHANGED,
    "total-low": TOTAL_LOW,
    "apart-from-group": APART_FROM_GROUP,
    "missed": MISSED,
    "unrepaired": NOT_BACK,
    "persistent-low": CHANGING_LOW,
    "floor": LOW_FOR_A_WHILE,
    "face-low": NOT_GOOD,
    "comment": COMMENT,
    "declined": DECLINED_OFTEN,
    "week-worse": WEEK_WORSE,
    "signs": SIGNS,
    "ceiling": CEILING,
    "repair-seen": REPAIR_SEEN,
    "goal-met": GOAL_MET,
    "first-high": FIRST_HIGH,
}
"""By the place of a rule in the order, whatever the severity."""

NEARLY: Final = 1
BY_SEVERITY: Final[Mapping[tuple[str, int], Wording]] = {
    ("line-low (understood)", NEARLY): UNDERSTOOD_NEARLY,
    ("line-low (understood)", GRAVEST): UNDERSTOOD_VERY_LOW,
    ("line-low (others)", NEARLY): OVERALL_NEARLY,
    ("total-low", GRAVEST): TOTAL_VERY_LOW,
    **{(place, GRAVEST): CHANGED_MUCH for place in DIFFERENT},
}
"""Other words for one severity, by place and severity."""

BY_LINE: Final[Mapping[str, Wording]] = {"topics": TOPICS_LOW, "approach": APPROACH_LOW}
BY_LINE_NEARLY: Final[Mapping[str, Wording]] = {"topics": TOPICS_NEARLY, "approach": APPROACH_NEARLY}
BY_TIMES_DECLINED: Final[Mapping[float, Wording]] = {1: DECLINED, 2: DECLINED_TWICE}
BY_OBSTACLE: Final[Mapping[str, Wording]] = {
    Obstacle.PACE: OTHER_PACE,
    Obstacle.SAID: SOMETHING_SAID,
    Obstacle.WHO_I_AM: WHO_THEY_ARE,
    Obstacle.NOT_SAID: RATHER_NOT_SAY,
}
"""By what they said got in the way, as long as it is not sorted out."""


def wording(signal: Signal) -> Wording:
    """Give the words for a signal; a rule that is only ever shown, and never asked about, raises KeyError."""
    usual = BY_SEVERITY.get((signal.place, signal.severity)) or BY_PLACE[signal.place]
    match signal.place:
        case "line-low (others)":
            by_line = BY_LINE_NEARLY if signal.severity == NEARLY else BY_LINE
            return by_line.get(signal.item or "", usual)
        case "strain (not sorted)":
            return BY_OBSTACLE.get(str(signal.figures.get("obstacle")), usual)
        case "declined":
            return BY_TIMES_DECLINED.get(float(signal.figures["of last three"]), usual)
        case "floor":
            return LOW_AS_IT_IS if signal.figures.get("lately") == "yes" else usual
        case "persistent-low":
            return STEADY_LOW if signal.figures.get("steady") == "yes" else usual
        case _:
            return usual
