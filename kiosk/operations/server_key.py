"""The server key and its database: each database knows which key it was made with."""

import hmac
from pathlib import Path

from kiosk.config import Config
from kiosk.refusals import Refusal
from kiosk.storage import checkup
from kiosk.storage.backends import DatabaseUnreadable, backend_for


class WrongKey(Refusal):
    """The database was made with another server key: with this one its words would stay sealed."""


def check_key(config: Config) -> None:
    """Raises WrongKey where the database says that it was made with another key. Changes nothing."""
    if new_key(config).exists():
        raise WrongKey("A change of the server key was begun and not ended. Nothing is lost: kiosk key rotate goes on.")
    check_known(config)


def new_key(config: Config) -> Path:
    """The file of the key that a rotation changes to: it is there as long as that goes on."""
    key = Path(config.places["secret_key_file"])
    return key.with_name(f"{key.name}.new")


def check_known(config: Config) -> None:
    """Raises WrongKey where the database was made with another key, whether or not a rotation was begun."""
    try:
        with backend_for(config.database_url).look() as connection:
            kept = checkup.key_check(connection)
    except DatabaseUnreadable:
        return  # whoever reads the database says it better
    if kept is not None and not hmac.compare_digest(kept, config.key_check):
        raise WrongKey(
            f"The server key {config.places['secret_key_file']} is not the one that this database was made with, and"
            " opens none of its words and links. Nothing was changed: put back the key from this database's backup."
        )
