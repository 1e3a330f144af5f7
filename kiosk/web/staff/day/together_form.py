"""The form that starts the check-ins of several people, blank or as it was typed."""

from collections.abc import Mapping, Sequence

from flask_babel import gettext

from kiosk.actions.visits.open_together import PersonFault
from kiosk.domain.parts import Part
from kiosk.domain.phrases import phrase
from kiosk.domain.visit_kinds import MOST, Together
from kiosk.web.shared.languages import said
from kiosk.web.staff.day.pages import PersonRow, TogetherForm
from kiosk.web.staff.parts.choices import Choice
from kiosk.web.staff.parts.lengths import forms

ROWS = range(1, MOST + 1)
AT_ONCE = 4
"""The number of rows that are open from the start; a bigger group opens the others."""
CODE_LIMIT = 80
CHILDS = "child's"
"""In place of a form's name, which has no apostrophe: the one for a child among those who come."""
KINDS = {Together.COUPLE: phrase("Couple"), Together.FAMILY: phrase("Family"), Together.GROUP: phrase("Group")}


def together_form(
    typed: Mapping[str, str] | None = None,
    faults: Sequence[tuple[Sequence[int], PersonFault]] = (),
    ways: Mapping[int, str] | None = None,
) -> TogetherForm:
    """The form; each fault comes with the rows' numbers in which the people stood.

    `ways` says how each person will be asked, by the number of their row.
    """
    typed, ways = typed or {}, ways or {}
    rows = [_row(number, typed, ways.get(number, "")) for number in ROWS]
    return TogetherForm(
        kinds=[Choice(kind, said(label)) for kind, label in KINDS.items()],
        measures=[
            Choice("", gettext("The usual form")),
            Choice(CHILDS, gettext("For a child")),
            *forms(with_ages=True),
        ],
        rows=rows[:AT_ONCE],
        more=rows[AT_ONCE:],
        kind=typed.get("kind", ""),
        place=typed.get("place", "room"),
        at_start=typed.get("part", "") == Part.OPENING,
        problems=[(_field(numbers, fault), said(fault.message)) for numbers, fault in faults],
    )


def _row(number: int, typed: Mapping[str, str], way: str) -> PersonRow:
    return PersonRow(
        number,
        code=typed.get(f"client-{number}", "")[:CODE_LIMIT],
        measure=typed.get(f"measure-{number}", ""),
        language=typed.get(f"language-{number}", ""),
        tablet=typed.get(f"tablet-{number}", ""),
        way=way,
    )


def _field(numbers: Sequence[int], fault: PersonFault) -> str:
    return "client-1" if fault.person is None else f"client-{numbers[fault.person]}"
