"""Erasing a client, an answer or words: what goes is shown first, the record offered, the code typed to confirm."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kiosk import clock
from kiosk.actions.erasure import erase
from kiosk.domain.erasure import Counts, What
from kiosk.domain.permissions import Permission
from kiosk.domain.phrases import Phrase, phrases
from kiosk.domain.public_ids import PublicId
from kiosk.domain.refusals import Conflict, Invalid
from kiosk.interchange.files import as_text
from kiosk.queries.erasure import ToErase, see_answer_to_erase, see_client_to_erase, see_erasure
from kiosk.web.shared.browser_login import actor
from kiosk.web.shared.gate import needs
from kiosk.web.shared.languages import said
from kiosk.web.shared.staff_names import staff_names
from kiosk.web.staff.parts.times import full_date

bp = Blueprint("erasure", __name__)
bp.context_processor(staff_names)
MOST_TYPED: Final = 80


@dataclass(frozen=True)
class ErasePage:
    """The page before erasing: what goes, counted by kind, and what the form has in it."""

    client: PublicId
    code: str
    address: str
    goes: Sequence[str]
    shared: int
    onward: Sequence[tuple[str, int]]
    """The record systems that have some of it, each with the number of answers."""
    also_known_as: str
    copies_end_on: date
    law_years: int
    kept_until: date | None
    is_answer: bool
    answered: str
    """The day of the answer; empty for all of a client."""
    has_words: bool
    what: str
    typed: str = ""
    problem: str = ""
    field: str = ""


@bp.get("/clients/<public_id:client_id>/erase")
@needs(Permission.ERASE_CLIENTS)
def ask_client(client_id: PublicId) -> ResponseReturnValue:
    """Show what goes with a client."""
    seen = see_client_to_erase(actor(), client_id, clock.now()) or abort(404)
    return render_template("therapist/erase.html", page=_page(seen))


@bp.post("/clients/<public_id:client_id>/erase")
@needs(Permission.ERASE_CLIENTS)
def erase_client(client_id: PublicId) -> ResponseReturnValue:
    """Erase a client, or their words."""
    try:
        done = erase.erase_client(actor(), client_id, _wanted(), as_text, clock.now())
    except (Invalid, Conflict) as refusal:
        return _again(see_client_to_erase(actor(), client_id, clock.now()) or abort(404), refusal)
    return redirect(url_for(".erased", erasure_id=done), code=303)


@bp.get("/check-ins/<public_id:check_in_id>/erase")
@needs(Permission.ERASE_CLIENTS)
def ask_answer(check_in_id: PublicId) -> ResponseReturnValue:
    """Show what goes with an answer."""
    seen = see_answer_to_erase(actor(), check_in_id, clock.now()) or abort(404)
    return render_template("therapist/erase.html", page=_page(seen))


@bp.post("/check-ins/<public_id:check_in_id>/erase")
@needs(Permission.ERASE_CLIENTS)
def erase_answer(check_in_id: PublicId) -> ResponseReturnValue:
    """Erase an answer, or the words in it."""
    try:
        done = erase.erase_answer(actor(), check_in_id, _wanted(), as_text, clock.now())
    except (Invalid, Conflict) as refusal:
        return _again(see_answer_to_erase(actor(), check_in_id, clock.now()) or abort(404), refusal)
    return redirect(url_for(".erased", erasure_id=done), code=303)


@bp.get("/erasures/<public_id:erasure_id>")
@needs(Permission.ERASE_CLIENTS)
def erased(erasure_id: PublicId) -> ResponseReturnValue:
    """Say what was erased, and what to tell whoever asked for it."""
    seen = see_erasure(actor(), erasure_id) or abort(404)
    return render_template("therapist/erased.html", page=seen)


def _wanted() -> erase.WantedErasure:
    return erase.WantedErasure(request.form.get("what", ""), request.form.get("code", "")[:MOST_TYPED])


def _again(seen: ToErase, refusal: Invalid | Conflict) -> ResponseReturnValue:
    status = 422 if isinstance(refusal, Invalid) else 409
    return render_template("therapist/erase.html", page=_page(seen, refusal)), status


def _page(seen: ToErase, fault: Invalid | Conflict | None = None) -> ErasePage:
    answer = seen.check_in
    address = url_for(".ask_answer", check_in_id=answer) if answer else url_for(".ask_client", client_id=seen.client)
    usual = What.ANSWER if answer else What.CLIENT
    now, zone = clock.now(), actor().time_zone
    return ErasePage(
        client=seen.client,
        code=seen.code,
        address=address,
        goes=[said(words) for words in counted(seen.counts)],
        shared=seen.counts.shared,
        onward=sorted(seen.onward.items()),
        also_known_as=", ".join(seen.also_known_as),
        copies_end_on=seen.copies_end_on,
        law_years=seen.law_years,
        kept_until=seen.kept_until,
        is_answer=answer is not None,
        answered=full_date(seen.received_at, now, zone) if seen.received_at else "",
        has_words=seen.counts.words > 0,
        what=request.values.get("what", usual),
        typed=request.form.get("code", "")[:MOST_TYPED],
        problem=said(fault.why) if fault else "",
        field=fault.field if isinstance(fault, Invalid) else "",
    )


def counted(counts: Counts) -> Sequence[Phrase]:
    """Say of each kind how many rows go; of which there are none is left out."""
    found = (
        phrases("%(count)s check-in", "%(count)s check-ins", count=counts.sessions),
        phrases(
            "%(count)s of them is open, and ends at once",
            "%(count)s of them are open, and end at once",
            count=counts.open_forms,
        ),
        phrases(
            "%(count)s answer, with its marks and what was shown for it",
            "%(count)s answers, with their marks and what was shown for them",
            count=counts.answers,
        ),
        phrases("their own words in %(count)s answer", "their own words in %(count)s answers", count=counts.words),
        phrases(
            "%(count)s record of what became of it, with its note",
            "%(count)s records of what became of it, with their notes",
            count=counts.notes,
        ),
        phrases("%(count)s guess or sign of yours", "%(count)s guesses and signs of yours", count=counts.guesses),
        phrases("%(count)s goal", "%(count)s goals", count=counts.goals),
        phrases("%(count)s pause", "%(count)s pauses", count=counts.pauses),
        phrases("%(count)s correction", "%(count)s corrections", count=counts.corrections),
        phrases("%(count)s handover", "%(count)s handovers", count=counts.handovers),
        phrases(
            "%(count)s expected session or place in a group",
            "%(count)s expected sessions or places in groups",
            count=counts.plans,
        ),
    )
    return [one for one in found if one.figures["count"]]
