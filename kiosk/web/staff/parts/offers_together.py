"""One tap that asks several people: each by which form, in which language and on what, to post and in words."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from flask_babel import gettext

from kiosk import catalogue
from kiosk.core import settings
from kiosk.domain.place import Place
from kiosk.domain.public_ids import PublicId
from kiosk.queries.asking import Usual, UsualTogether
from kiosk.web.shared.languages import name_in_ours, spoken
from kiosk.web.staff.parts.form_languages import usual_language
from kiosk.web.staff.parts.offers import ON_A_PHONE

Shared: TypeAlias = Mapping[str, Collection[str]]
"""The codes of those who share a form, or a device, by its words."""


@dataclass(frozen=True)
class GroupStart:
    """One tap that begins the check-ins of several people, each as the last time."""

    name: str
    fields: Sequence[tuple[str, str]]
    words: str


def offer_together(name: str, usual: UsualTogether, tablets: Collection[PublicId]) -> GroupStart:
    """The offer; a tablet that is not among `tablets` is replaced by the client's own phone."""
    fields = [("kind", usual.kind), ("place", usual.place.value)]
    for number, (code, one) in enumerate(usual.people.items(), start=1):
        fields += [(f"client-{number}", code), (f"measure-{number}", _measure(one))]
        tablet = one.tablet.id if one.tablet and one.tablet.id in tablets else ON_A_PHONE
        fields.append((f"tablet-{number}", tablet))
    return GroupStart(name, fields, _words(_forms(usual.people), _devices(usual, tablets)))


def _words(forms: Sequence[str], devices: Sequence[str]) -> str:
    """One clause where all is alike, else a list: its entries have commas of their own."""
    return (", " if len(forms) == len(devices) == 1 else "; ").join([*forms, *devices])


def _measure(usual: Usual) -> str:
    return usual.measure or settings().measure


def _forms(people: Mapping[str, Usual]) -> Sequence[str]:
    """Name the form once where it is the same for all, else with the codes of those whose it is."""
    shared = _shared({code: _form(one) for code, one in people.items()})
    if len(shared) == 1:
        return [gettext("%(form)s for each", form=next(iter(shared)))]
    return [f"{', '.join(codes)}: {form}" for form, codes in shared.items()]


def _form(usual: Usual) -> str:
    form = catalogue.measure(_measure(usual)).names[spoken()]
    if usual.language and usual.language != usual_language():
        return gettext("%(form)s in %(language)s", form=form, language=name_in_ours(usual.language))
    return form


def _devices(usual: UsualTogether, tablets: Collection[PublicId]) -> Sequence[str]:
    if usual.place is Place.TELEHEALTH:
        return [gettext("on a call")]
    shared = _shared({code: _room(one, tablets) for code, one in usual.people.items()})
    if len(shared) > 1:
        return [_device(room, ", ".join(codes)) for room, codes in shared.items()]
    (room,) = shared
    if room:
        return [gettext("on the tablet in %(room)s, which goes round", room=room)]
    return [gettext("each on their own phone")]


def _room(usual: Usual, tablets: Collection[PublicId]) -> str:
    """The room of their tablet; empty for their own phone."""
    return usual.tablet.room if usual.tablet and usual.tablet.id in tablets else ""


def _device(room: str, codes: str) -> str:
    if room:
        return gettext("%(codes)s on the tablet in %(room)s", codes=codes, room=room)
    return gettext("%(codes)s on their own phone", codes=codes)


def _shared(words: Mapping[str, str]) -> Shared:
    """Put the codes together that have the same words, in the order of the first of each."""
    found: dict[str, list[str]] = {}
    for code, one in words.items():
        found.setdefault(one, []).append(code)
    return found
