"""The settings with which each of several people is asked: as chosen in their row, else as the last time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kiosk import catalogue, clock
from kiosk.actions.visits.open import Wanted, tidy
from kiosk.core import settings
from kiosk.domain.parts import Part
from kiosk.domain.place import Place
from kiosk.domain.public_ids import PublicId, public_id
from kiosk.domain.visit_kinds import Together
from kiosk.queries.asking import (
    NEW_CLIENT,
    KnownClient,
    Usual,
    UsualTablet,
    see_known_clients,
    usual_among,
    usual_together,
)
from kiosk.queries.tablets import see_free_tablets
from kiosk.web.shared.browser_login import actor
from kiosk.web.shared.languages import languages, said
from kiosk.web.staff.day.together_form import CHILDS, ROWS
from kiosk.web.staff.parts.offers import ON_A_PHONE, offer
from kiosk.web.staff.parts.tablet_rows import label_of


@dataclass(frozen=True)
class Row:
    """One person as they were typed; each choice is empty where none was made."""

    number: int
    code: str
    measure: str
    language: str
    tablet: str

    @property
    def form(self) -> str:
        """The form that was chosen; empty where a child's was, which is found by what was asked before."""
        return "" if self.measure == CHILDS else self.measure


@dataclass(frozen=True)
class Several:
    """All who were typed, and what is known of them."""

    kind: str
    place: Place
    """Where they are; the room where the form names no place that there is."""
    at_start: bool
    """True if they are asked how the week was."""
    rows: Sequence[Row]
    known: Mapping[str, KnownClient]
    """The clients among them, by their code."""
    rooms: Mapping[PublicId, str]
    """The tablets that a form can be shown on now."""

    def usual(self, row: Row) -> Usual:
        """The settings with which this person is asked if nothing is chosen; a tablet that is not free is left out."""
        one = self.known.get(row.code, NEW_CLIENT)
        usual = usual_among(one, self.kind, self.place, child=row.measure == CHILDS)
        form = one.opening_measure if self.at_start else usual.measure or settings().measure
        free = usual.tablet if usual.tablet and usual.tablet.id in self.rooms else None
        return replace(usual, measure=form, tablet=free)

    def wanted(self, row: Row) -> Wanted:
        """The settings with which this person is asked."""
        usual = self.usual(row)
        as_last_time = usual.tablet.id if usual.tablet else None
        return Wanted(
            row.code,
            row.form or usual.measure,
            row.language,
            public_id(row.tablet) if row.tablet else as_last_time,
        )


def several_typed(typed: Mapping[str, str]) -> Several:
    """Read the form."""
    place, numbers = typed.get("place", ""), [n for n in ROWS if typed.get(f"client-{n}", "").strip()]
    rows = [_row(number, typed) for number in numbers]
    known = see_known_clients(actor(), {row.code for row in rows})
    needs_tablets = known or any(row.tablet for row in rows)
    return Several(
        kind=typed.get("kind", ""),
        place=Place(place) if place in set(Place) else Place.ROOM,
        at_start=typed.get("part") == Part.OPENING,
        rows=rows,
        known=known,
        rooms={one.id: label_of(one) for one in see_free_tablets(actor(), clock.now())} if needs_tablets else {},
    )


def as_last_time(several: Several) -> dict[str, Any]:
    """The values of the form's fields that are as the last time, for each known person, and where they were."""
    if several.kind not in set(Together):
        return {}
    usual = {row.number: several.usual(row) for row in several.rows if row.code in several.known}
    return {
        "place": usual_together(several.kind, several.known).place,
        "people": {
            number: {
                "measure": "" if several.at_start else one.measure,
                "language": one.language,
                "tablet": one.tablet.id if one.tablet else ON_A_PHONE,
            }
            for number, one in usual.items()
        },
    }


def ways(several: Several) -> Mapping[int, str]:
    """Say for each row how that person will be asked; nothing where the kind is not chosen, or no form is."""
    if several.kind not in set(Together):
        return {}
    asked = {row.number: _as_chosen(several, row) for row in several.rows}
    return {
        number: said(offer(one, several.rooms).words)
        for number, one in asked.items()
        if one.measure in catalogue.measures()
    }


def _as_chosen(several: Several, row: Row) -> Usual:
    usual, room = several.usual(row), several.rooms.get(public_id(row.tablet))
    chosen = UsualTablet(public_id(row.tablet), room) if room and several.place is Place.ROOM else None
    return Usual(
        measure=usual.measure if several.at_start else row.form or usual.measure,
        place=several.place,
        tablet=None if row.tablet == ON_A_PHONE else chosen or usual.tablet,
        language=row.language or usual.language,
    )


def _row(number: int, typed: Mapping[str, str]) -> Row:
    language = typed.get(f"language-{number}", "")
    return Row(
        number,
        code=tidy(typed[f"client-{number}"]),
        measure=typed.get(f"measure-{number}", ""),
        language=language if language in languages("client") else "",
        tablet=typed.get(f"tablet-{number}", ""),
    )
