"""Pages compressed on their way out: on a slow phone every kilobyte is waited for.

Compressing beside a secret lets somebody who can choose part of the page guess at the secret by its length (BREACH).
No page here repeats what a request's address says, and the staff's token is masked anew in each page.
"""

import gzip
from collections.abc import Callable, Mapping
from functools import partial

import brotli
from flask import Flask, Response, request

LEAST = 1_000
COMPRESSIONS: Mapping[str, Callable[[bytes], bytes]] = {
    "br": partial(brotli.compress, quality=7),
    "gzip": partial(gzip.compress, compresslevel=9, mtime=0),
}
"""The smaller first; each so thorough as costs a page no more time than the other."""


def compress_pages(app: Flask) -> None:
    """Compress HTML for browsers that take it."""
    app.after_request(_compress)


def _compress(response: Response) -> Response:
    if response.mimetype != "text/html" or response.is_streamed or "Content-Encoding" in response.headers:
        return response
    response.headers.add("Vary", "Accept-Encoding")
    content = response.get_data()
    if len(content) < LEAST:
        return response
    if best := next((name for name in COMPRESSIONS if request.accept_encodings.quality(name)), None):
        response.set_data(COMPRESSIONS[best](content))
        response.headers["Content-Encoding"] = best
    return response
