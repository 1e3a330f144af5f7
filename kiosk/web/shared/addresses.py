"""Public ids in addresses."""

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
