"""The page that a tablet shows while it cannot reach this server: it names nobody, and is kept by a worker of its own.

Only a paired tablet is told to keep it. Both are there for any device: browsers look for a newer worker by themselves,
also on a tablet whose cookies were cleared a moment ago.
"""

import json
import re
from collections.abc import Sequence
from zlib import crc32

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from kiosk import clock
from kiosk.assets import static_files
from kiosk.domain.actors import ByTablet
from kiosk.queries.tablet import see_this_tablet
from kiosk.web.shared import paired
from kiosk.web.shared.paired import Dress, dress_as
from kiosk.web.shared.static import static_url
from kiosk.web.tablet.room import bp

SCOPE = "/tablet"
"""The scope of the worker: the tablet's own screens, and nothing else."""
PAGE = "/tablet/no-server"
SCRIPT = "js/no-server.js"
NAMED = re.compile(r'"(/static/(?:css|js)/[^"]+)"')
BESIDE = ("fonts/figtree.woff2", "fonts/newsreader.woff2")
"""Files that the page's stylesheets ask for."""
IMPORTED = ("/static/js/back.js", "/static/js/sending.js")
"""Files that the page's script imports, without a version, as modules do."""


@bp.get(PAGE)
def no_server() -> ResponseReturnValue:
    """The page: it asks for this server until it is there, and then makes way for what there is to show."""
    return _page()


@bp.get("/tablet/worker.js")
def worker() -> ResponseReturnValue:
    """The worker that keeps it; other bytes as soon as anything that it keeps has changed, so that it keeps that."""
    page = _page()
    script = static_files()[SCRIPT].content.decode()
    kept = json.dumps([f"{PAGE}?v={crc32(page.encode()):08x}", *_drawn_with(page)])
    response = Response(f"self.kept={kept};\n{script}", content_type=static_files()[SCRIPT].content_type)
    response.headers["Service-Worker-Allowed"] = SCOPE
    return response


def _page() -> str:
    """In the theme that is fixed for the tablet, or in the device's own, and in the language of its browser."""
    here = paired.tablet()
    theme = see_this_tablet(here, clock.now()).theme if isinstance(here, ByTablet) else ""
    dress_as(Dress("no-server", theme=theme))
    return render_template("tablet/no_server.html")


def _drawn_with(page: str) -> Sequence[str]:
    return [*dict.fromkeys(NAMED.findall(page)), *IMPORTED, *map(static_url, BESIDE)]
