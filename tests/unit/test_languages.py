"""The catalogues: nothing that is read is left in English, nothing that was translated is broken or stale."""

import re
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages import Catalog
from jinja2 import Environment, nodes

from kiosk.assets import folder
from kiosk.languages import HERE, UnreadableLanguage, load_languages, read_catalogue
from kiosk.languages.update import PROGRAM, ROOMS, up_to_date

CATALOGUES = sorted(HERE.glob("*/*.po"))
CLIENTS_OWN = {"ar", "de", "en", "es", "fr"}
PLACE = re.compile(r"%\(\w+\)s")
WITHIN_A_STRING = re.compile(r"""(?<!\w)f"[^"]*\b(?:n?gettext|phrases?)\([^"]*\"""")
READ = {"alt", "aria-label", "placeholder", "title"}
SAME_EVERYWHERE = {"KX4M-729T", "(CSV)", "(HTML)", "(JSON)", "(PDF)"}
# Names of parts and shapes, for scripts and style sheets.
NEVER_READ = {"data-part", "data-shape"}
IN_ENGLISH = {"icons.html", "reference.html"}
"""The reference of the API is for whoever writes a program, and made of the names in it."""
TEMPLATES = [path for path in sorted(folder("templates").rglob("*.html")) if path.name not in IN_ENGLISH]


def named(file: Path) -> str:
    return f"{file.parent.name}-{file.stem}"


def messages(catalogue: Catalog) -> Iterator[tuple[Sequence[str], Sequence[str]]]:
    """Each text in English and as it is translated, in all its forms."""
    for message in catalogue:
        if message.id:
            yield forms(message.id), forms(message.string or "")


def forms(text: str | Sequence[str]) -> Sequence[str]:
    return (text,) if isinstance(text, str) else text


def test_clients_are_asked_in_five_languages_and_the_staff_reads_two() -> None:
    assert {tag for tag, one in load_languages().items() if "client" in one.reviewed_by} == CLIENTS_OWN
    assert {tag for tag, one in load_languages().items() if "staff" in one.reviewed_by} == {"de", "en"}


@pytest.mark.parametrize("file", CATALOGUES, ids=named)
def test_a_catalogue_has_just_the_texts_of_the_program(file: Path) -> None:
    assert file.read_text("utf-8") == up_to_date(file), "run `make languages`"


def test_no_text_stands_within_a_formatted_string_where_the_extraction_misses_it() -> None:
    sources = [file.read_text("utf-8") for room in ROOMS for file in (PROGRAM / room).rglob("*.py")]
    assert [line for source in sources for line in source.splitlines() if WITHIN_A_STRING.search(line)] == []


def test_such_a_text_would_be_found() -> None:
    assert WITHIN_A_STRING.search("""return f"{when} {gettext('You have it.')}\"""")
    assert not WITHIN_A_STRING.search("""return f"{when}", gettext("You have it.")""")


@pytest.mark.parametrize("file", CATALOGUES, ids=named)
def test_every_text_is_translated_in_every_form(file: Path) -> None:
    catalogue = read_catalogue(file)
    assert [english[0] for english, said in messages(catalogue) if not all(said)] == []
    plurals = [said for english, said in messages(catalogue) if len(english) > 1]
    assert all(len(said) == catalogue.num_plurals for said in plurals)


@pytest.mark.parametrize("file", CATALOGUES, ids=named)
def test_every_figure_has_its_place(file: Path) -> None:
    for english, said in messages(read_catalogue(file)):
        for form in said:
            # A form for exactly one or two things may do without its number; none may ask for another figure.
            missing = set(PLACE.findall(english[-1])) - set(PLACE.findall(form))
            assert missing <= ({"%(count)s", "%(num)s"} if len(said) > 1 else set()), form
            assert set(PLACE.findall(form)) <= set(PLACE.findall(english[-1])), form


@pytest.mark.parametrize("file", CATALOGUES, ids=named)
def test_a_catalogue_is_a_draft_or_says_who_reviewed_it(file: Path) -> None:
    language, audience = load_languages()[file.parent.name], file.stem
    draft = "# Machine draft, not reviewed by a clinician." in file.read_text("utf-8")
    assert draft is not any(who for of, who in language.reviewed_by.items() if of == audience)


BESIDE_ONE_WORD = [
    ("de", re.compile(r"\bB(?:o|ö)gen"), "Formular"),
    ("de", re.compile("vermut", re.IGNORECASE), "Einschätzung"),
    ("de", re.compile("Einbr(?:u|ü)ch"), "Tief"),
    ("de", re.compile(r"\b[Gg]ehalten"), "fand"),
    ("de", re.compile(r"[Ii]m Raum\."), "vor Ort"),
    ("fr", re.compile(r"formulaire", re.IGNORECASE), "questionnaire"),
    ("ar", re.compile("استمار|استبيان"), "نموذج"),
]


@pytest.mark.parametrize(
    ("language", "other", "word"), BESIDE_ONE_WORD, ids=[f"{each[0]}-{each[2]}" for each in BESIDE_ONE_WORD]
)
def test_one_thing_has_one_word(language: str, other: re.Pattern[str], word: str) -> None:
    said = [
        form
        for file in (HERE / language).glob("*.po")
        for _, translated in messages(read_catalogue(file))
        for form in translated
    ]
    assert [form for form in said if other.search(form)] == []
    assert any(word in form for form in said)


def test_french_marks_stand_apart_by_spaces_that_never_break() -> None:
    said = [form for _, translated in messages(read_catalogue(HERE / "fr" / "client.po")) for form in translated]
    loose = re.compile("[ \\w][?!;:»](?: |$)|«[ \\w]| …")
    assert [form for form in said if loose.search(form)] == []


def written(folder: Path, text: str, language: str = "it") -> Path:
    file = folder / "languages" / language / "client.po"
    file.parent.mkdir(parents=True)
    file.write_text(text, "utf-8")
    return folder


def test_a_practice_adds_a_language_by_one_file(tmp_path: Path) -> None:
    text = '# Reviewed by Ada Rossi, psychologist, 2026-05-04.\nmsgid ""\nmsgstr ""\n\nmsgid "Send"\nmsgstr "Invia"\n'
    italian = load_languages(written(tmp_path, text))["it"]
    assert italian.translations.gettext("Send") == "Invia"
    assert italian.translations.gettext("Not in it") == "Not in it"
    assert italian.reviewed_by == {"client": "Ada Rossi, psychologist, 2026-05-04"}
    assert (italian.own_name, italian.locale.text_direction) == ("Italiano", "ltr")


@pytest.mark.parametrize(("text", "language"), [('msgid "Send"\nInvia\n', "it"), ('msgid ""\nmsgstr ""\n', "klingon")])
def test_a_broken_catalogue_stops_the_start_and_is_named(tmp_path: Path, text: str, language: str) -> None:
    with pytest.raises(UnreadableLanguage, match=r"client\.po cannot be read"):
        load_languages(written(tmp_path, text, language))


class Texts(HTMLParser):
    """Texts of a template outside of `_()`."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        self.found.append(data)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        del tag
        self.found += [
            value or ""
            for name, value in attributes
            if name in READ or (name.startswith("data-") and name not in NEVER_READ)
        ]


def unwrapped(source: str) -> set[str]:
    """Every word of a template that no translator would see, in its HTML and in its strings."""
    tree = Environment(autoescape=True, extensions=["jinja2.ext.i18n"]).parse(source)
    parts = [part for part in tree.find_all((nodes.Call, nodes.Block)) if is_gettext(part) or is_class(part)]
    fine = {id(text) for part in parts for text in part.find_all((nodes.Const, nodes.TemplateData))}
    strings = [each.value for each in tree.find_all(nodes.Const) if id(each) not in fine]
    sentences = [text for text in strings if isinstance(text, str) and re.match(r"[A-Z][a-z]|\w+ \w+", text)]
    html = Texts()
    html.feed("".join(each.data for each in tree.find_all(nodes.TemplateData) if id(each) not in fine))
    found = {text.strip() for text in (*html.found, *sentences) if re.search("[A-Za-z]{2}", text)} - SAME_EVERYWHERE
    return {text for text in found if not text.startswith(("/", "aria-"))}


def is_gettext(part: nodes.Node) -> bool:
    return isinstance(part, nodes.Call) and isinstance(part.node, nodes.Name) and part.node.name in {"_", "ngettext"}


def is_class(part: nodes.Node) -> bool:
    return isinstance(part, nodes.Block) and part.name.endswith("_class")


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.stem)
def test_nothing_that_a_page_says_is_kept_from_the_translators(template: Path) -> None:
    assert unwrapped(template.read_text("utf-8")) == set()


@pytest.mark.parametrize(
    "source",
    ["<p>Thank you</p>", '<a href="/" aria-label="Go back">{{ x }}</a>', '{{ choice("talk", "Shall we talk?") }}'],
)
def test_a_bare_text_would_be_found(source: str) -> None:
    assert len(unwrapped(source)) == 1


def bare_names(source: str) -> set[str]:
    """Names that a page puts into a sentence as they are: they could turn the words around them."""
    tree = Environment(autoescape=True, extensions=["jinja2.ext.i18n"]).parse(source)
    given = [each for call in tree.find_all(nodes.Call) if is_gettext(call) for each in call.kwargs]
    return {each.key for each in given if isinstance(each.value, nodes.Getattr)}


@pytest.mark.parametrize(
    "template", [path for path in TEMPLATES if path.parent.name in {"checkin", "tablet"}], ids=lambda path: path.stem
)
def test_a_name_in_a_clients_sentence_is_isolated(template: Path) -> None:
    assert bare_names(template.read_text("utf-8")) == set()


def test_a_bare_name_would_be_found() -> None:
    assert bare_names('{{ _("%(name)s knows.", name=page.therapist) }}') == {"name"}
