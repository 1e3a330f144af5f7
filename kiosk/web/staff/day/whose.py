"""A new code that looks like one that is there: whose it is, asked with all that was typed kept."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from kiosk.actions.visits.new_codes import AskWhose, LooksLike
from kiosk.actions.visits.open import tidy
from kiosk.storage.clients import KnownCode
from kiosk.web.staff.parts.choices import Choice

OURS = {"csrf_token"}


@dataclass(frozen=True)
class WhoseRow:
    """One code that was typed, by the name of its field, and whose it may be."""

    field: str
    code: str
    sentence: str
    known: Sequence[Choice]


@dataclass(frozen=True)
class WhosePage:
    """The text that was typed, and the question about it."""

    heading: str
    rows: Sequence[WhoseRow]
    address: str
    typed: Sequence[tuple[str, str]]


def ask(outcome: AskWhose) -> ResponseReturnValue:
    """Ask, and keep all that was chosen."""
    rows = [_row(question) for question in outcome.questions]
    fields = {row.field for row in rows}
    page = WhosePage(
        heading=rows[0].sentence if len(rows) == 1 else gettext("Are these new clients?"),
        rows=rows,
        address=request.path,
        typed=[(name, value) for name, value in request.form.items(multi=True) if name not in OURS | fields],
    )
    return render_template("therapist/whose.html", page=page), 409


def _row(question: LooksLike) -> WhoseRow:
    known = [Choice(one.code, _named(one)) for one in question.known]
    there = ", ".join(one.label for one in known)
    if known:
        sentence = gettext("New client %(code)s? You have %(there)s.", code=question.code, there=there)
    else:
        typed = ", ".join(question.typed)
        sentence = gettext("%(code)s and %(typed)s look alike. Are they two people?", code=question.code, typed=typed)
    return WhoseRow(_field(question.code), question.code, sentence, known)


def _named(known: KnownCode) -> str:
    return gettext("%(code)s (paused)", code=known.code) if known.is_paused else known.code


def _field(code: str) -> str:
    """Find the field in which the code was typed."""
    return next(name for name, value in request.form.items() if name.startswith("client") and tidy(value) == code)


def confirmed_new() -> frozenset[str]:
    """The codes that the therapist has said to be new."""
    return frozenset(map(tidy, request.form.getlist("new")))
