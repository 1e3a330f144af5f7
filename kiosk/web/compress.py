"""Pages compressed on their way out: on a slow phone every kilobyte is waited for.

Compressing beside a secret lets somebody who can choose part of the page guess at the secret by its length (BREACH).
No page here repeats what a request's address says, and the staff's token is masked anew in each page.
"""

import gzip

from flask import Flask, Response, request

LEAST = 1_000


def compress_pages(app: Flask) -> None:
    """Compress HTML for browsers that take it."""
    app.after_request(_compress)


def _compress(response: Response) -> Response:
    if response.mimetype != "text/html" or response.is_streamed or "Content-Encoding" in response.headers:
        return response
    response.headers.add("Vary", "Accept-Encoding")
    content = response.get_data()
    if len(content) >= LEAST and "gzip" in request.headers.get("Accept-Encoding", ""):
        response.set_data(gzip.compress(content, 6, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    return response
