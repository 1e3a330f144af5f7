"""The staff's pages in German, and in an invented language that shows what no translator would see."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path

import pytest
from babel import Locale

from kiosk import catalogue
from kiosk.domain.cues import CUES
from kiosk.languages import AUDIENCES, Audience, load_languages
from kiosk.languages.update import texts
from kiosk.web.shared.languages import EXTENSION
from tests.support.practice import Cast
from tests.support.pseudo import PSEUDO, outside, write_pseudo_language
from tests.web.browsing import Desk, log_in
from tests.web.page_rules import parse
from tests.web.staff_pages import live_a_little, pages, said_on

PLACE = re.compile(r"%\\\(\w+\\\)s")
LEAST_PAGES = 40
# Names that are nobody's language, the words of dates, and codes.
NAMES = {
    "alice",
    "bob",
    "Bob",
    "example",
    "org",
    "before",
    "you",
    "go",
    "lindenhof",
    "practice",
    "utc",
    "kiosk",
    "localhost",
    "zz",
    "csv",
    "json",
    "html",
    "pdf",
}


@pytest.fixture
def busy(cast: Cast) -> Desk:
    desk = log_in(cast, cast.alice)
    live_a_little(cast, desk)
    return desk


def english() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Each English text that reads otherwise in German, with anything in its places."""
    german = load_languages()["de"].translations
    for text in chain.from_iterable(first_forms(audience) for audience in AUDIENCES):
        if german.gettext(text) != text and re.search("[a-z]{3}", PLACE.sub("", re.escape(text))):
            yield text, re.compile(PLACE.sub(".+", re.escape(text)))


def first_forms(audience: Audience) -> list[str]:
    ids = [message.id for message in texts(audience) if message.id]
    return [text if isinstance(text, str) else text[0] for text in ids]


def test_every_page_of_the_staff_is_in_german_from_end_to_end(busy: Desk) -> None:
    busy.post("/account/language", {"language": "de"})
    known = dict(english())

    @cache
    def english_in(text: str) -> set[str]:
        # A text may stand behind another one in one element; a single word is only looked for alone.
        return {one for one, form in known.items() if form.fullmatch(text) or (" " in one and one in text)}

    found: dict[str, set[str]] = {}
    looked_at = 0
    for page in pages(busy):
        looked_at += 1
        assert parse(page.text).root.get("lang") == "de", page.request.path
        left = set[str]().union(*(english_in(text) for text in said_on(page) if text))
        found |= {page.request.path: left} if left else {}
    assert found == {}
    assert looked_at > LEAST_PAGES


def test_nothing_on_a_page_of_the_staff_is_kept_from_the_translators(cast: Cast, busy: Desk) -> None:
    instance = Path(cast.environ["KIOSK_INSTANCE"])
    write_pseudo_language(instance)
    cast.app.extensions[EXTENSION] = load_languages(instance)
    busy.post("/account/language", {"language": PSEUDO})
    known = frozenset(chain(NAMES, words_of_dates(), words_of_languages(), words_of_measures(cast)))
    left = {
        page.request.path: found
        for page in pages(busy)
        if (found := {each for text in said_on(page) if (each := outside(text, known))})
    }
    assert left == {}


def words_of_dates() -> set[str]:
    locale = Locale(PSEUDO)
    names = [*locale.days["format"]["wide"].values(), *locale.months["format"]["wide"].values()]
    return {name.lower() for name in (*names, *locale.months["format"]["abbreviated"].values())}


def words_of_languages() -> set[str]:
    known = load_languages()
    names = [each.own_name for each in known.values()] + [Locale(PSEUDO).languages[tag] for tag in known]
    return {word.lower() for name in (*names, "Esperanto") for word in re.findall(r"\w+", name)}


def words_of_measures(cast: Cast) -> set[str]:
    """The texts of a measure's file in its own languages, and the words that tell forms apart."""
    with cast.app.app_context():
        measures = list(catalogue.measures().values())
    said = [
        *chain.from_iterable((each.id, *each.names.values()) for each in measures),
        *(str(cue.word) for cue in CUES),
    ]
    for item in chain.from_iterable(each.items for each in measures):
        said += [word for text in item.texts.values() for word in (text.question, text.label, text.low, text.high)]
        said += [word for option in item.options for word in option.words.values()]
    said += [name for each in measures for part in each.scoring.subscales for name in part.names.values()]
    return {word.lower() for words in said for word in re.findall(r"[^\W\d_]+", words)}
