"""Public ids in addresses, and addresses that a request names."""

from urllib.parse import urlsplit

from werkzeug.routing import BaseConverter

from kiosk.domain.public_ids import PublicId, public_id

CONVERTER = "public_id"
"""The name by which routes ask for it."""


class PublicIdConverter(BaseConverter):
    """Part of an address that is a public id.

    Anything else in its place is the id of nothing, so that it is answered exactly like an id that nobody has.
    """

    def to_python(self, value: str) -> PublicId:
        """Read the id."""
        return public_id(value)


def safe_next(address: str) -> str:
    """Return the path to go to after logging in: the address if it is one of this server's, else the day page."""
    parts = urlsplit(address)
    inside = address.startswith("/") and not address.startswith("//") and "\\" not in address
    return address if inside and not parts.scheme and not parts.netloc else "/"
