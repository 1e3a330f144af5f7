"""What a tablet shows while it cannot reach this server: one page that names nobody, kept by a worker of its own."""

import json
import re
from collections.abc import Sequence
from zlib import crc32

from flask import Response, abort, render_template
from flask.typing import ResponseReturnValue

from kiosk.assets import static_files
from kiosk.storage.tablet_tables import Tablet
from kiosk.web import paired
from kiosk.web.paired import Dress, dress_as
from kiosk.web.static import static_url
from kiosk.web.tablet.room import bp

SCOPE = "/tablet"
"""Where the worker helps: on the tablet's own screens, and nowhere else."""
PAGE = "/tablet/no-server"
SCRIPT = "js/no-server.js"
NAMED = re.compile(r'"(/static/(?:css|js)/[^"]+)"')
BESIDE = ("fonts/figtree.woff2", "fonts/newsreader.woff2")
"""What its sheets ask for."""
IMPORTED = "/static/js/sending.js"
"""What its script asks for, without a version as modules do."""


@bp.get(PAGE)
def no_server() -> ResponseReturnValue:
    """The page: it asks for this server until it is there, and then makes way for what there is to show."""
    return _page(_tablet())


@bp.get("/tablet/worker.js")
def worker() -> ResponseReturnValue:
    """The worker that keeps it; other bytes as soon as anything that it keeps has changed, so that it keeps that."""
    page = _page(_tablet())
    script = static_files()[SCRIPT].content.decode()
    kept = json.dumps([f"{PAGE}?v={crc32(page.encode()):08x}", *_drawn_with(page)])
    response = Response(f"self.kept={kept};\n{script}", content_type=static_files()[SCRIPT].content_type)
    response.headers["Service-Worker-Allowed"] = SCOPE
    return response


def _tablet() -> Tablet:
    found = paired.tablet()
    return found if isinstance(found, Tablet) else abort(404)


def _page(tablet: Tablet) -> str:
    """In the theme that is fixed for the tablet, and in the language of its browser."""
    dress_as(Dress("no-server", theme=tablet.theme))
    return render_template("tablet/no_server.html")


def _drawn_with(page: str) -> Sequence[str]:
    return [*dict.fromkeys(NAMED.findall(page)), IMPORTED, *map(static_url, BESIDE)]
