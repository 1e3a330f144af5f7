"""The rules every page keeps, and a test client that holds each HTML response to them."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element  # a type: html5lib parses, and what it reads is our own

from flask.testing import FlaskClient
from html5lib import HTMLParser
from html5lib.constants import E as PARSE_ERRORS
from werkzeug.test import TestResponse

SVG = "{http://www.w3.org/2000/svg}"
UNLABELLED = {"hidden", "submit", "button", "reset", "image"}
SAYS_ITSELF = {"submit", "button", "reset"}
IDREFS = (
    "for",
    "form",
    "list",
    "headers",
    "aria-controls",
    "aria-describedby",
    "aria-details",
    "aria-errormessage",
    "aria-labelledby",
    "aria-owns",
)
OWN_PROOF = re.compile(r"/join\Z|/tablet/(pair\Z|open/)")
PROOF = re.compile(r'(?<=value=")[^"\s]{40,}(?=")|(?<=/c/)[\w-]{20,}|(?<=/open/)[\w-]{20,}')
PUBLIC_ID = re.compile(r"\b[0-9a-f]{32}\b")
DRAWN = re.compile(r'(?<= d=")[^"]+')
TEXT = re.compile(r"(?<=>)[^<>&]*[^\W_][^<>&]*(?=<)")
SAID = re.compile(r'(?<= )(value|title|aria-label|placeholder|datetime|content)="[^"&]*[^\W_][^"&]*"')
FETCHED = ("src", "action", "formaction", "poster", "data")


@dataclass(frozen=True)
class Page:
    """A parsed page; a fragment is a part of one, wrapped in a document only to be sent."""

    root: Element
    errors: tuple[str, ...]
    fragment: bool

    def all(self, *tags: str) -> Iterator[Element]:
        return (element for element in self.elements() if element.tag in tags)

    def elements(self) -> Iterator[Element]:
        # Comments are elements too, with a function for a tag.
        return (element for element in self.root.iter() if not callable(element.tag))

    def by_id(self, name: str) -> Element | None:
        return next((element for element in self.elements() if element.get("id") == name), None)

    def name_of(self, element: Element) -> str:
        """The name that a screen reader gives it, near enough: the words of labels first, then its own."""
        if references := element.get("aria-labelledby"):
            named = (self.by_id(name) for name in references.split())
            return " ".join(words(each) for each in named if each is not None).strip()
        return (element.get("aria-label") or words(element)).strip()


def parse(html: str, *, fragment: bool = False) -> Page:
    return _parse(html, fragment)


@lru_cache(maxsize=8)
def _parse(html: str, fragment: bool) -> Page:  # noqa: FBT001 -- by place: by name it would be kept a second time
    parser = HTMLParser(namespaceHTMLElements=False)
    root = parser.parse(html)
    errors = tuple(f"line {line}: {PARSE_ERRORS[code] % details}" for (line, _), code, details in parser.errors)
    return Page(root, errors, fragment)


def words(element: Element) -> str:
    """Everything in it that is read aloud: text, pictures' alternatives, titles of drawings."""
    parts = [element.get("alt") or "", element.text or ""]
    for child in element:
        parts += ["" if callable(child.tag) else words(child), child.tail or ""]
    return " ".join(" ".join(parts).split())


def describe(element: Element) -> str:
    kept = ("id", "name", "type", "href", "src", "action")
    shown = "".join(f' {key}="{element.get(key)}"' for key in kept if element.get(key) is not None)
    return f"<{element.tag.removeprefix(SVG)}{shown}>"


def parses(page: Page) -> Iterator[str]:
    yield from page.errors


def has_language(page: Page) -> Iterator[str]:
    if not page.root.get("lang"):
        yield "<html> has no lang"


def has_title(page: Page) -> Iterator[str]:
    titles = [words(title) for title in page.all("title")]
    if not page.fragment and (len(titles) != 1 or not titles[0]):
        yield f"one title with words is needed, here are {titles}"


def has_one_heading(page: Page) -> Iterator[str]:
    headings = [words(heading) for heading in page.all("h1")]
    if not page.fragment and len(headings) != 1:
        yield f"one h1 is needed, here are {headings}"
    if "" in headings:
        yield "an h1 without words"


def controls_have_labels(page: Page) -> Iterator[str]:
    labelled = {each.get("for") for each in page.all("label") if words(each)}
    wrapped = {id(inner) for each in page.all("label") if words(each) for inner in each.iter()}
    for control in page.all("input", "select", "textarea", "meter", "progress"):
        if control.tag == "input" and control.get("type") in UNLABELLED:
            continue
        named = control.get("aria-label") or page.name_of(control) if _has_aria(control) else ""
        if not named and control.get("id", "") not in labelled and id(control) not in wrapped:
            yield f"no label: {describe(control)}"


def _has_aria(element: Element) -> bool:
    return "aria-label" in element.attrib or "aria-labelledby" in element.attrib


def buttons_and_links_have_words(page: Page) -> Iterator[str]:
    for element in page.all("button", "a", "summary", "legend"):
        if not page.name_of(element):
            yield f"nothing to read aloud: {describe(element)}"
    for element in page.all("input"):
        if element.get("type") in SAYS_ITSELF and not element.get("value"):
            yield f"nothing to read aloud: {describe(element)}"


def ids_are_unique(page: Page) -> Iterator[str]:
    counted = Counter(element.get("id") for element in page.elements() if "id" in element.attrib)
    yield from (f'{count} elements have the id "{name}"' for name, count in counted.items() if count > 1)
    if "" in counted:
        yield "an empty id"


def references_resolve(page: Page) -> Iterator[str]:
    if page.fragment:
        return
    known = {element.get("id") for element in page.elements()}
    for element in page.elements():
        for name in _references(element):
            if name not in known:
                yield f'nothing has the id "{name}", which is named by {describe(element)}'


def _references(element: Element) -> Iterator[str]:
    for attribute in IDREFS:
        yield from element.get(attribute, "").split()
    for attribute in ("href", "{http://www.w3.org/1999/xlink}href"):
        if (target := element.get(attribute, "")).startswith("#"):
            yield target[1:]


def nothing_is_inline(page: Page) -> Iterator[str]:
    for element in page.elements():
        if element.tag in ("style", f"{SVG}style"):
            yield "a style element"
        if element.tag in ("script", f"{SVG}script") and not element.get("src"):
            yield "a script without src"
        for attribute, value in element.attrib.items():
            if attribute == "style" or attribute.startswith("on"):
                yield f"{attribute} on {describe(element)}"
            if "".join(value.split()).lower().startswith("javascript:"):
                yield f"a script for an address: {describe(element)}"


def posts_are_proven(page: Page) -> Iterator[str]:
    """A form that changes something carries a CSRF token, or a client's key; a code or a link is its own proof."""
    for form in page.all("form"):
        if form.get("method", "get").lower() != "post":
            continue
        fields = {field.get("name") for field in form.iter("input") if field.get("value")}
        if not fields & {"csrf_token", "key"} and not OWN_PROOF.match(urlsplit(form.get("action", "")).path):
            yield f"neither csrf_token nor key in {describe(form)}"


def pictures_have_alternatives(page: Page) -> Iterator[str]:
    for image in page.all("img"):
        if "alt" not in image.attrib:
            yield f"no alt: {describe(image)}"
    for image in page.all(f"{SVG}svg"):
        hidden, role = image.get("aria-hidden") == "true", image.get("role") == "img"
        if not hidden and not (role and page.name_of(image)):
            yield "a drawing that is neither aria-hidden nor role=img with a name"


def nothing_comes_from_outside(page: Page) -> Iterator[str]:
    for element in page.elements():
        addresses = [element.get(attribute, "") for attribute in FETCHED]
        if element.tag != "a":
            addresses += [element.get("href", ""), *_sources(element.get("srcset", ""))]
        for address in addresses:
            scheme, place, *_ = urlsplit(address)
            if place or scheme not in ("", "data"):
                yield f"from outside: {address} in {describe(element)}"


def _sources(srcset: str) -> list[str]:
    return [source.split()[0] for source in srcset.split(",") if source.strip()]


RULES: tuple[Callable[[Page], Iterator[str]], ...] = (
    parses,
    has_language,
    has_title,
    has_one_heading,
    controls_have_labels,
    buttons_and_links_have_words,
    ids_are_unique,
    references_resolve,
    nothing_is_inline,
    posts_are_proven,
    pictures_have_alternatives,
    nothing_comes_from_outside,
)


def check_page(html: str, *, fragment: bool = False) -> list[str]:
    """Each rule that the page breaks, as a sentence; a fragment needs no title, heading or resolved ids."""
    page = parse(html, fragment=fragment)
    return [fault for rule in RULES for fault in rule(page)]


def shape(html: str) -> str:
    """The page without what is drawn anew each time and no rule looks at; of public ids their order is left.

    Of texts and of what is said by attributes, the rules ask only whether there is any.
    """
    order: dict[str, str] = {}
    html = SAID.sub(r'\1="x"', TEXT.sub("x", DRAWN.sub("", PROOF.sub("", html))))
    return PUBLIC_ID.sub(lambda found: order.setdefault(found[0], f"id {len(order)}"), html)


class PageRuleClient(FlaskClient):
    """Reads every HTML page it is given; an address that ends like a fragment's is read as one.

    What broke no rule is not read again in the same shape.
    """

    fragment_endings: tuple[str, ...] = ("/live",)
    reads = True
    _read: ClassVar[set[tuple[str, bool]]] = set()

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:  # noqa: ANN401 - as Werkzeug's own
        response = super().open(*args, **kwargs)
        if self.reads and response.mimetype == "text/html" and not 300 <= response.status_code < 400 and response.data:
            path = response.request.path
            fragment = path.endswith(self.fragment_endings)
            known = shape(response.text), fragment
            if known not in self._read:
                faults = check_page(response.text, fragment=fragment)
                if response.headers.get("Content-Disposition", "").startswith("attachment"):
                    # A file is opened without the server, and has its style in it.
                    faults = [fault for fault in faults if fault != "a style element"]
                assert not faults, "\n  ".join([f"{response.request.method} {path} breaks rules:", *faults])
                self._read.add(known)
        return response
