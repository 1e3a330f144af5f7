"""From what an action gives to what the client's page shows."""

from collections.abc import Sequence
from datetime import datetime

from kiosk.actions.crisis import crisis_line
from kiosk.actions.open_form import Form
from kiosk.domain.answers import NOTHING_MARKED, Fault, RawAnswers
from kiosk.domain.phrases import phrase
from kiosk.web.checkin.forms import FormKey
from kiosk.web.checkin.pages import FormPage, ItemField, OptionField, Problem
from kiosk.web.crisis import crisis_view
from kiosk.web.cues import cue_view
from kiosk.web.languages import languages
from kiosk.web.paired import dressed

SEES = {
    "room": phrase("%(name)s will see this right away, so you can talk about it before you go."),
    "telehealth": phrase("%(name)s will see this as soon as you send it. So you can still talk about it today."),
}
SEES_WHEN_ASKED = {
    "room": phrase("%(name)s can open this as soon as you send it. So you can talk about it before you go."),
    "telehealth": phrase("%(name)s can open this as soon as you send it. So you can still talk about it today."),
}
"""The same where an answer waits until it is asked for, since others could see the screen."""

ADD_WORDS = phrase("Add something in your own words")
# For translators: not an object, but what somebody keeps from the talks when they come to an end.
TAKE_ALONG = phrase("What would you like to take with you?")


def form_page(
    form: Form,
    address: str,
    now: datetime,
    given: RawAnswers | None = None,
    faults: Sequence[Fault] = (),
) -> FormPage:
    """The form, blank or with what was given; each showing has its own key."""
    given = given or RawAnswers(items={})
    known = {tag: one.own_name for tag, one in languages("client").items() if tag in form.measure.languages}
    return FormPage(
        practice=form.practice.name,
        who_sees=(SEES_WHEN_ASKED if form.held else SEES)[form.place].filled(name=form.therapist),
        items=[_item(form, item_id, given) for item_id in (item.id for item in form.measure.items)],
        nothing_marked=NOTHING_MARKED[form.measure.kind].message,
        key=FormKey.new(form.check_in, now).signed(),
        address=address,
        language=form.language,
        language_name=known.get(form.language, form.language),
        languages=[(tag, name) for tag, name in known.items() if tag != form.language],
        cue=cue_view(form.cue, form.therapist_language) if form.of_several or dressed() else None,
        easy=form.larger_text or (dressed() is not None and form.practice.tablets_larger_text),
        marked=given.marked or "buttons",
        words=_printable(given.words),
        talk=given.talk,
        invites_words=TAKE_ALONG if form.looks_back and form.measure.kind != "faces" else ADD_WORDS,
        asks_strain=form.asks_strain,
        buttons_first=form.practice.buttons_first,
        strain=given.strain,
        sorted_out=given.sorted_out,
        crisis=crisis_view(crisis_line(form.practice, form.language)),
        safety=given.safety == "yes",
        problems=[Problem(fault.target, fault.message) for fault in faults],
    )


def _item(form: Form, item_id: str, given: RawAnswers) -> ItemField:
    item = form.measure.item(item_id)
    text = item.texts[form.language]
    return ItemField(
        id=item_id,
        kind=item.kind,
        question=text.question,
        low=text.low,
        high=text.high,
        value=_printable(given.items.get(item_id, "")),
        options=[OptionField(option.text, option.words[form.language], option.face) for option in item.options],
    )


def _printable(text: str) -> str:
    """Without the one character that no page may hold."""
    return text.replace("\x00", "")
