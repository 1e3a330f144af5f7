"""Devices that hold a tablet's credential, played by chance: one is never taken for two, and two are found out."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count

from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.domain.pairing import LATEST_BY, PROOFS, Credential, PairingState, ShownCredential, TabletVerdict, hear

BEGIN = datetime(2026, 6, 3, 8, tzinfo=UTC)
NAMES = count()
STEPS = ("send", "deliver", "lose", "send beside", "deliver beside", "wait", "write", "power cut", "restart")
WAITS_S = (1, 3, 5, 61, 130, 8 * 3600, 7 * 24 * 3600)


@dataclass
class Server:
    """Follows the verdicts as `actions.hear_tablet` does, with the number in a credential's place."""

    now: datetime = BEGIN
    state: PairingState = field(default_factory=lambda: PairingState(issued=1))
    current: int = 1
    former: int = 0
    taken_from: int = 0
    verdicts: list[TabletVerdict] = field(default_factory=list)

    def shown(self, number: int) -> ShownCredential:
        if number == self.current:
            return ShownCredential(number, Credential.CURRENT)
        if number < self.taken_from:
            return ShownCredential(number, Credential.SPENT)
        if number == self.former:
            return ShownCredential(number, Credential.FORMER)
        if number > self.state.issued:
            return ShownCredential(number, Credential.LATER)
        late = self.state.issued - number
        return ShownCredential(number, Credential.EARLIER if late <= LATEST_BY else Credential.TOO_OLD)

    def ask(self, page: str, number: int) -> int:
        """The number of the credential from here on; 0: refused."""
        shown = self.shown(number)
        if shown.credential in {Credential.SPENT, Credential.TOO_OLD}:
            return 0
        outcome = hear(self.state, page, shown, self.now)
        self.state = outcome.state
        self.verdicts.append(outcome.verdict)
        match outcome.verdict:
            case TabletVerdict.SHUT_OUT:
                self.taken_from, self.former = max(self.taken_from, number + 1), 0
                return 0
            case TabletVerdict.NEITHER:
                self.state = replace(self.state, issued=self.state.issued + 1)
                self.taken_from, self.former, self.current = self.state.issued + 1, 0, 0
                return 0
            case TabletVerdict.RETURNS:
                self.taken_from = self.state.issued + 1
            case _:
                pass
        if not outcome.renews:
            return number
        self.former, self.current = number, self.state.issued + 1
        self.state = replace(self.state, issued=self.current, renewed_at=self.now)
        return self.current

    def passes(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    def put_back(self, copy: "Server") -> None:
        """As a restored database: everything since the copy is forgotten, and the time is what it is."""
        self.state, self.current, self.former = copy.state, copy.current, copy.former
        self.taken_from = copy.taken_from

    @property
    def proofs(self) -> list[TabletVerdict]:
        return [verdict for verdict in self.verdicts if verdict in PROOFS]


@dataclass
class Device:
    """A browser with one cookie, which it writes to its disk when it likes, and a page that asks."""

    server: Server
    cookie: int = 1
    disk: int = 1
    page: str = field(default_factory=lambda: f"page {next(NAMES)}")
    beside: str = field(default_factory=lambda: f"page {next(NAMES)}")
    under_way: dict[str, int] = field(default_factory=dict)

    def does(self, step: str) -> None:
        match step.split():
            case ["send", *beside]:
                self.under_way.setdefault(self.beside if beside else self.page, self.cookie)
            case ["deliver" | "lose" as how, *beside]:
                page = self.beside if beside else self.page
                if number := self.under_way.pop(page, 0):
                    answer = self.server.ask(page, number)
                    self.cookie = answer if how == "deliver" and answer != number else self.cookie
            case ["write"]:
                self.disk = self.cookie
            case _:
                self.cookie = self.disk if step == "power cut" else self.cookie
                self.disk = self.cookie
                self.page, self.beside, self.under_way = f"page {next(NAMES)}", f"page {next(NAMES)}", {}

    def lives(self, steps: list[str | int]) -> None:
        for step in steps:
            self.server.passes(step) if isinstance(step, int) else self.does(step)

    def asks(self) -> bool:
        """True if it is taken for the tablet, or still being looked at."""
        answer = self.server.ask(self.page, self.cookie)
        self.cookie = answer or self.cookie
        return bool(answer)

    def works(self, minutes: int) -> None:
        for _ in range(minutes):
            self.asks()
            self.server.passes(61)

    def copied(self) -> "Device":
        return Device(self.server, cookie=self.cookie, disk=self.cookie)


def both_work(one: Device, other: Device, seconds: int = 30) -> tuple[bool, bool]:
    """Both ask every three seconds; gives whether each still may at the end."""
    alive = True, True
    for _ in range(seconds // 3):
        alive = one.asks(), other.asks()
        one.server.passes(3)
    return alive


def assert_it_goes_on_alone(device: Device) -> None:
    """Nothing was proven against it, and it is the tablet once it is started again."""
    server = device.server
    assert server.proofs == []
    server.passes(5)
    device.does("restart")
    for _ in range(4):
        assert device.asks()
        server.passes(3)
    assert (server.state.in_charge, device.cookie) == (device.page, server.current)


moves = st.lists(
    st.one_of(st.sampled_from([step for step in STEPS if step != "wait"]), st.sampled_from(WAITS_S)), max_size=80
)


@given(moves)
@settings(max_examples=400, deadline=None)
def test_one_device_alone_is_never_taken_for_two_whatever_it_loses(steps: list[str | int]) -> None:
    device = Device(Server())
    device.lives(steps)
    assert_it_goes_on_alone(device)


@given(moves, moves, moves)
@settings(max_examples=400, deadline=None)
def test_one_device_alone_is_never_taken_for_two_after_a_restore(
    before: list[str | int], forgotten: list[str | int], after: list[str | int]
) -> None:
    device = Device(Server())
    device.lives(before)
    copy = replace(device.server)
    device.lives(forgotten)
    device.server.put_back(copy)
    device.lives(after)
    assert_it_goes_on_alone(device)


def test_a_further_tab_that_asks_first_after_a_restore_is_no_copy() -> None:
    """Copied while two tabs of one browser were known, one of them in charge; put back after a day's work."""
    device = Device(Server())
    here: list[str | int] = ["send", "deliver", 3]
    beside: list[str | int] = ["send beside", "deliver beside", 3]
    device.lives(here + beside + here * 2 + beside)
    at_night = replace(device.server)
    device.works(9 * 60)
    device.server.put_back(at_night)
    device.lives(beside * 3)
    assert_it_goes_on_alone(device)


@given(st.integers(1, 30), st.integers(1, 300), st.integers(0, 30), st.integers(1, 30))
def test_a_copy_is_shut_out_after_a_restore_too(before: int, forgotten: int, copied_since: int, later: int) -> None:
    tablet = Device(Server())
    tablet.works(before)
    at_night = replace(tablet.server)
    tablet.works(forgotten)
    tablet.server.put_back(at_night)
    tablet.works(copied_since)
    copy = tablet.copied()
    tablet.works(later + 1)
    assert both_work(tablet, copy).count(True) <= 1
    assert tablet.server.proofs


@given(st.integers(1, 30), st.integers(0, 30), st.booleans())
def test_a_copy_of_a_tablet_that_works_is_shut_out_and_the_tablet_goes_on(
    before: int,
    later: int,
    copy_first: bool,  # noqa: FBT001 -- hypothesis gives it
) -> None:
    tablet = Device(Server())
    tablet.works(before)
    copy = tablet.copied()
    tablet.works(later)
    tablet.asks()
    alive = both_work(copy, tablet)[::-1] if copy_first else both_work(tablet, copy)
    assert alive == (True, False)
    assert tablet.server.proofs == [TabletVerdict.SHUT_OUT]


@given(st.integers(1, 20), st.integers(1, 200))
def test_a_tablet_that_wakes_ends_the_copy_that_was_used_while_it_slept(before: int, used: int) -> None:
    tablet = Device(Server())
    tablet.works(before)
    tablet.asks()
    copy = tablet.copied()
    tablet.server.passes(9 * 3600)
    copy.works(used)
    assert both_work(copy, tablet) == (False, True)
    assert tablet.server.proofs == [TabletVerdict.RETURNS]


@given(st.integers(1, 20), st.integers(1, 200), st.integers(0, 20))
def test_a_copy_used_while_a_tablet_was_off_is_found_out_when_it_comes_again(
    before: int, used: int, later: int
) -> None:
    """The tablet was restarted, and came back late; from then on nothing tells which of the two it is."""
    tablet = Device(Server())
    tablet.works(before)
    copy = tablet.copied()
    tablet.server.passes(9 * 3600)
    copy.works(used)
    tablet.server.passes(3600)
    tablet.does("power cut")
    tablet.works(later + 1)
    tablet.server.passes(3600)
    assert both_work(copy, tablet) == (False, False)
    assert tablet.server.proofs == [TabletVerdict.NEITHER]


@given(st.integers(2, 20), st.integers(0, 600), st.booleans())
def test_a_backup_that_runs_beside_the_tablet_is_found_out(
    before: int,
    later: int,
    restarted: bool,  # noqa: FBT001 -- hypothesis gives it
) -> None:
    tablet = Device(Server())
    tablet.works(before)
    backup = tablet.copied()
    tablet.works(later + 1)
    if restarted:
        tablet.server.passes(300)
        tablet.does("restart")
        tablet.works(2)
    tablet.asks()
    assert both_work(tablet, backup) == (True, False)


@given(st.integers(1, 30), st.integers(1, 30), st.integers(0, 600), st.integers(0, 600))
@settings(deadline=None)
def test_two_devices_never_work_side_by_side_for_long(before: int, away: int, first: int, second: int) -> None:
    """However each of them was used alone until then."""
    tablet = Device(Server())
    tablet.works(before)
    copy = tablet.copied()
    for device, minutes in ((copy, first), (tablet, second)):
        tablet.server.passes(60 * away)
        device.works(minutes)
    tablet.server.passes(130)
    assert both_work(tablet, copy).count(True) <= 1
    assert tablet.server.proofs


@given(st.integers(1, 600), st.sampled_from(WAITS_S))
def test_a_late_device_takes_its_place_again_at_once_and_is_no_copy(lost: int, away_s: int) -> None:
    tablet = Device(Server())
    tablet.works(lost)
    tablet.server.passes(away_s)
    tablet.does("power cut")
    assert tablet.cookie == 1
    for _ in range(3):
        assert tablet.asks()
        tablet.server.passes(3)
    assert (tablet.cookie, tablet.server.proofs) == (tablet.server.current, [])
