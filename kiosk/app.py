"""The app, put together."""

from flask import Flask
from flask_wtf import CSRFProtect
from flask_wtf.csrf import CSRFError
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from kiosk import catalogue
from kiosk.assets import folder
from kiosk.config import Config
from kiosk.domain.phrases import Phrase
from kiosk.keys import Keys
from kiosk.live.feed import Feed
from kiosk.storage import db, kept_measures
from kiosk.web import access, compress, errors, headers, health, languages, paired, passkeys, static
from kiosk.web import tablet as tablet_room
from kiosk.web.account import codes as account_codes
from kiosk.web.account import passkeys as account_passkeys
from kiosk.web.account import views as account_views
from kiosk.web.checkin import views as checkin_views
from kiosk.web.practice import languages as practice_languages
from kiosk.web.practice import results
from kiosk.web.practice import tablets as practice_tablets
from kiosk.web.practice import views as practice_views
from kiosk.web.therapist import asking as asking_views
from kiosk.web.therapist import clients as client_views
from kiosk.web.therapist import code_alone, noticed, several, to_tablet
from kiosk.web.therapist import record as record_views
from kiosk.web.therapist import views as therapist_views
from kiosk.web.throttle import Tries

BODY_LIMIT = 64 * 1024
UNREADABLE = dict.fromkeys({*range(32), 127} - {9, 10, 13})


def create_app(config: Config) -> Flask:
    """One server. Raises CatalogueFault or UnreadableLanguage where a file of the instance folder is broken."""
    app = Flask(
        "kiosk", template_folder=str(folder("templates")), static_folder=None, instance_path=str(config.instance)
    )
    keys = Keys(config.secret)
    app.config |= {
        "SECRET_KEY": keys.cookie_secret,
        "MAX_CONTENT_LENGTH": BODY_LIMIT,
        "TRUSTED_HOSTS": config.hosts,
        "SESSION_COOKIE_NAME": "staff" if config.plain_http else "__Host-staff",
        "SESSION_COOKIE_SECURE": not config.plain_http,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "WTF_CSRF_TIME_LIMIT": None,
    }
    app.extensions |= {"kiosk-keys": keys, "kiosk-config": config, "kiosk-feed": Feed(app), "kiosk-tries": Tries()}
    app.extensions[catalogue.EXTENSION] = catalogue.load_catalogue(config.instance, kept_measures.recall)
    db.connect(app, config.database_url)
    headers.guard(app)
    compress.compress_pages(app)
    errors.handle(app)
    app.register_error_handler(CSRFError, access.stale)
    languages.speak(app, config)
    _furnish(app, config)
    csrf = CSRFProtect(app)
    therapist_rooms = (
        therapist_views.bp,
        several.bp,
        noticed.bp,
        code_alone.bp,
        asking_views.bp,
        client_views.bp,
        to_tablet.bp,
        record_views.bp,
    )
    settings_rooms = (practice_views.bp, results.bp, practice_languages.bp, practice_tablets.bp)
    staff = (account_views.bp, account_codes.bp, account_passkeys.bp, *therapist_rooms, *settings_rooms)
    for blueprint in (static.bp, health.bp, checkin_views.bp, tablet_room.bp, *staff):
        app.register_blueprint(blueprint)
    for without_login in (checkin_views.bp, tablet_room.bp):
        csrf.exempt(without_login)
    if config.trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=config.trusted_proxies, x_proto=config.trusted_proxies)  # type: ignore[method-assign]
    return app


def _furnish(app: Flask, config: Config) -> None:
    """What every template may count on."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.finalize = _readable
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals |= {
        "product": "Before You Go",
        "lan_notice": config.notice,
        "passkey_site": passkeys.site_of(config),
        "static_url": static.static_url,
        "dressed": paired.dressed,
    }


def _readable(value: object) -> object:
    """In the page's language, and without the control characters that no page may hold, whoever typed them where."""
    shown = languages.said(value) if isinstance(value, Phrase) else value
    return shown.translate(UNREADABLE) if isinstance(shown, str) else shown
