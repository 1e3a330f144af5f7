"""The practice's month, for whoever looks after the practice: counts for all together, fit to be printed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from kiosk import catalogue, clock, zones
from kiosk.domain.noted import REASONS, Became
from kiosk.domain.permissions import Permission
from kiosk.domain.phrases import Phrase, phrase
from kiosk.queries.month import Cells, Month, see_month
from kiosk.queries.practice import see_printing
from kiosk.web.shared.browser_login import actor
from kiosk.web.shared.gate import needs
from kiosk.web.shared.languages import figure, languages, said, spoken
from kiosk.web.shared.staff_names import staff_names
from kiosk.web.staff.parts.noted_words import WORDS
from kiosk.web.staff.parts.times import dated, printed

bp = Blueprint("month", __name__)
bp.context_processor(staff_names)

FEW: Final = phrase("fewer than five clients")
BECAME: Final[Mapping[str, Phrase]] = {
    "answered": phrase("Answered"),
    "declined": phrase("Declined"),
    "open": phrase("Still open"),
    "unanswered": phrase("Not answered"),
}
REPAIRED: Final[Mapping[str, Phrase]] = {
    "back": phrase("Back to how it was"),
    "talked": phrase("Talked about, and not back yet"),
    "waiting": phrase("Not talked about yet"),
}
WHY_NOT: Final[Mapping[str, Phrase]] = {**{one: WORDS[one] for one in REASONS}, Became.HELD: phrase("Not said")}
FIRST_YEAR: Final = 2000
MOST: Final = 24
"""The months to choose from; an address reaches all."""


@dataclass(frozen=True)
class MonthTable:
    """One table of names and figures; a figure about few clients is a sentence."""

    heading: str
    rows: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class MonthPage:
    """One month, and the others there are."""

    name: str
    tables: Sequence[MonthTable]
    chosen: str
    months: Sequence[tuple[str, str]]
    """Those to choose from, the present one first: as an address has them, and by name."""
    printed: str = ""
    """The practice and the day, for the page on paper."""


@bp.get("/month")
@needs(Permission.CHANGE_PRACTICE)
def month() -> ResponseReturnValue:
    """One month, by default the present one."""
    now, me = clock.now(), actor()
    here = now.astimezone(zones.zone(me.time_zone)).replace(day=1)
    wanted = _wanted(request.args.get("month", ""), here)
    page = _page(see_month(me, *wanted, now), me.time_zone, here)
    return render_template(
        "practice/month.html", page=replace(page, printed=printed(see_printing(me).name, now, me.time_zone))
    )


def _wanted(typed: str, here: datetime) -> tuple[int, int]:
    year, _, number = (typed or f"{here:%Y-%m}").partition("-")
    if not (year.isdecimal() and number.isdecimal() and len(year) == 4 and len(number) == 2):  # noqa: PLR2004 -- as 2026-05
        abort(404)
    if not (FIRST_YEAR <= int(year) <= here.year and 1 <= int(number) <= 12):  # noqa: PLR2004 -- months
        abort(404)
    return int(year), int(number)


def _page(seen: Month, zone: str, here: datetime) -> MonthPage:
    since = 12 * here.year + here.month - 1
    months = [here.replace(year=each // 12, month=each % 12 + 1) for each in range(since, since - MOST, -1)]
    took = gettext("%(count)s seconds", count=seen.seconds) if seen.seconds is not None else said(FEW)
    return MonthPage(
        name=dated(seen.begins, gettext("LLLL y"), zone),
        tables=[
            MonthTable(
                gettext("All together"),
                [
                    (gettext("Sessions held"), _figure(seen.held)),
                    (gettext("Sessions with a check-in"), _figure(seen.sessions)),
                    (gettext("Held, and nobody asked"), _figure(seen.not_asked)),
                    (gettext("Not held"), _figure(seen.not_held)),
                    (gettext("People asked"), _figure(seen.asked)),
                ],
            ),
            MonthTable(gettext("Why nobody was asked"), _named(seen.why_not, WHY_NOT)),
            MonthTable(gettext("What became of those asked"), _named(seen.became, BECAME)),
            MonthTable(
                gettext("Dips and repair"),
                [(gettext("Flagged"), _figure(seen.flagged)), *_named(seen.repaired, REPAIRED)],
            ),
            MonthTable(gettext("Forms"), [(_form(name), _figure(count)) for name, count in seen.forms.items()]),
            MonthTable(
                gettext("Languages"), [(_language(name), _figure(count)) for name, count in seen.languages.items()]
            ),
            MonthTable(gettext("How long answering takes"), [(gettext("Half take less than"), took)]),
        ],
        chosen=f"{seen.begins.astimezone(zones.zone(zone)):%Y-%m}",
        months=[(f"{one:%Y-%m}", dated(one, gettext("LLLL y"), zone)) for one in months],
    )


def _figure(count: int | None) -> str:
    return said(FEW) if count is None else figure(count)


def _named(cells: Cells, names: Mapping[str, Phrase]) -> Sequence[tuple[str, str]]:
    return [(said(word), _figure(cells[name])) for name, word in names.items() if name in cells]


def _form(name: str) -> str:
    known = catalogue.measures().get(name)
    return known.names.get(spoken()) or known.names["en"] if known else name


def _language(tag: str) -> str:
    known = languages("client").get(tag)
    return known.own_name if known else tag
