"""Each stored word that a page or a paper says has words of its own: stand-ins are for words of later versions."""

from collections.abc import Collection

import pytest

from kiosk.actions.clients.pauses import PauseReason
from kiosk.actions.visits.change import Outcome
from kiosk.domain.answers import OBSTACLES, Marking, Obstacle, SortedOut, Strain, Talk
from kiosk.domain.calendars import Trouble
from kiosk.domain.corrections import CorrectionKind, CorrectionReason
from kiosk.domain.lifecycle import ANSWERED, STORED
from kiosk.domain.noted import Became
from kiosk.domain.onward import Algorithm, Step, WantedState
from kiosk.domain.place import Place
from kiosk.domain.signals import ORDER
from kiosk.domain.signs import LABELS, Seen
from kiosk.domain.tasks import Failed, TaskKind, TaskState
from kiosk.outgoing import RequestFault
from kiosk.queries.calendar import Knows
from kiosk.queries.kept import Extent
from kiosk.web.checkin import who_sees
from kiosk.web.staff.clients import time_line
from kiosk.web.staff.day import rows
from kiosk.web.staff.documents.theirs import words as theirs
from kiosk.web.staff.exchange import calendar_words
from kiosk.web.staff.exchange import words as exchange
from kiosk.web.staff.parts import answer_words, correction_words, deliveries, for_the_record, noted_words, pauses
from kiosk.web.staff.practice import month, record_system_page
from kiosk.web.staff.supervision import present as supervised

RULES = {place.partition(" (")[0] for place in ORDER}
OF_SEVERAL = {"split", "apart-from-group"}
"""Found in the answers of several people, so in no client's own."""
SAID_BESIDE = {"safety", "talk-now", "strain", "comment", "declined", "signs"}
"""Rules on what the client said or the therapist noticed, which stands beside them in so many words."""
NEVER_ASKED = set(
    "face-low persistent-low floor comment declined week-worse signs ceiling drop repair-seen goal-met first-high"
    " too-little straight-line".split()
)
"""At most a word in passing."""


@pytest.mark.parametrize(
    ("said", "stored"),
    [
        (theirs.IN_SHORT, RULES - OF_SEVERAL - SAID_BESIDE),
        # Safety has a sentence of its own, and a guess is the therapist's, who may read this page with the client.
        (time_line.REASONS | time_line.OVER_TIME, RULES - OF_SEVERAL - NEVER_ASKED - {"safety", "missed"}),
        (theirs.CAME, Outcome),
        (rows.OUTCOMES, Outcome),
        (for_the_record.CAME, Outcome),
        (supervised.BECAME, Outcome),
        (time_line.TALKED, set(Outcome) - {Outcome.TALKED}),  # which says on which day
        (theirs.CORRECTED, CorrectionKind),
        (theirs.EXTENTS, Extent),
        (theirs.MARKED, Marking),
        (theirs.NOTED, Became),
        (theirs.PAUSED, PauseReason),
        (pauses.REASONS, PauseReason),
        (pauses.PAUSED, PauseReason),
        (theirs.PLACES, Place),
        (correction_words.PLACES, Place),
        (correction_words.SET_ASIDE, CorrectionReason),
        (who_sees.SEES, Place),
        (who_sees.SEES_WHEN_ASKED, Place),
        (theirs.SORTED_OUT, SortedOut),
        (theirs.STRAIN, Strain),
        (theirs.TITLES, Extent),
        (theirs.UNANSWERED, STORED - ANSWERED),
        (theirs.WISHES, Talk),
        (answer_words.WISHES, Talk),
        (answer_words.WISHES_THEN, Talk),
        (OBSTACLES, Obstacle),
        (LABELS, Seen),
        (noted_words.SENTENCES, Became),
        (noted_words.WORDS, Became),
        (month.WHY_NOT, set(Became) - {Became.NOT_HELD}),
        (deliveries.OUTCOMES, RequestFault),
        (calendar_words.TROUBLES, [*Trouble, *RequestFault]),
        (calendar_words.KNOWN, Knows),
        (exchange.HEADINGS, TaskKind),
        (exchange.STANDS, TaskState),
        (exchange.REASONS, Failed),
        (record_system_page.STEPS, Step),
        (record_system_page.WANTED, WantedState),
        (dict(record_system_page.ALGORITHMS), Algorithm),
    ],
)
def test_each_has_words(said: Collection[str], stored: Collection[str]) -> None:
    assert sorted(set(stored) - set(said)) == []
