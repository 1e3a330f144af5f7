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

MAKE_TIME = 3
"""The severity from which `understood` is met with an apology: 5 or less."""

BY_PLACE = {
    "safety": SAFETY,
    "talk-now": TALK_NOW,
    "strain (not sorted)": STRAIN_NOT_SORTED,
    "strain (sorted)": STRAIN_SORTED,
    "own-baseline": CHANGED,
    "drop": CHANGED,
    "line-drop": CHANGED,
    "total-low": TOTAL_LOW,
    "comment": COMMENT,
    "first-high": FIRST_HIGH,
}
BY_LINE = {"topics": TOPICS_LOW, "approach": APPROACH_LOW}


def wording(signal: Signal) -> Wording:
    """Give the words for a signal; a rule that has none yet raises KeyError."""
    match signal.place:
        case "line-low (understood)":
            return UNDERSTOOD_VERY_LOW if signal.severity == MAKE_TIME else UNDERSTOOD_LOW
        case "line-low (others)":
            return BY_LINE.get(signal.item or "", OVERALL_LOW)
        case "declined":
            return DECLINED_OFTEN if signal.figures["of last three"] != 1 else DECLINED
        case place:
            return BY_PLACE[place]
