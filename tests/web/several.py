"""Steps that tests of a visit of several repeat: start one, send for a person, find its rows."""

from dataclasses import dataclass

from kiosk.domain.public_ids import PublicId
from tests.support.practice import Cast, Waiting, waiting_in
from tests.web.browsing import Desk

WELL = {"understood": "9.4", "topics": "9.0", "approach": "9.2", "overall": "9.2"}
"""36.8 in all."""
BADLY = {"understood": "7.0", "topics": "6.9", "approach": "7.0", "overall": "7.0"}
"""27.9 in all."""


@dataclass(frozen=True)
class Together:
    """One visit of several, and everybody's check-in in it."""

    cast: Cast
    visit: PublicId
    people: tuple[Waiting, ...]

    @property
    def path(self) -> str:
        return f"/visits/{self.visit}"

    def own(self, place: int) -> str:
        """The address of one person's own page."""
        return f"/check-ins/{self.people[place].check_in}"


def begin(desk: Desk, cast: Cast, *codes: str, kind: str = "couple", place: str = "room") -> Together:
    """Fill in the form on the day's page."""
    typed = {f"client-{number}": code for number, code in enumerate(codes, 1)}
    answer = desk.post("/visits/together", {"kind": kind, "place": place} | typed)
    assert answer.status_code == 303, answer.text
    visit = PublicId(answer.location.rpartition("/")[2])
    with cast.on_stage():
        return Together(cast, visit, waiting_in(visit))
