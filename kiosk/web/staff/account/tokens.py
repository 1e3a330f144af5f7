"""Programs that act for a therapist: the page on which they get a token each, and lose it."""

from datetime import datetime

from babel.dates import format_date
from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from kiosk import clock, zones
from kiosk.actions.accounts import api_tokens as acts
from kiosk.actions.accounts.api_tokens import DAYS, USUAL_DAYS, WantedToken
from kiosk.domain.actors import Scope
from kiosk.domain.permissions import Permission
from kiosk.domain.phrases import Phrase, phrase, phrases
from kiosk.domain.public_ids import PublicId
from kiosk.domain.refusals import Invalid
from kiosk.queries.account import SeenToken, see_tokens
from kiosk.storage.db import look_again
from kiosk.web.shared.ask_to_log_in import refuse_tablets
from kiosk.web.shared.browser_login import actor
from kiosk.web.shared.gate import needs
from kiosk.web.shared.languages import locale, said
from kiosk.web.shared.staff_names import staff_names
from kiosk.web.staff.account.pages import TokenRow, TokensPage
from kiosk.web.staff.account.refused import refused

bp = Blueprint("tokens", __name__)
bp.context_processor(staff_names)
bp.before_request(refuse_tablets)

MAY: dict[Scope, tuple[Phrase, Phrase]] = {
    Scope.ASK_CLIENTS: (
        phrase("Start check-ins"),
        phrase("It starts and withdraws them, and gets their links and QR codes."),
    ),
    Scope.READ_RESULTS: (
        phrase("Read results"),
        phrase("What your clients marked, once you may see it yourself. Their form says that the program gets it."),
    ),
    Scope.READ_WORDS: (
        phrase("Read what clients wrote"),
        phrase("What they wrote beside their marks. Only together with results."),
    ),
    Scope.CORRECT_RECORDS: (
        phrase("Correct records"),
        phrase("It closes what is still open, and moves answers to the right client or sets them aside."),
    ),
}
WORKS, ENDED = phrase("Works until %(day)s."), phrase("Ended on %(day)s.")
USED, NOT_USED = phrase("Last used on %(day)s."), phrase("Not used yet.")
REVOKED = phrase("The token is revoked and no longer works.")


@bp.get("/account/programs")
@needs(Permission.MAKE_TOKENS)
def own() -> ResponseReturnValue:
    """One's own programs."""
    return render_template("account/tokens.html", page=_page(saved=REVOKED if "revoked" in request.args else None))


@bp.post("/account/programs")
@needs(Permission.MAKE_TOKENS)
def make() -> ResponseReturnValue:
    """One more; its token stands on this page and on no other."""
    days = request.form.get("days", "")
    wanted = WantedToken(
        request.form.get("name", ""), request.form.getlist("scope"), int(days) if days in map(str, DAYS) else 0
    )
    try:
        secret = acts.make_token(actor(), wanted, clock.now())
    except Invalid as fault:
        return _again(wanted, fault.field, fault.why), *refused(fault.why)
    look_again()
    return render_template("account/tokens.html", page=_page(secret=secret, made_for=" ".join(wanted.name.split())))


@bp.post("/account/programs/<public_id:program>/revoke")
@needs(Permission.MAKE_TOKENS)
def revoke(program: PublicId) -> ResponseReturnValue:
    """It opens nothing any more."""
    acts.revoke_token(actor(), program, clock.now())
    return redirect(url_for(".own", revoked="yes"), code=303)


def _again(wanted: WantedToken, field: str, why: Phrase) -> str:
    return render_template("account/tokens.html", page=_page(wanted, problems=[(field, said(why))]))


def _page(
    typed: WantedToken | None = None,
    *,
    secret: str = "",
    made_for: str = "",
    problems: list[tuple[str, str]] | None = None,
    saved: Phrase | None = None,
) -> TokensPage:
    me = actor()
    return TokensPage(
        tokens=[_row(each, me.time_zone) for each in see_tokens(me)],
        scopes=[(scope.value, *MAY[scope]) for scope in Scope],
        days=[(days, phrases("%(count)s day", "%(count)s days", count=days)) for days in DAYS],
        name=typed.name if typed else "",
        chosen=typed.scopes if typed else (),
        chosen_days=typed.days if typed else USUAL_DAYS,
        secret=secret,
        made_for=made_for,
        problems=problems or (),
        saved=said(saved) if saved else "",
    )


def _row(token: SeenToken, zone: str) -> TokenRow:
    def day(at: datetime) -> str:
        return format_date(at.astimezone(zones.zone(zone)).date(), gettext("d MMMM y"), locale())

    return TokenRow(
        id=token.id,
        name=token.name,
        may=[MAY[scope][0] for scope in Scope if scope in token.scopes],
        works=(WORKS if token.ends_at > clock.now() else ENDED).filled(day=day(token.ends_at)),
        used=USED.filled(day=day(token.used_at)) if token.used_at else NOT_USED,
    )
