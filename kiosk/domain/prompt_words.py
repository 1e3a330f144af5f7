"""The words of the prompts: our own, to choose from, never to be read out as they stand."""

from dataclasses import dataclass

from kiosk.domain.signals import Signal


@dataclass(frozen=True)
class Wording:
    """One prompt; `still` is what to say when the same rule led last time, whichever line it was about."""

    say: str
    still: str
    ask: str
    avoid: str


# What to ask is the practice's own plan, which stands under it.
SAFETY = Wording(
    say="Let's put the form away. Are you safe right now?",
    still="Let's put the form away. This still comes first. Are you safe right now?",
    ask="",
    avoid="any talk of the alliance",
)
TALK_NOW = Wording(
    say="You'd like to talk about it, and I'd like that too.",
    still="You'd still like to talk about it, and I'd like that too.",
    ask="Where shall we start?",
    avoid="looking at the clock",
)
STRAIN_NOT_SORTED = Wording(
    say="Something got in the way between us, and I want to own my part.",
    still="Something is still getting in the way between us, and I want to own my part.",
    ask="What do you need from me before you go?",
    avoid="interpreting",
)
STRAIN_SORTED = Wording(
    say="I noticed we had a bump and found our way back.",
    still="I noticed there are still bumps, and that we found our way back.",
    ask="What helped?",
    avoid="re-opening it",
)
UNDERSTOOD_LOW = Wording(
    say="Thank you. I think I missed something today.",
    still="Thank you. I think I am still missing something.",
    ask="What would you want me to have understood?",
    avoid="explaining what I meant",
)
UNDERSTOOD_VERY_LOW = Wording(
    say="I'm sorry. It sounds as if you were on your own with that.",
    still="I'm sorry. It still isn't right, and it sounds as if you were on your own with that.",
    ask="Can you tell me the moment I lost you? It's fine if not now.",
    avoid="asking for proof",
)
TOPICS_LOW = Wording(
    say="We may have spent our time on the wrong thing.",
    still="It still isn't quite right: we may have spent our time on the wrong thing.",
    ask="What should we start with next time?",
    avoid="defending the agenda",
)
APPROACH_LOW = Wording(
    say="The way I worked may not have suited you.",
    still="It still isn't quite right: the way I worked may not have suited you.",
    ask="What should I do more of, or less of?",
    avoid="selling the method",
)
OVERALL_LOW = Wording(
    say="Something about today didn't sit right, and I'd like to know.",
    still="Something still doesn't sit right, and I'd like to know.",
    ask="If we could redo one part, which one?",
    avoid="guessing the reason",
)
TOTAL_LOW = Wording(
    say="Thank you for marking it as it was.",
    still="Thank you for still marking it as it was.",
    ask="What would have made today better for you?",
    avoid="asking for a higher mark",
)
CHANGED = Wording(
    say="Today seems to have been different from other times.",
    still="Today still seems to have been different from other times.",
    ask="What was different for you today?",
    avoid="quoting numbers",
)
COMMENT = Wording(
    say="I've read what you wrote, and I'm glad you told me.",
    still="I've read what you wrote, and I'm still glad that you tell me.",
    ask="Have I got it right that …?",
    avoid="reading it aloud to others",
)
DECLINED = Wording(
    say="It's fine that you left it.",
    still="It's still fine that you left it.",
    ask="Is there a better way for me to ask?",
    avoid="pressing",
)
DECLINED_OFTEN = Wording(
    say="It's fine to leave it, as often as you like.",
    still="It's still fine to leave it, as often as you like.",
    ask="Is there a better way for me to ask, or shall I stop asking?",
    avoid="pressing",
)
FIRST_HIGH = Wording(
    say="Thanks. You don't know me yet, so it may be hard to say.",
    still="Thanks. You still don't know me well, so it may be hard to say.",
    ask="How will you let me know if I get it wrong?",
    avoid="treating it as success",
)

DRIFTING = Wording(
    say="I have a feeling we've been drifting a little.",
    still="I still have a feeling that we are drifting a little.",
    ask="What did we do earlier that worked better?",
    avoid="alarm",
)
CEILING = Wording(
    say="I'm glad it felt right.",
    still="I'm glad it still feels right.",
    ask="If one small thing could be better next time, what would it be?",
    avoid="asking whether they are sure",
)
MISSED = Wording(
    say="I hadn't noticed, so I'm glad you marked it.",
    still="I still hadn't noticed by myself, so I'm glad you marked it.",
    ask="What would have shown me?",
    avoid="surprise as reproach",
)
SPLIT = Wording(
    say="I'd like this to be useful for each of you, and I don't think I managed it evenly today.",
    still="I'd like this to be useful for each of you, and I still don't manage it evenly.",
    ask="What could I do so everyone has room next time?",
    avoid="naming who marked what",
)
# Said alone with that person, which is why it names nobody.
APART_FROM_GROUP = Wording(
    say="I wanted to check how the group was for you.",
    still="I'm still wondering how the group is for you.",
    ask="What would make it easier to take part?",
    avoid="raising it in the circle",
)
REPAIR_SEEN = Wording(
    say="It feels as if we're back on the same track.",
    still="It still feels as if we're back on the same track.",
    ask="What made the difference?",
    avoid="claiming credit",
)
NOT_BETTER = Wording(
    say="We've been at this a while without it getting better, and I take that seriously.",
    still="It still isn't getting better, and I take that seriously.",
    ask="Shall we change something, or look at other options together?",
    avoid="waiting another month",
)
GOAL_MET = Wording(
    say="You've told me three times out of four that you felt understood.",
    still="You've still told me three times out of four that you felt understood.",
    ask="Is that still the right thing to aim for?",
    avoid="closing the topic",
)
NO_TIME_LEFT = Wording(
    say="This matters, and I don't want to rush it.",
    still="This still matters, and I don't want to rush it.",
    ask="May we begin with it next time?",
    avoid="a doorway lecture",
)
"""For any prompt, when the therapist taps that there is no time left."""

MAKE_TIME = 3
"""The severity from which `understood` is met with an apology: 5 or less."""

BY_PLACE = {
    "safety": SAFETY,
    "talk-now": TALK_NOW,
    "strain (not sorted)": STRAIN_NOT_SORTED,
    "strain (sorted)": STRAIN_SORTED,
    "split": SPLIT,
    "own-range": CHANGED,
    "own-baseline": CHANGED,
    "drop": CHANGED,
    "line-drop": CHANGED,
    "total-low": TOTAL_LOW,
    "apart-from-group": APART_FROM_GROUP,
    "missed": MISSED,
    "unrepaired": NOT_BETTER,
    "persistent-low": NOT_BETTER,
    "comment": COMMENT,
    "near-range": DRIFTING,
    "slide": DRIFTING,
    "ceiling": CEILING,
    "repair-seen": REPAIR_SEEN,
    "goal-met": GOAL_MET,
    "first-high": FIRST_HIGH,
}
BY_LINE = {"topics": TOPICS_LOW, "approach": APPROACH_LOW}


def wording(signal: Signal) -> Wording:
    """Give the words for a signal; a rule that is only ever shown, and never asked about, raises KeyError."""
    match signal.place:
        case "line-low (understood)":
            return UNDERSTOOD_VERY_LOW if signal.severity == MAKE_TIME else UNDERSTOOD_LOW
        case "line-low (others)":
            return BY_LINE.get(signal.item or "", OVERALL_LOW)
        case "declined":
            return DECLINED_OFTEN if signal.figures["of last three"] != 1 else DECLINED
        case place:
            return BY_PLACE[place]
