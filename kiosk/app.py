"""The app, put together: its pages over its core."""

from flask import Flask
from flask_wtf.csrf import CSRFError
from werkzeug.middleware.proxy_fix import ProxyFix

from kiosk import api
from kiosk.api import fhir, pace, problems
from kiosk.api import keys as public_keys
from kiosk.config import Config
from kiosk.core import create_core
from kiosk.live import pulse
from kiosk.live.feed import Feed
from kiosk.storage.trial import EXTENSION as TRIAL
from kiosk.storage.trial import Trial
from kiosk.unfinished import BODY_LIMIT
from kiosk.web.checkin import blank
from kiosk.web.rooms import open_rooms
from kiosk.web.shared import compress, errors, headers, languages, readings
from kiosk.web.shared.ask_to_log_in import stale
from kiosk.web.shared.furniture import Templates, furnish
from kiosk.web.shared.late_rules import LateRule
from kiosk.web.shared.sessions import Sessions
from kiosk.web.shared.throttle import Tries


def create_app(config: Config) -> Flask:
    """One server. Raises CatalogueFault or UnreadableLanguage where a file of the instance folder is broken."""
    app = create_core(config)
    app.jinja_environment, app.url_rule_class, app.session_interface = Templates, LateRule, Sessions()
    app.config |= {
        "SECRET_KEY": app.extensions["kiosk-keys"].cookie_secret,
        "MAX_CONTENT_LENGTH": BODY_LIMIT,
        "TRUSTED_HOSTS": config.hosts,
        "SESSION_COOKIE_NAME": "staff" if config.plain_http else "__Host-staff",
        "SESSION_COOKIE_SECURE": not config.plain_http,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "WTF_CSRF_TIME_LIMIT": None,
    }
    app.extensions |= {"kiosk-feed": Feed(app), "kiosk-tries": Tries()}
    pace.count_in(app)
    app.extensions[blank.EXTENSION] = blank.BlankForms()
    app.extensions[pulse.EXTENSION] = pulse.Pulse(app)
    app.extensions[TRIAL] = Trial(app)
    headers.guard(app)
    compress.compress_pages(app)
    errors.handle(app, problems.answer)
    app.register_error_handler(CSRFError, stale)
    languages.speak(app, config)
    furnish(app, config)
    readings.keep_readings(app)
    open_rooms(app, [api.bp, fhir.bp, public_keys.bp])
    if config.trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=config.trusted_proxies, x_proto=config.trusted_proxies)  # type: ignore[method-assign]
    return app
