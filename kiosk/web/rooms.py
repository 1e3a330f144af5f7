"""The rooms of the web, each with its pages: the clients' and the tablets' without a login, the staff's with one."""

from collections.abc import Sequence

from flask import Blueprint, Flask, request
from flask_wtf import CSRFProtect

from kiosk.web import checkin, health, tablet
from kiosk.web.shared import static
from kiosk.web.shared.addresses import CONVERTER, PublicIdConverter
from kiosk.web.shared.own_site import refuse_other_sites
from kiosk.web.staff import events
from kiosk.web.staff.account import arrival, by_link, codes, own_logins, passkeys, private, tokens, webhooks
from kiosk.web.staff.account import views as account
from kiosk.web.staff.clients import asking, erase, handover, look_over, paper, patients
from kiosk.web.staff.clients import views as clients
from kiosk.web.staff.corrections import answers as corrections
from kiosk.web.staff.corrections import clients as client_corrections
from kiosk.web.staff.corrections import sessions as session_corrections
from kiosk.web.staff.day import noted, schedule
from kiosk.web.staff.day import views as day
from kiosk.web.staff.documents import left as left_record
from kiosk.web.staff.documents import views as documents
from kiosk.web.staff.exchange import calendar, exports, imports, uploading, work
from kiosk.web.staff.loops import views as loops
from kiosk.web.staff.practice import (
    audit,
    languages,
    left_clients,
    month,
    notice,
    people,
    record_system,
    results,
    retention,
    tablets,
)
from kiosk.web.staff.practice import views as practice
from kiosk.web.staff.supervision import views as supervision
from kiosk.web.staff.visits import check_in, code_alone, noticed, safety, to_tablet
from kiosk.web.staff.visits import views as visits

WITHOUT_LOGIN = (checkin.bp, tablet.bp)
"""The link, the form's key or the tablet's credential prove these forms: no cookie of a login does."""
ACCOUNT = (account.bp, by_link.bp, codes.bp, passkeys.bp, private.bp, tokens.bp, webhooks.bp, own_logins.bp, arrival.bp)
THERAPIST = (
    day.bp,
    schedule.bp,
    noted.bp,
    events.bp,
    visits.bp,
    check_in.bp,
    noticed.bp,
    code_alone.bp,
    to_tablet.bp,
    safety.bp,
    asking.bp,
    patients.bp,
    clients.bp,
    clients.caseload_bp,
    loops.bp,
    documents.bp,
    exports.bp,
    imports.bp,
    calendar.bp,
    work.bp,
    paper.bp,
    corrections.bp,
    client_corrections.bp,
    session_corrections.bp,
    handover.bp,
    erase.bp,
    look_over.bp,
    supervision.bp,
)
PRACTICE = (
    practice.bp,
    audit.bp,
    people.bp,
    month.bp,
    results.bp,
    notice.bp,
    languages.bp,
    tablets.bp,
    left_clients.bp,
    left_record.bp,
    retention.bp,
    record_system.bp,
)


def open_rooms(app: Flask, without_cookies: Sequence[Blueprint] = ()) -> None:
    """Every page there is. None takes a form from elsewhere; those of the staff want the login's token as well.

    Routes `without_cookies` look at none, so that no browser can be made to send them anything on anybody's behalf.
    """
    names = {blueprint.name for blueprint in without_cookies}
    app.before_request(lambda: None if request.blueprint in names else refuse_other_sites())
    app.request_class = uploading.UploadRequest
    app.before_request(uploading.allow_large)
    app.teardown_request(uploading.forget_unfinished)
    app.url_map.converters[CONVERTER] = PublicIdConverter
    for blueprint in (static.bp, health.bp, *WITHOUT_LOGIN, *ACCOUNT, *THERAPIST, *PRACTICE, *without_cookies):
        app.register_blueprint(blueprint)
    csrf = CSRFProtect(app)
    for blueprint in (*WITHOUT_LOGIN, *without_cookies):
        csrf.exempt(blueprint)
