"""Static files: precompressed, kept by the browser for a year under an address that changes when they do."""

from flask import Blueprint, Response, abort, request
from flask.typing import ResponseReturnValue

from kiosk.assets import static_files

bp = Blueprint("static_files", __name__)

FOR_A_YEAR = "public, max-age=31536000, immutable"


@bp.get("/static/<path:path>")
def file(path: str) -> ResponseReturnValue:
    """One file. Asked for without its version, as modules ask for each other, it is checked again each time."""
    found = static_files().get(path)
    if found is None:
        abort(404)
    encoding, content = found.best(request.headers.get("Accept-Encoding", ""))
    response = Response(content, content_type=found.content_type)
    response.headers["Vary"] = "Accept-Encoding"
    if encoding:
        response.headers["Content-Encoding"] = encoding
    if request.args.get("v") == found.version:
        response.headers["Cache-Control"] = FOR_A_YEAR  # and no ETag: nobody asks whether an unchanging address changed
        return response
    response.headers["Cache-Control"] = "no-cache"
    response.set_etag(f"{found.version}{encoding}")
    return response.make_conditional(request)


def static_url(path: str) -> str:
    """The address of a static file, with its version. Raises KeyError for a file that is not there.

    Put together by hand: a page that refuses an unknown host has nothing to build addresses with.
    """
    return f"/static/{path}?v={static_files()[path].version}"
