"""The secret that an app is offered: sealed on the page itself, so that nothing is kept before a code confirms it."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from kiosk.domain.public_ids import PublicId
from kiosk.keys import Unopened, keys

LASTS = timedelta(minutes=15)


@dataclass(frozen=True)
class SetUpOffer:
    """To whom, of what, and when they had shown who they are."""

    person: PublicId
    secret: str
    at: datetime

    def sealed(self) -> str:
        """As a page can carry it: nobody can read it there, or offer themselves another."""
        content = {"codes for": self.person, "secret": self.secret, "at": self.at.isoformat()}
        return keys().seal_text("offers", json.dumps(content))


def opened(sealed: str, person: PublicId, now: datetime) -> SetUpOffer | None:
    """Open an offer made to this person within the last 15 minutes; None for any other."""
    try:
        content = json.loads(keys().open_text("offers", sealed))
    except Unopened:
        return None
    match content:
        case {"codes for": str(whose), "secret": str(secret), "at": str(at)} if whose == person:
            offer = SetUpOffer(person, secret, datetime.fromisoformat(at))
            return offer if now - offer.at <= LASTS else None
        case _:
            return None
