"""Webhooks: the page on which a therapist says which addresses are told of their check-ins, with the log of each."""

from datetime import datetime

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kiosk import clock
from kiosk.actions.accounts import webhooks as acts
from kiosk.actions.accounts.webhooks import WantedWebhook
from kiosk.core import settings
from kiosk.domain.permissions import Permission
from kiosk.domain.phrases import Phrase, phrase
from kiosk.domain.public_ids import PublicId
from kiosk.domain.refusals import Conflict, Invalid
from kiosk.domain.webhooks import CHOSEN, SEVERITIES, Cause, names_recipient
from kiosk.queries.webhooks import SeenDelivery, SeenWebhook, see_webhooks
from kiosk.storage.db import look_again
from kiosk.web.shared.ask_to_log_in import refuse_tablets
from kiosk.web.shared.browser_login import actor
from kiosk.web.shared.gate import needs
from kiosk.web.shared.languages import said
from kiosk.web.shared.staff_names import staff_names
from kiosk.web.staff.account.pages import DeliveryRow, WebhookRow, WebhooksPage
from kiosk.web.staff.account.refused import refused
from kiosk.web.staff.parts.deliveries import outcome_words, state_words
from kiosk.web.staff.parts.times import at_time

bp = Blueprint("webhooks", __name__)
bp.context_processor(staff_names)
bp.before_request(refuse_tablets)

TOLD: dict[Cause, Phrase] = {
    Cause.SENT: phrase("An answer came"),
    Cause.DECLINED: phrase("Somebody chose not to answer"),
    Cause.SIGNAL: phrase("There is a reason to talk"),
    Cause.CORRECTED: phrase("A check-in was corrected"),
    Cause.TRIAL: phrase("A trial"),
}
SEVERE: dict[int, Phrase] = {
    1: phrase("Worth a word, and above"),
    2: phrase("Worth asking before they go, and above"),
    3: phrase("Worth making time for now"),
}
DONE: dict[str, Phrase] = {
    "removed": phrase("Removed. It is no longer told anything."),
    "test": phrase("A test is on its way. Load this page again in a moment to see what came of it."),
    "again": phrase("It is being sent again. Load this page again in a moment to see what came of it."),
}


@bp.get("/account/webhooks")
@needs(Permission.MAKE_TOKENS)
def own() -> ResponseReturnValue:
    """One's own webhooks."""
    return render_template("account/webhooks.html", page=_page(saved=DONE.get(request.args.get("done", ""))))


@bp.post("/account/webhooks")
@needs(Permission.MAKE_TOKENS)
def make() -> ResponseReturnValue:
    """One more; the secret of its signatures stands on this page and on no other."""
    form, me, allowed = request.form, actor(), settings().private_networks
    severity = form.get("severity", "2")
    wanted = WantedWebhook(
        form.get("name", ""),
        form.get("url", ""),
        form.getlist("cause"),
        int(severity) if severity in map(str, SEVERITIES) else 0,
        with_content=form.get("content") == "yes",
    )
    try:
        secret = acts.make_webhook(me, wanted, allowed, clock.now())
    except Invalid as fault:
        return _again(wanted, fault.field, fault.why), *refused(fault.why)
    except Conflict as refusal:
        return _again(wanted, "name", refusal.why), 409
    look_again()
    return render_template("account/webhooks.html", page=_page(secret=secret, made_for=" ".join(wanted.name.split())))


@bp.post("/account/webhooks/<public_id:webhook>/remove")
@needs(Permission.MAKE_TOKENS)
def remove(webhook: PublicId) -> ResponseReturnValue:
    """It is told nothing any more."""
    acts.remove_webhook(actor(), webhook, clock.now())
    return redirect(url_for(".own", done="removed"), code=303)


@bp.post("/account/webhooks/<public_id:webhook>/test")
@needs(Permission.MAKE_TOKENS)
def test(webhook: PublicId) -> ResponseReturnValue:
    """Send a message that tells of nothing."""
    acts.try_webhook(actor(), webhook, clock.now())
    return redirect(url_for(".own", done="test"), code=303)


@bp.post("/account/webhooks/deliveries/<public_id:delivery>/again")
@needs(Permission.MAKE_TOKENS)
def again(delivery: PublicId) -> ResponseReturnValue:
    """Send one message of the log once more."""
    acts.send_again(actor(), delivery, clock.now())
    return redirect(url_for(".own", done="again"), code=303)


def _again(wanted: WantedWebhook, field: str, why: Phrase | str) -> str:
    return render_template("account/webhooks.html", page=_page(wanted, problems=[(field, said(why))]))


def _page(
    typed: WantedWebhook | None = None,
    *,
    secret: str = "",
    made_for: str = "",
    problems: list[tuple[str, str]] | None = None,
    saved: Phrase | None = None,
) -> WebhooksPage:
    me, now = actor(), clock.now()
    return WebhooksPage(
        webhooks=[_row(one, now, me.time_zone) for one in see_webhooks(me)],
        causes=[(cause.value, TOLD[cause]) for cause in CHOSEN],
        severities=list(SEVERE.items()),
        name=typed.name if typed else "",
        url=typed.url if typed else "",
        chosen=typed.causes if typed else (),
        severity=typed.severity if typed else 2,
        with_content=typed.with_content if typed else False,
        secret=secret,
        made_for=made_for,
        problems=problems or (),
        saved=said(saved) if saved else "",
    )


def _row(one: SeenWebhook, now: datetime, zone: str) -> WebhookRow:
    return WebhookRow(
        id=one.id,
        name=one.name,
        url=one.url,
        told=[TOLD[cause] for cause in CHOSEN if cause in one.causes],
        severity=SEVERE.get(one.severity) if Cause.SIGNAL in one.causes else None,
        with_content=one.with_content,
        is_named=names_recipient(one.causes, with_content=one.with_content),
        log=[_line(line, now, zone) for line in one.log],
    )


def _line(line: SeenDelivery, now: datetime, zone: str) -> DeliveryRow:
    when, state = at_time(line.at, now, zone), state_words(line, now, zone)
    return DeliveryRow(line.id, when, TOLD[line.cause], state, outcome_words(line.outcome))
