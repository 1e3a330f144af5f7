"""The keys with which what is about one client alone is sealed."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.domain.public_ids import BYTES, PublicId
from kiosk.storage.sealed import Sealed
from kiosk.storage.tables.base import Base, OfPractice


class DataKey(OfPractice, Base):
    """The key of a client, itself sealed with the server key. It is written once, and goes with its client."""

    __tablename__ = "data_keys"

    client_id: Mapped[int] = mapped_column(ForeignKey("clients.id"), index=True)
    """The client whose it is now: where two were found to be one, that one has the keys of both."""
    name: Mapped[PublicId] = mapped_column(String(2 * BYTES), unique=True)
    """The public id of the client with whom it was made: what it seals carries this."""
    key: Mapped[str] = mapped_column(Sealed("data_keys.key", by="name"))
    """In hexadecimal digits."""
