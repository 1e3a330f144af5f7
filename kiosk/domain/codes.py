"""The look of a client's code: two codes that a reader could take for one another have the same."""

from typing import Final
from unicodedata import normalize

_LOOK_ALIKES: Final = str.maketrans({"o": "0", "i": "1", "l": "1"})


def look_of(code: str) -> str:
    """Give what is left of a code without case, hyphens, spaces, dots and width, and with one sign for look-alikes.

    Only to ask: codes of the same look stay codes of different clients.
    """
    plain = normalize("NFKC", normalize("NFKC", code).casefold())
    return "".join(filter(str.isalnum, plain)).translate(_LOOK_ALIKES)
