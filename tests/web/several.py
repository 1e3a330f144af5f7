"""What tests of a visit of several do over and over: start one, send for a person, find its rows."""

from dataclasses import dataclass

from kiosk.keys import keys
from tests.support.practice import Cast, Waiting
from tests.web.browsing import Desk, rows

WELL = {"understood": "9.4", "topics": "9.0", "approach": "9.2", "overall": "9.2"}
"""36.8 in all."""
BADLY = {"understood": "7.0", "topics": "6.9", "approach": "7.0", "overall": "7.0"}
"""27.9 in all."""


@dataclass(frozen=True)
class Together:
    """One visit of several, and everybody's check-in in it."""

    cast: Cast
    visit: int
    people: tuple[Waiting, ...]

    @property
    def path(self) -> str:
        return f"/visits/{self.visit}"

    def own(self, place: int) -> str:
        """The address of one person's own page."""
        return f"{self.path}/people/{self.people[place].check_in}"


def begin(desk: Desk, cast: Cast, *codes: str, kind: str = "couple", place: str = "room") -> Together:
    """Fill in the form on the day's page."""
    typed = {f"client-{number}": code for number, code in enumerate(codes, 1)}
    answer = desk.post("/visits/together", {"kind": kind, "place": place} | typed)
    assert answer.status_code == 303, answer.text
    visit = int(answer.location.rpartition("/")[2])
    check_ins = [row[0] for row in rows(cast, "SELECT id FROM check_ins WHERE visit_id = ? ORDER BY id", visit)]
    with cast.on_stage():
        people = tuple(Waiting(visit, number, keys().link_token(number, 1)) for number in check_ins)
    return Together(cast, visit, people)
