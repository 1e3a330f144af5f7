"""Column types: moments that stay in UTC, and text that is unreadable in a stolen file."""

from datetime import UTC, datetime

from cryptography.fernet import InvalidToken
from sqlalchemy import DateTime, Dialect, LargeBinary
from sqlalchemy.types import TypeDecorator

from kiosk.keys import keys


class Moment(TypeDecorator[datetime]):
    """A point in time, kept in UTC; a time without a zone is refused."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """In UTC, without saying so."""
        del dialect
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment needs its time zone.")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """In UTC, saying so."""
        del dialect
        return None if value is None else value.replace(tzinfo=UTC)


class Sealed(TypeDecorator[str]):
    """Text encrypted with a key that is not in the database; empty stays empty."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        """Sealed."""
        del dialect
        return keys().sealer.encrypt(value.encode()) if value else b""

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> str:
        """Opened. Raises ValueError when no key of this server opens it."""
        del dialect
        if not value:
            return ""
        try:
            return keys().sealer.decrypt(value).decode()
        except InvalidToken:
            raise ValueError("These words were sealed with another server key.") from None
