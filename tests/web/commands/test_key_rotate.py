"""`kiosk key rotate`: everything opens with the new key alone, whatever it was cut off at, and nothing else changed."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import LargeBinary, column, select, table

from kiosk import rotate as rotating
from kiosk.cli.program import kiosk
from kiosk.config import load
from kiosk.keys import Keys, named_in
from kiosk.operations.server_key import WrongKey
from kiosk.operations.verify import verify
from kiosk.storage import sealing
from kiosk.storage.backends import backend_for
from kiosk.storage.data_keys import new_ring
from kiosk.storage.db import close, reading
from kiosk.storage.ring import Ring
from kiosk.storage.sealing import SealedColumn
from tests.support.practice import WELL, Cast
from tests.web.browsing import Desk

pytestmark = pytest.mark.sqlite_file
WORDS = "The yellow door, with an ü."


@pytest.fixture
def told(cast: Cast, alice: Desk) -> Cast:
    """Something sealed in several tables, and nobody connected."""
    waiting = cast.begin("C-001")
    cast.send(waiting, None, **WELL, words=WORDS, safety="yes")
    alice.post(f"/check-ins/{waiting.check_in}/repair", {"outcome": "talked", "note": WORDS})
    alice.post(f"/check-ins/{waiting.check_in}/safety", {"spoken": "yes", "note": WORDS})
    alice.post(f"{alice.client_path()}/goals", {"kind": "own", "words": WORDS})
    with cast.app.app_context():
        close()
    return cast


@dataclass(frozen=True)
class Kept:
    """A sealed value as it is stored, and the name of its row."""

    place: SealedColumn
    about: object
    value: bytes

    def opened(self, ring: Ring) -> object:
        return self.place.kind.opened(ring.server, self.value, self.about, ring)


def sealed(cast: Cast) -> Iterator[Kept]:
    for place in sealing.places():
        values = table(place.table, column(place.column, LargeBinary), column(place.kind.by))
        with cast.on_stage():
            found = reading().execute(select(values.c[place.column], values.c[place.kind.by])).all()
        yield from (Kept(place, about, bytes(value)) for value, about in found if value)
    with cast.app.app_context():
        close()


def ring_of(cast: Cast, secret: bytes) -> Ring:
    return new_ring(backend_for(load(cast.environ).database_url).look, Keys(secret))


def opens(cast: Cast, secret: bytes) -> list[object]:
    ring = ring_of(cast, secret)
    return [one.opened(ring) for one in sealed(cast)]


def with_clients_keys(cast: Cast) -> list[bytes]:
    return [one.value for one in sealed(cast) if named_in(one.value)]


@contextmanager
def killed_after(batches: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    whole, done = sealing.seal_batch, list[int]()

    def some(*words: object) -> tuple[int, int]:
        if len(done) == batches:
            raise KeyboardInterrupt
        done.append(1)
        return whole(*words)  # type: ignore[arg-type]  # what it was called with

    with monkeypatch.context() as patched:
        patched.setattr(sealing, "seal_batch", some)
        yield


def key_file(cast: Cast) -> Path:
    return Path(cast.environ["KIOSK_INSTANCE"]) / "secret.key"


def test_everything_opens_with_the_new_key_and_the_chain_holds(told: Cast, run: CliRunner) -> None:
    before = load(told.environ).secret
    found, theirs = opens(told, before), with_clients_keys(told)
    assert WORDS in found
    assert "The server key is another one" in run.invoke(kiosk, ["key", "rotate"]).output
    after = load(told.environ).secret
    assert after != before
    assert opens(told, after) == found
    assert with_clients_keys(told) == theirs != [], "their keys are sealed anew, and nothing of what these sealed"
    with pytest.raises(ValueError, match="another key"):
        opens(told, before)
    assert verify(load(told.environ)).faults == []


def test_a_practice_without_an_answer_has_its_key_rotated_too(run: CliRunner) -> None:
    done = run.invoke(kiosk, ["key", "rotate"])
    assert done.exit_code == 0, done.output
    assert "All is as it was stored" in run.invoke(kiosk, ["verify"]).output


@pytest.mark.parametrize("batches", [0, 3, 12])
def test_cut_off_anywhere_it_goes_on_and_no_server_starts_meanwhile(
    told: Cast, run: CliRunner, monkeypatch: pytest.MonkeyPatch, batches: int
) -> None:
    found = opens(told, load(told.environ).secret)
    with killed_after(batches, monkeypatch):
        assert run.invoke(kiosk, ["key", "rotate"], catch_exceptions=True).exit_code != 0
    with pytest.raises(WrongKey, match="begun and not ended"):
        run.invoke(kiosk, ["backup", told.environ["KIOSK_INSTANCE"]])
    run.invoke(kiosk, ["key", "rotate"])
    assert opens(told, load(told.environ).secret) == found
    assert not key_file(told).with_name("secret.key.new").exists()
    assert verify(load(told.environ)).faults == []


def test_cut_off_between_the_database_and_the_file_only_the_file_is_left(told: Cast, run: CliRunner) -> None:
    run.invoke(kiosk, ["key", "rotate"])
    new = key_file(told).read_bytes()
    key_file(told).with_name("secret.key.new").write_bytes(new)
    key_file(told).with_name("secret.key.new").chmod(0o600)
    key_file(told).write_text("k0" * 8 + "an older key, of the time before it" + "z9" * 8)
    run.invoke(kiosk, ["key", "rotate"])
    assert key_file(told).read_bytes() == new
    assert rotating.Rotated(0).unopened == 0
    assert verify(load(told.environ)).faults == []


def test_a_value_that_is_copied_into_another_row_or_column_does_not_open(told: Cast) -> None:
    ring, found = ring_of(told, load(told.environ).secret), list(sealed(told))
    for one in found:
        for other in found:
            if (other.place, other.about) != (one.place, one.about):
                with pytest.raises(ValueError, match="another place"):
                    replace(other, value=one.value).opened(ring)
