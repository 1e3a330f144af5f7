"""Held answers that cannot wait, for the day page on a screen that only the therapist sees."""

from datetime import datetime

from flask_babel import gettext

from kiosk.queries.urgent import Urgent
from kiosk.web.shared.languages import said
from kiosk.web.staff.day.pages import UrgentCard
from kiosk.web.staff.parts.addresses import alone_page_of
from kiosk.web.staff.parts.answer_words import HEADINGS_THEN, lead_heading
from kiosk.web.staff.parts.times import days_ago, near_time


def urgent_card(urgent: Urgent, now: datetime, zone: str) -> UrgentCard:
    """The card of one: the code and the word on the form, and what it is about."""
    check_in, result = urgent.check_in, urgent.result
    cue, code = urgent.cue, check_in.code
    whose = f"{said(cue.word)}, {code}" if cue else code
    then = days_ago(result.received_at, now, zone) > 0
    about = gettext("asks for help staying safe") if result.safety else lead_heading(result, 3, then=then)
    grave = "" if result.safety or not result.talk else f" {said(HEADINGS_THEN[3])}."
    return UrgentCard(
        check_in=check_in.id,
        code=whose,
        heading=f"{whose}: {about}",
        when=gettext("Received %(when)s.", when=near_time(result.received_at, now, zone)) + grave,
        words=result.words,
        asks_for_help=result.safety,
        address=alone_page_of(check_in.ids),
    )
