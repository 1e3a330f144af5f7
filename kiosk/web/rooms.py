"""The rooms of the web, each with its pages: the clients' and the tablets' without a login, the staff's with one."""

from flask import Flask
from flask_wtf import CSRFProtect

from kiosk.web import checkin, health, static, tablet
from kiosk.web.account import codes, passkeys
from kiosk.web.account import views as account
from kiosk.web.practice import languages, results, tablets
from kiosk.web.practice import views as practice
from kiosk.web.therapist import views as therapist
from kiosk.web.therapist.clients import asking, record
from kiosk.web.therapist.clients import views as clients
from kiosk.web.therapist.several import views as several
from kiosk.web.therapist.visit import code_alone, noticed, to_tablet

WITHOUT_LOGIN = (checkin.bp, tablet.bp)
"""The link, the form's key or the tablet's credential prove these forms: no cookie of a login does."""
ACCOUNT = (account.bp, codes.bp, passkeys.bp)
THERAPIST = (
    therapist.bp,
    several.bp,
    noticed.bp,
    code_alone.bp,
    to_tablet.bp,
    asking.bp,
    clients.bp,
    record.bp,
)
PRACTICE = (practice.bp, results.bp, languages.bp, tablets.bp)


def open_rooms(app: Flask) -> None:
    """Every page there is; those of the staff take no form from elsewhere."""
    for blueprint in (static.bp, health.bp, *WITHOUT_LOGIN, *ACCOUNT, *THERAPIST, *PRACTICE):
        app.register_blueprint(blueprint)
    csrf = CSRFProtect(app)
    for blueprint in WITHOUT_LOGIN:
        csrf.exempt(blueprint)
