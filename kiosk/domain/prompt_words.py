"""The words of the prompts: our own, to choose from, never to be read out as they stand."""

from dataclasses import dataclass

from kiosk.domain.phrases import Phrase, phrase
from kiosk.domain.signals import Signal


@dataclass(frozen=True)
class Wording:
    """One prompt; `still` is what to say when the same rule led last time, whichever line it was about."""

    say: Phrase
    still: Phrase
    ask: Phrase | None
    avoid: Phrase


# What to ask is the practice's own plan, which stands under it.
SAFETY = Wording(
    say=phrase("Let's put the form away. Are you safe right now?"),
    still=phrase("Let's put the form away. This still comes first. Are you safe right now?"),
    ask=None,
    avoid=phrase("any talk of the alliance"),
)
TALK_NOW = Wording(
    say=phrase("You'd like to talk about it, and I'd like that too."),
    still=phrase("You'd still like to talk about it, and I'd like that too."),
    ask=phrase("Where shall we start?"),
    avoid=phrase("looking at the clock"),
)
STRAIN_NOT_SORTED = Wording(
    say=phrase("Something got in the way between us, and I want to own my part."),
    still=phrase("Something is still getting in the way between us, and I want to own my part."),
    ask=phrase("What do you need from me before you go?"),
    avoid=phrase("interpreting"),
)
STRAIN_SORTED = Wording(
    say=phrase("I noticed we had a bump and found our way back."),
    still=phrase("I noticed there are still bumps, and that we found our way back."),
    ask=phrase("What helped?"),
    avoid=phrase("re-opening it"),
)
UNDERSTOOD_LOW = Wording(
    say=phrase("Thank you. I think I missed something today."),
    still=phrase("Thank you. I think I am still missing something."),
    ask=phrase("What would you want me to have understood?"),
    avoid=phrase("explaining what I meant"),
)
UNDERSTOOD_VERY_LOW = Wording(
    say=phrase("I'm sorry. It sounds as if you were on your own with that."),
    still=phrase("I'm sorry. It still isn't right, and it sounds as if you were on your own with that."),
    ask=phrase("Can you tell me the moment I lost you? It's fine if not now."),
    avoid=phrase("asking for proof"),
)
TOPICS_LOW = Wording(
    say=phrase("We may have spent our time on the wrong thing."),
    still=phrase("It still isn't quite right: we may have spent our time on the wrong thing."),
    ask=phrase("What should we start with next time?"),
    avoid=phrase("defending the agenda"),
)
APPROACH_LOW = Wording(
    say=phrase("The way I worked may not have suited you."),
    still=phrase("It still isn't quite right: the way I worked may not have suited you."),
    ask=phrase("What should I do more of, or less of?"),
    avoid=phrase("selling the method"),
)
OVERALL_LOW = Wording(
    say=phrase("Something about today didn't sit right, and I'd like to know."),
    still=phrase("Something still doesn't sit right, and I'd like to know."),
    ask=phrase("If we could redo one part, which one?"),
    avoid=phrase("guessing the reason"),
)
TOTAL_LOW = Wording(
    say=phrase("Thank you for marking it as it was."),
    still=phrase("Thank you for still marking it as it was."),
    ask=phrase("What would have made today better for you?"),
    avoid=phrase("asking for a higher mark"),
)
CHANGED = Wording(
    say=phrase("Today seems to have been different from other times."),
    still=phrase("Today still seems to have been different from other times."),
    ask=phrase("What was different for you today?"),
    avoid=phrase("quoting numbers"),
)
COMMENT = Wording(
    say=phrase("I've read what you wrote, and I'm glad you told me."),
    still=phrase("I've read what you wrote, and I'm still glad that you tell me."),
    ask=phrase("Have I got it right that …?"),
    avoid=phrase("reading it aloud to others"),
)
DECLINED = Wording(
    say=phrase("It's fine that you left it."),
    still=phrase("It's still fine that you left it."),
    ask=phrase("Is there a better way for me to ask?"),
    avoid=phrase("pressing"),
)
DECLINED_OFTEN = Wording(
    say=phrase("It's fine to leave it, as often as you like."),
    still=phrase("It's still fine to leave it, as often as you like."),
    ask=phrase("Is there a better way for me to ask, or shall I stop asking?"),
    avoid=phrase("pressing"),
)
FIRST_HIGH = Wording(
    say=phrase("Thanks. You don't know me yet, so it may be hard to say."),
    still=phrase("Thanks. You still don't know me well, so it may be hard to say."),
    ask=phrase("How will you let me know if I get it wrong?"),
    avoid=phrase("treating it as success"),
)

DRIFTING = Wording(
    say=phrase("I have a feeling we've been drifting a little."),
    still=phrase("I still have a feeling that we are drifting a little."),
    ask=phrase("What did we do earlier that worked better?"),
    avoid=phrase("alarm"),
)
CEILING = Wording(
    say=phrase("I'm glad it felt right."),
    still=phrase("I'm glad it still feels right."),
    ask=phrase("If one small thing could be better next time, what would it be?"),
    avoid=phrase("asking whether they are sure"),
)
MISSED = Wording(
    say=phrase("I hadn't noticed, so I'm glad you marked it."),
    still=phrase("I still hadn't noticed by myself, so I'm glad you marked it."),
    ask=phrase("What would have shown me?"),
    avoid=phrase("surprise as reproach"),
)
SPLIT = Wording(
    say=phrase("I'd like this to be useful for each of you, and I don't think I managed it evenly today."),
    still=phrase("I'd like this to be useful for each of you, and I still don't manage it evenly."),
    ask=phrase("What could I do so everyone has room next time?"),
    avoid=phrase("naming who marked what"),
)
# Said alone with that person, which is why it names nobody.
APART_FROM_GROUP = Wording(
    say=phrase("I wanted to check how the group was for you."),
    still=phrase("I'm still wondering how the group is for you."),
    ask=phrase("What would make it easier to take part?"),
    avoid=phrase("raising it in the circle"),
)
REPAIR_SEEN = Wording(
    say=phrase("It feels as if we're back on the same track."),
    still=phrase("It still feels as if we're back on the same track."),
    ask=phrase("What made the difference?"),
    avoid=phrase("claiming credit"),
)
NOT_BETTER = Wording(
    say=phrase("We've been at this a while without it getting better, and I take that seriously."),
    still=phrase("It still isn't getting better, and I take that seriously."),
    ask=phrase("Shall we change something, or look at other options together?"),
    avoid=phrase("waiting another month"),
)
GOAL_MET = Wording(
    say=phrase("You've told me three times out of four that you felt understood."),
    still=phrase("You've still told me three times out of four that you felt understood."),
    ask=phrase("Is that still the right thing to aim for?"),
    avoid=phrase("closing the topic"),
)
NO_TIME_LEFT = Wording(
    say=phrase("This matters, and I don't want to rush it."),
    still=phrase("This still matters, and I don't want to rush it."),
    ask=phrase("May we begin with it next time?"),
    avoid=phrase("a doorway lecture"),
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
