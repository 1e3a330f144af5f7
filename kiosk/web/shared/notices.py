"""The privacy notice in words: the practice's own or the template, with what is so in its gaps."""

from collections.abc import Mapping, Sequence

from kiosk.domain import notice
from kiosk.domain.notice import Section
from kiosk.domain.phrases import Phrase, in_turn
from kiosk.queries.notices import NoticeFacts
from kiosk.web.shared.languages import languages, said


def notice_sections(facts: NoticeFacts, who: Phrase, language: str) -> Sequence[Section]:
    """The notice in the language of the page, which is this one."""
    text = facts.texts.get(language) or template(language)
    return notice.sections_of(text, _words(facts, who))


def template(language: str) -> str:
    """The template in this language, as a practice would type it."""
    known = languages()[language].translations
    return notice.written(
        [(known.gettext(heading.text), known.gettext(text.text)) for heading, text in notice.TEMPLATE]
    )


def _words(facts: NoticeFacts, who: Phrase) -> Mapping[str, str]:
    where = notice.HOSTED.filled(host=facts.host) if facts.host else notice.OWN_COMPUTER
    return {
        "who": said(in_turn(who, notice.ONCE_LEFT)),
        "how-long": said(facts.how_long),
        "where": said(where),
        "contact": said(notice.ASK.filled(contact=facts.contact or facts.practice)),
        "practice": facts.practice,
    }
