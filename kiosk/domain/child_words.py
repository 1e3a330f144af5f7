"""The words of the prompts for children: what to say and to ask when the form is one for children.

Our own words, as a therapist of children would say them: short, about what the child showed, without a why, without
fault, and with showing or drawing as good as telling. They take the place of what is said to adults.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from kiosk.domain import phase_words as phases
from kiosk.domain import prompt_words as adult
from kiosk.domain.phase_words import Question
from kiosk.domain.phrases import phrase
from kiosk.domain.prompt_words import Wording

FACES = phrase("going through the faces one by one")
HAPPIER = phrase("asking for a happier face")

NO_TIME_LEFT: Final = Wording(
    say=phrase("What you showed me is important, and I want to have enough time for it."),
    ask=phrase("Shall we start with that next time?"),
    avoid=phrase("a doorway lecture"),
)
WORDS: Final[Mapping[Wording, Wording]] = MappingProxyType(
    {
        adult.NO_TIME_LEFT: NO_TIME_LEFT,
        adult.SAFETY: Wording(
            say=phrase("Let's put this away. I'm glad you told me. Are you safe right now?"),
            ask=None,
            avoid=phrase("promising to keep it a secret"),
        ),
        adult.TALK_NOW: Wording(
            say=phrase("You'd like to talk about it. Good, I'd like that too."),
            ask=phrase("Do you want to tell me, or show me?"),
            avoid=phrase("looking at the clock"),
            again=phrase("You'd like to talk today as well. Good, I'd like that too."),
        ),
        adult.STRAIN_NOT_SORTED: Wording(
            say=phrase("Something wasn't right between us today. It's good that you told me, and it's not your fault."),
            ask=phrase("Can you tell me or show me what it was?"),
            avoid=phrase("asking why"),
            again=phrase(
                "Something wasn't right between us again. It's good that you told me, and it's not your fault."
            ),
        ),
        adult.STRAIN_SORTED: Wording(
            say=phrase("Something wasn't right between us, and now it's okay again. Thank you for telling me."),
            ask=phrase("What helped to make it okay again?"),
            avoid=phrase("re-opening it"),
            again=phrase("Something wasn't right again, and now it's okay. Thank you for telling me."),
        ),
        adult.OTHER_PACE: Wording(
            say=phrase("Thank you for telling me. Maybe I was too fast for you, or too slow."),
            ask=phrase("Which was it, too fast or too slow?"),
            avoid=phrase("explaining"),
        ),
        adult.SOMETHING_SAID: Wording(
            say=phrase("Thank you for telling me. Maybe I said something that wasn't good to hear."),
            ask=phrase("Which words bothered you?"),
            avoid=phrase("explaining what I meant"),
        ),
        adult.WHO_THEY_ARE: Wording(
            say=phrase("Thank you for telling me. Maybe there's something about you or your family that I didn't get."),
            ask=phrase("What would you like me to know?"),
            avoid=phrase("explaining"),
        ),
        adult.RATHER_NOT_SAY: Wording(
            say=phrase("Thank you for telling me that something wasn't right. You don't have to say what it was."),
            ask=phrase("Is there something that would make it easier next time?"),
            avoid=phrase("asking what it was"),
        ),
        adult.UNDERSTOOD_NEARLY: Wording(
            say=phrase("Was there a moment today when I didn't get what you meant?"),
            ask=phrase("Can you tell me again, or draw it for me?"),
            avoid=phrase("saying that I did understand"),
        ),
        adult.UNDERSTOOD_LOW: Wording(
            say=phrase("Thank you for showing me. I think I didn't really get what you meant today."),
            ask=phrase("Can you tell me again, or draw it for me?"),
            avoid=phrase("saying that I did understand"),
            again=phrase("I'm glad you keep showing me. I think I didn't really get what you meant today."),
        ),
        adult.UNDERSTOOD_VERY_LOW: Wording(
            say=phrase("I'm sorry. I didn't get what you meant today, and that's not your fault."),
            ask=phrase("Can you tell me or show me what it was? It's okay if you don't want to now."),
            avoid=phrase("saying that I did understand"),
            again=phrase("I'm sorry I didn't get it. That's not your fault."),
        ),
        adult.TOPICS_NEARLY: Wording(
            say=phrase("Was there something you wanted to talk about that we didn't get to?"),
            ask=phrase("What shall we do first next time?"),
            avoid=phrase("saying what had to be done"),
        ),
        adult.TOPICS_LOW: Wording(
            say=phrase("Thank you for showing me. Maybe we didn't talk about what matters to you."),
            ask=phrase("What shall we do first next time?"),
            avoid=phrase("saying what had to be done"),
            again=phrase("I'm glad you keep showing me. Maybe we didn't talk about what matters to you."),
        ),
        adult.APPROACH_NEARLY: Wording(
            say=phrase("Was there something we did today that wasn't quite right for you?"),
            ask=phrase("What would you like more of next time, and what less of?"),
            avoid=phrase("talking them into it"),
        ),
        adult.APPROACH_LOW: Wording(
            say=phrase("Thank you for showing me. Maybe the way we did things wasn't right for you."),
            ask=phrase("What would you like more of next time, and what less of?"),
            avoid=phrase("talking them into it"),
            again=phrase("I'm glad you keep showing me. Maybe the way we did things wasn't right for you."),
        ),
        adult.OVERALL_NEARLY: Wording(
            say=phrase("Was there something today that wasn't so good?"),
            ask=phrase("If you could change one thing about today, what would it be?"),
            avoid=phrase("guessing the reason"),
        ),
        adult.OVERALL_LOW: Wording(
            say=phrase("Thank you for showing me. It looks as if today wasn't so good for you."),
            ask=phrase("If you could change one thing about today, what would it be?"),
            avoid=phrase("guessing the reason"),
            again=phrase("I'm glad you keep showing me. It looks as if today wasn't so good for you."),
        ),
        adult.TOTAL_LOW: Wording(
            say=phrase("Thank you for showing me how it was."),
            ask=phrase("What would have made today better?"),
            avoid=HAPPIER,
            again=phrase("I'm glad you keep showing me how it is."),
        ),
        adult.TOTAL_VERY_LOW: Wording(
            say=phrase("Thank you for showing me. It looks as if a lot wasn't good for you today."),
            ask=phrase("What would have made today better?"),
            avoid=HAPPIER,
            again=phrase("I'm glad you keep showing me. It looks as if a lot wasn't good for you today."),
        ),
        adult.CHANGED: Wording(
            say=phrase("Today looks different from other times. Thank you for showing me."),
            ask=phrase("What was different today?"),
            avoid=FACES,
            again=phrase("It looks different again, and I'm glad you keep showing me."),
        ),
        adult.CHANGED_MUCH: Wording(
            say=phrase("Today looks very different from other times, and I'd like to hear about that."),
            ask=phrase("What was different today? You can tell me or show me."),
            avoid=FACES,
            again=phrase("It looks very different again, and I'd like to hear about that."),
        ),
        adult.APART_FROM_GROUP: Wording(
            say=phrase("I wanted to ask you how the group was for you."),
            ask=phrase("What would make the group better for you?"),
            avoid=phrase("raising it in the circle"),
        ),
        adult.COMMENT: Wording(
            say=phrase("I've read what you wrote. Thank you for telling me."),
            ask=phrase("Did you mean that …?"),
            avoid=phrase("reading it aloud to others"),
            again=phrase("I've read what you wrote, and I'm glad you keep telling me things."),
        ),
        adult.DECLINED: Wording(
            say=phrase("You don't have to do it. That's completely okay."),
            ask=None,
            avoid=phrase("asking why"),
        ),
        adult.DECLINED_TWICE: Wording(
            say=phrase("You don't have to do it. That's completely okay."),
            ask=phrase("Would you like to do it another way, maybe with a drawing?"),
            avoid=phrase("pressing"),
        ),
        adult.DECLINED_OFTEN: Wording(
            say=phrase("You never have to do it. That's okay every time."),
            ask=None,
            avoid=phrase("pressing"),
        ),
        adult.MISSED: Wording(
            say=phrase("I hadn't noticed that. I'm glad you showed me."),
            ask=phrase("How can I notice it next time?"),
            avoid=phrase("surprise as reproach"),
            again=phrase("I didn't notice this time either. I'm glad you showed me."),
        ),
        adult.NOT_BACK: Wording(
            say=phrase("A few times ago something changed, and I think it isn't good again yet."),
            ask=phrase("Shall we find out together what would help?"),
            avoid=phrase("waiting another month"),
        ),
        adult.STEADY_LOW: Wording(
            say=phrase("You've picked much the same faces for a while now."),
            ask=phrase("Is that good the way it is, or is something missing?"),
            avoid=phrase("waiting another month"),
        ),
        adult.CHANGING_LOW: Wording(
            say=phrase("For a while, you've picked different faces at different times."),
            ask=phrase("Is that good the way it is, or is something missing?"),
            avoid=phrase("waiting another month"),
        ),
        adult.LOW_FOR_A_WHILE: Wording(
            say=phrase("Some of the faces you pick have looked like that for a while now."),
            ask=phrase("Is it like that for you at the moment?"),
            avoid=HAPPIER,
        ),
        adult.LOW_AS_IT_IS: Wording(
            say=phrase("Thank you for showing me how it is."),
            ask=phrase("Is it like that for you at the moment?"),
            avoid=HAPPIER,
        ),
        # The youngest have this one alone, which was a child's from the first.
        adult.NOT_GOOD: adult.NOT_GOOD,
        adult.SIGNS: Wording(
            say=phrase("Sometimes I don't notice things."),
            ask=phrase("Is there anything that's hard to tell me? I won't be cross."),
            avoid=phrase("doubting their faces"),
        ),
        adult.CEILING: Wording(
            say=phrase("I'm glad it was good."),
            ask=phrase("If we could make one small thing even better, what would it be?"),
            avoid=phrase("asking whether they are sure"),
        ),
        adult.WEEK_WORSE: Wording(
            say=phrase("It looks as if this week was harder."),
            ask=phrase("Do you want to start with that?"),
            avoid=phrase("cheering them up"),
            again=phrase("It looks as if this week was hard again."),
        ),
        adult.FIRST_HIGH: Wording(
            say=phrase("I'm glad it was good."),
            ask=phrase("How can you show me when I get something wrong?"),
            avoid=phrase("treating it as success"),
        ),
        adult.REPAIR_SEEN: Wording(
            say=phrase("It looks as if it's good for you here again."),
            ask=phrase("What made it good again?"),
            avoid=phrase("claiming credit"),
        ),
        adult.GOAL_MET: Wording(
            say=phrase("Lately, you've often shown me that I got what you meant."),
            ask=phrase("Is that still what you wish for, or is there something new?"),
            avoid=phrase("closing the topic"),
        ),
    }
)
"""By what an adult is told. `split` is missing: it is said to everybody in the room alike."""

QUESTIONS: Final[Mapping[Question, Question]] = MappingProxyType(
    {
        phases.NOT_KNOWN_YET: Question(
            phrase("What else should I know about you?"), phrase("acting as if I knew you already")
        ),
        phases.HOPED_FOR_TODAY: Question(
            phrase("What did you wish for today that didn't happen?"), phrase("promising that it gets better")
        ),
        phases.HOPED_FOR_HELP: Question(phrase("What could I help you with?"), phrase("explaining how I work")),
        phases.FIRST_CHANGE: Question(
            phrase("What would you like me to do next time?"), phrase("putting it down to shyness")
        ),
        phases.NOT_SEEN_YET: Question(phrase("Which bit don't I get yet?"), phrase("summing up")),
        phases.NOT_COME_TO: Question(
            phrase("What matters to you that we haven't talked about yet?"),
            phrase("settling on a theme too soon"),
        ),
        phases.CAME_UP: Question(
            phrase("Was there something today that you didn't expect?"), phrase("going deeper right now")
        ),
        phases.WHAT_FITS: Question(
            phrase("Which of the things we do here is good for you, and which isn't?"), phrase("one more exercise")
        ),
        phases.HARDER: Question(
            phrase("Was something harder today than other times?"), phrase("pushing on as planned")
        ),
        phases.STILL_WANTED: Question(phrase("What would you like help with now?"), phrase("more of the same")),
        phases.BEFORE_WE_STOP: Question(
            phrase("What should I still understand before we say goodbye?"),
            phrase("promising that there will be time"),
        ),
        phases.IN_WHAT_IS_LEFT: Question(
            phrase("What would you like to do in the times we have left?"), phrase("opening something new")
        ),
        phases.ABOUT_THE_END: Question(
            phrase("How is it for you that we say goodbye soon?"), phrase("taking it for a step back")
        ),
        phases.STILL_MISSING: Question(
            phrase("What would make the times we have left better?"), phrase("starting something new")
        ),
        phases.NEEDED_TO_END: Question(
            phrase("What would help you in the times we have left?"), phrase("waiting for the end")
        ),
        phases.TO_KEEP: Question(
            phrase("What would you like to take with you from here?"), phrase("closing the topic")
        ),
    }
)
"""By what an adult is asked in a phase of the work."""
