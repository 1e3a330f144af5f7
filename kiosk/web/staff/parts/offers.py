"""One tap that begins a check-in: what will be asked and where, as values to post and in words beside the button."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from flask_babel import gettext

from kiosk import catalogue
from kiosk.core import settings
from kiosk.domain.phrases import Phrase, phrase
from kiosk.domain.place import Place
from kiosk.domain.public_ids import PublicId
from kiosk.queries.asking import Usual
from kiosk.queries.tablets import SeenTablet
from kiosk.web.shared.languages import name_in_ours, spoken
from kiosk.web.staff.parts.choices import Choice
from kiosk.web.staff.parts.form_languages import usual_language
from kiosk.web.staff.parts.tablet_rows import label_of

ON_A_CALL: Final = "call"
ON_A_PHONE: Final = "phone"
"""Values of the field `where`, beside the ids of tablets."""
WORDS: Final = {
    "tablet": phrase("%(form)s on the tablet in %(room)s"),
    ON_A_PHONE: phrase("%(form)s on their own phone"),
    ON_A_CALL: phrase("%(form)s on a call"),
}
IN_A_LANGUAGE: Final = {
    "tablet": phrase("%(form)s, in %(language)s, on the tablet in %(room)s"),
    ON_A_PHONE: phrase("%(form)s, in %(language)s, on their own phone"),
    ON_A_CALL: phrase("%(form)s, in %(language)s, on a call"),
}


@dataclass(frozen=True)
class Offer:
    """The form and place of a one-tap check-in, in words."""

    measure: str
    where: str
    """`phone`, `call` or the id of a tablet."""
    language: str
    """Their own; empty for the usual one."""
    words: Phrase

    @property
    def on_a_call(self) -> bool:
        """True if the session is on a call."""
        return self.where == ON_A_CALL


def offer(usual: Usual, tablets: Mapping[PublicId, str] | None = None) -> Offer:
    """The offer; of `tablets`, by id with their labels, one that is not there is replaced by the client's own phone."""
    tablet = usual.tablet
    if tablet and tablets is not None and tablet.id not in tablets:
        tablet = None
    where = ON_A_CALL if usual.place is Place.TELEHEALTH else tablet.id if tablet else ON_A_PHONE
    measure = usual.measure or settings().measure
    words = _words(measure, where, tablet.room if tablet else "", usual.language)
    return Offer(measure, where, usual.language, words)


def _words(measure: str, where: str, room: str, language: str) -> Phrase:
    form = catalogue.measure(measure).names[spoken()]
    way = where if where in WORDS else "tablet"
    if language and language != usual_language():
        return IN_A_LANGUAGE[way].filled(form=form, room=room, language=name_in_ours(language))
    return WORDS[way].filled(form=form, room=room)


def where_choices(tablets: Sequence[SeenTablet]) -> Sequence[Choice]:
    """Every place and device that a check-in can be started on now."""
    return [
        Choice(ON_A_PHONE, gettext("Their own phone")),
        *(Choice(tablet.id, gettext("Tablet: %(room)s", room=label_of(tablet))) for tablet in tablets),
        Choice(ON_A_CALL, gettext("On a call")),
    ]
