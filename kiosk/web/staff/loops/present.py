"""From the open loops to the page that shows them."""

from datetime import datetime
from typing import Final

from flask import url_for
from flask_babel import gettext, ngettext

from kiosk.domain.loops import Ending
from kiosk.domain.phrases import phrase
from kiosk.queries.loops import EndedLoop, OpenLoops
from kiosk.web.shared.languages import said
from kiosk.web.staff.loops.pages import EndedView, LoopsPage
from kiosk.web.staff.parts.loops import NAMES, loop_view
from kiosk.web.staff.parts.numerals import counted
from kiosk.web.staff.parts.times import day_ago
from kiosk.web.staff.parts.unshown import unshown_lines

ENDINGS: Final = {
    Ending.DONE: phrase("%(name)s: done, %(when)s."),
    Ending.NOT_NEEDED: phrase("%(name)s: no longer needed, %(when)s."),
}


def loops_page(seen: OpenLoops, now: datetime, zone: str, *, private: bool) -> LoopsPage:
    """The list; `private` is a screen that only the therapist sees."""
    return LoopsPage(
        summary=_summary(seen.total),
        loops=[loop_view(loop, now, zone, private=private) for loop in seen.loops],
        unshown=unshown_lines(seen.unshown, now, zone),
        ended=[_ended(loop, now, zone) for loop in seen.ended],
        place=gettext("Page %(page)s of %(pages)s", page=seen.page, pages=seen.pages) if seen.pages > 1 else "",
        earlier=url_for("loops.loops", page=seen.page - 1) if seen.page > 1 else "",
        later=url_for("loops.loops", page=seen.page + 1) if seen.page < seen.pages else "",
    )


def _summary(total: int) -> str:
    if not total:
        return gettext("Nothing is open.")
    words = ngettext(
        "%(count)s thing waits until you say what became of it.",
        "%(count)s things wait until you say what became of them.",
        total,
        count=counted(total),
    )
    return words[:1].upper() + words[1:]


def _ended(loop: EndedLoop, now: datetime, zone: str) -> EndedView:
    sentence = ENDINGS[loop.ending].filled(name=said(NAMES[loop.kind]), when=day_ago(loop.ended_at, now, zone))
    return EndedView(loop.id, loop.client, loop.code, said(sentence))
