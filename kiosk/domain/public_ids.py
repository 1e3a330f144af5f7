"""Public ids: the random names by which check-ins, visits, clients and tablets are known outside the database."""

import re
from dataclasses import dataclass
from typing import Final, NewType

from kiosk.domain.parts import Part

PublicId = NewType("PublicId", str)
"""32 lower-case hexadecimal characters, 128 random bits: unlike the number of a row, none is ever given twice."""

BYTES: Final = 16
NOBODY: Final = PublicId("")
"""The id of nothing: stands for whatever is written in the place of an id and is none."""
_WRITTEN: Final = re.compile(f"[0-9a-f]{{{2 * BYTES}}}")


@dataclass(frozen=True)
class CheckInIds:
    """The ids of a check-in and of the visit that it belongs to."""

    check_in: PublicId
    visit: PublicId
    of_several: bool
    """More than one person was asked in that visit."""
    part: Part = Part.CLOSING
    is_former: bool = False
    """True for a session with the therapist before, whose page opens for nobody else."""


def public_id(text: str) -> PublicId:
    """Read an id as it was written; anything else is the id of nothing."""
    return PublicId(text) if _WRITTEN.fullmatch(text) else NOBODY
