"""The language of a page: of the client's own form, of the person who is logged in, or what the browser asks for."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cache, cached_property, lru_cache
from unicodedata import bidirectional

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.numbers import format_decimal
from babel.support import NullTranslations
from flask import Flask, current_app, g, has_app_context, request
from flask_babel import Babel, Domain, gettext, refresh
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

from kiosk.config import Config
from kiosk.core import settings
from kiosk.domain.actors import Staff
from kiosk.domain.phrases import Number, Phrase
from kiosk.languages import ENGLISH, Audience, Language, load_languages

EXTENSION = "kiosk-languages"
MOST_FIGURES = 4_000
CLIENT_ROOMS = frozenset({"checkin", "tablet"})
_ENGLISH = Language(Locale(ENGLISH), NullTranslations(), {})


class _Catalogues(Domain):
    def get_translations(self) -> NullTranslations:
        """Return the texts of the page's language."""
        return of_page().translations


class _Babel(Babel):
    """Flask-Babel over our own catalogues, which need no compiling."""

    @cached_property
    def domain_instance(self) -> Domain:
        return _Catalogues()


def speak(app: Flask, config: Config) -> None:
    """Give every page of the app a language. Raises UnreadableLanguage."""
    app.extensions[EXTENSION] = load_languages(config.instance)
    _Babel(app, locale_selector=lambda: of_page().locale)
    app.jinja_env.globals |= {"_": _text, "gettext": _text, "ngettext": _number_text}
    app.jinja_env.filters |= {"figure": figure, "isolated": isolated, "said": said}
    app.context_processor(_of_the_page)


def languages(audience: Audience | None = None) -> Mapping[str, Language]:
    """The languages there are, or those in which this audience finds its pages; without an app, those built in."""
    known: Mapping[str, Language] = current_app.extensions[EXTENSION] if has_app_context() else _built_in()
    return {tag: one for tag, one in known.items() if audience is None or audience in one.reviewed_by}


def use(tag: str, audience: Audience | None = None) -> None:
    """Set the language of this page, if we have it: the client's form says which one.

    With an `audience`, what is made here is for them, whoever asks for it.
    """
    g.language = tag
    if audience:
        g.audience = audience
    g.pop("page_language", None)
    refresh()


def of_page() -> Language:
    """The language of this page, chosen once, as each of its texts asks for it; outside of a page, English."""
    try:
        found: Language = g.page_language
    except AttributeError:
        found = g.page_language = _choose()
    except RuntimeError:
        found = _ENGLISH
    return found


def spoken() -> str:
    """The language of this page by its tag."""
    return of_page().tag


def direction() -> str:
    """The direction in which this page is read: `ltr` or `rtl`."""
    return str(locale().text_direction)


def locale() -> Locale:
    """The language of this page as a locale."""
    return of_page().locale


def said(text: Phrase | str) -> str:
    """A phrase in the language of the page; what is a string already stays as it is."""
    if not isinstance(text, Phrase):
        return text
    names = {name: isolated(each) for name, each in text.figures.items() if isinstance(each, str)}
    return text.filled(**names).said(_words, figure)


def as_printed(text: Phrase | str) -> str:
    """The same with the apostrophe of a printed page: for our own words, the client's are never touched."""
    return said(text).replace("'", "\N{RIGHT SINGLE QUOTATION MARK}")


def isolated(name: str) -> str:
    """A name or code; where it runs against the direction of the page, kept from turning its neighbours round."""
    against = {"L"} if locale().text_direction == "rtl" else {"R", "AL"}
    return f"\u2068{name}\u2069" if any(bidirectional(letter) in against for letter in name) else name


def translated(text: str) -> str:
    """A text that stands in a measure's file, where it is one of ours: a practice's own files say what they say."""
    return of_page().translations.gettext(text) if text else ""


def figure(number: Number | date) -> str:
    """A number as the language of the page writes it: 9.3 or 9,3; see `phrases.Number` for its decimals.

    The digits are Western everywhere, in Arabic too: those of the buttons, of the codes and of what the therapist
    reads, so that both speak of the same mark.
    """
    match number:
        case date():
            return format_date(number, gettext("d MMMM y"), locale())
        case float():
            pattern = "#,##0.0"
        case Decimal():
            _, _, decimals = str(number).partition(".")
            pattern = f"#,##0.{'0' * len(decimals)}"
        case _:
            pattern = "#,##0"
    return _written(number, pattern, spoken())


def short_figure(number: float) -> str:
    """The same without a decimal as long as there is none: 27 or 27.5."""
    return _written(number, "#,##0.#", spoken())


@lru_cache(MOST_FIGURES)
def _written(number: Number, pattern: str, language: str) -> str:
    """A page has many figures, and most of them are marks; equal numbers of one pattern are written alike."""
    return format_decimal(number, pattern, Locale.parse(language, sep="-"), numbering_system="latn")


def within_sentence(words: str, language: str) -> str:
    """A label in the middle of a sentence: English has it small there, and others may not write it so."""
    return words[:1].lower() + words[1:] if language == ENGLISH else words


def name_in_ours(tag: str) -> str:
    """A language's name in that of the page: German, or Deutsch."""
    return locale_of(tag).get_display_name(locale()) or tag


def locale_of(tag: str) -> Locale:
    """The locale of a language tag; English for a stored one that is none."""
    try:
        return Locale.parse(tag, sep="-")
    except (ValueError, TypeError, UnknownLocaleError):
        return Locale.parse(ENGLISH)


@cache
def _built_in() -> Mapping[str, Language]:
    return load_languages()


@pass_eval_context
def _text(context: EvalContext, text: str, **figures: object) -> str:
    """A template's text in the page's language, as what the template makes."""
    said_here = of_page().translations.gettext(text)
    return (Markup(said_here) if context.autoescape else said_here) % figures  # noqa: S704 -- a text of ours


@pass_eval_context
def _number_text(context: EvalContext, text: str, plural: str, num: int, **figures: object) -> str:
    """The same of a text that depends on a number."""
    said_here = of_page().translations.ngettext(text, plural, num)
    return (Markup(said_here) if context.autoescape else said_here) % {"num": num, **figures}  # noqa: S704 -- ours


def _words(phrase: Phrase) -> str:
    known, count = of_page().translations, phrase.figures.get("count")
    if phrase.plural and isinstance(count, int):
        return known.ngettext(phrase.text, phrase.plural, count)
    return known.gettext(phrase.text)


def _choose() -> Language:
    """Choose the language picked on this page, else the person's own, else one of the browser's, else the server's."""
    actor = g.get("actor")
    usually: Audience = "staff" if actor or request.blueprint not in {*CLIENT_ROOMS, None} else "client"
    audience: Audience = g.get("audience", usually)
    known = languages(audience)
    return known[next((tag for tag in _wished(actor) if tag in known), ENGLISH)]


def _wished(actor: Staff | None) -> Iterator[str]:
    """Give the languages that are wished, the first choice first: of the page, the person, else the browser."""
    yield g.get("language", "")
    yield actor.language if actor else ""
    yield from _asked_for()
    yield settings().language


def _asked_for() -> Iterator[str]:
    """List the languages that the browser accepts, most preferred first: for each `de-AT`, then its `de`."""
    for tag, quality in request.accept_languages:
        if quality:
            language, _, country = tag.partition("-")
            yield f"{language.lower()}-{country.upper()}"
            yield language.lower()


def _of_the_page() -> dict[str, str]:
    return {"page_language": spoken(), "page_direction": direction()}
