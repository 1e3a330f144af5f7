"""Receiving a large file: it goes sealed into the instance folder as it comes, and is read by no worker."""

from typing import IO, Final, cast

from flask import Request, request
from flask.typing import ResponseReturnValue

from kiosk.domain.phrases import phrase
from kiosk.interchange.uploads import MOST_BYTES
from kiosk.storage import sealed_files
from kiosk.storage.sealed_files import SealedWriter
from kiosk.web.shared.ask_to_log_in import LoginPage, ask_to_log_in, refuse_tablets
from kiosk.web.shared.browser_login import somebody

UPLOADS: Final = {"imports.upload": "/imports", "calendar.upload": "/calendar"}
"""The routes that take a file, and the page of each."""
EMPTY: Final = phrase("The file is empty.")
MARGIN: Final = 64 * 1024
"""Bytes of a body around the file."""


class UploadRequest(Request):
    """A request whose files, at the addresses that take any, are sealed as they come."""

    sealed: "SealedUpload | None" = None

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        if self.endpoint not in UPLOADS or not filename or self.sealed is not None:
            return super()._get_file_stream(total_content_length, content_type, filename, content_length)
        self.sealed = SealedUpload()
        return cast("IO[bytes]", self.sealed)


class SealedUpload(SealedWriter):
    """A sealed file under an id of its own."""

    def __init__(self) -> None:
        self.id = sealed_files.new_name()
        super().__init__(self.id)

    def remove(self) -> None:
        """Take it away again."""
        sealed_files.remove(self.id)

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """Stay: the parser of forms goes to the beginning at the end, and nobody reads here."""
        del whence
        return offset


def allow_large() -> ResponseReturnValue | None:
    """For `before_request`: let somebody who is logged in send a file at that address; nobody else sends that much."""
    if request.endpoint not in UPLOADS or request.method != "POST":
        return None
    if somebody() is None:
        return refuse_tablets() or (ask_to_log_in(LoginPage(next=UPLOADS[request.endpoint])), 401)
    request.max_content_length = MOST_BYTES + MARGIN
    return None


def forget_unfinished(error: BaseException | None) -> None:
    """For `teardown_request`: take away a file that was refused, or did not come whole."""
    del error
    sealed = uploaded_file()
    if sealed is not None and not sealed.closed:
        sealed.discard()


def uploaded_file() -> SealedUpload | None:
    """The file of this request; not whole before its form was read."""
    return request.sealed if isinstance(request, UploadRequest) else None
