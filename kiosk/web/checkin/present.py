"""From what an action gives to what the client's page shows."""

from collections.abc import Sequence

from kiosk.domain.answers import NOTHING_MARKED, OBSTACLES, Fault, RawAnswers
from kiosk.domain.measures import Item
from kiosk.domain.phrases import phrase
from kiosk.queries.forms import Form
from kiosk.web.checkin.pages import FormPage, ItemField, NoticePage, OptionField, Problem
from kiosk.web.checkin.who_sees import who_sees
from kiosk.web.shared.crisis import crisis_view
from kiosk.web.shared.cues import cue_view
from kiosk.web.shared.languages import languages
from kiosk.web.shared.notices import notice_sections
from kiosk.web.shared.paired import dressed

ADD_WORDS = phrase("Add something in your own words")
# For translators: not an object, but what somebody keeps from the talks when they come to an end.
TAKE_ALONG = phrase("What would you like to take with you?")

READS_FORMER = phrase("%(name)s can read what you wrote before this, unless you say no.")


def form_page(
    form: Form,
    address: str,
    key: str,
    given: RawAnswers | None = None,
    faults: Sequence[Fault] = (),
) -> FormPage:
    """The form, blank or with what was given; `key` is that of this showing."""
    given = given or RawAnswers(items={})
    known = {tag: one.own_name for tag, one in languages("client").items() if tag in form.measure.languages}
    return FormPage(
        practice=form.practice.name,
        who_sees=who_sees(form),
        items=tuple(_item(form, item, given) for item in form.measure.items),
        nothing_marked=NOTHING_MARKED[form.measure.kind].message,
        key=key,
        address=address,
        language=form.language,
        language_name=known.get(form.language, form.language),
        languages=tuple((tag, name) for tag, name in known.items() if tag != form.language),
        cue=cue_view(form.cue, form.therapist_language) if form.of_several or dressed() else None,
        alone=not form.of_several,
        easy=form.larger_text or (dressed() is not None and form.practice.tablets_larger_text),
        marked=given.marked or "buttons",
        words=_printable(given.words),
        talk=given.talk,
        invites_words=TAKE_ALONG if form.looks_back and form.measure.kind != "faces" else ADD_WORDS,
        asks_strain=form.asks_strain,
        to_practice=form.to_practice,
        help_waits=form.held,
        buttons_first=form.practice.buttons_first,
        strain=given.strain,
        sorted_out=given.sorted_out,
        obstacles=tuple((one.value, words) for one, words in OBSTACLES.items() if form.asks_obstacle),
        obstacle=given.obstacle,
        crisis=crisis_view(form.practice.crisis.line(form.language)),
        safety=given.safety == "yes",
        is_opening=form.is_opening,
        asks_former=READS_FORMER.filled(name=form.therapist) if form.asks_about_words else None,
        former=given.former,
        problems=tuple(Problem(fault.target, fault.message) for fault in faults),
    )


def notice_page(form: Form, address: str, fields: Sequence[tuple[str, str]], *, easy: bool) -> NoticePage:
    """The privacy notice of a form; `fields` are all that the form sent, which goes back with the next tap."""
    kept = [(name, _printable(value)) for name, value in fields if name not in {"show", "to"}]
    facts = form.practice.notice
    return NoticePage(form.practice.name, notice_sections(facts, who_sees(form), form.language), address, kept, easy)


def _item(form: Form, item: Item, given: RawAnswers) -> ItemField:
    text = item.texts[form.language]
    return ItemField(
        id=item.id,
        kind=item.kind,
        question=text.question,
        low=text.low,
        high=text.high,
        value=_printable(given.items.get(item.id, "")),
        options=tuple(OptionField(option.text, option.words[form.language], option.face) for option in item.options),
    )


def _printable(text: str) -> str:
    """Without the one character that no page may hold."""
    return text.replace("\x00", "")
