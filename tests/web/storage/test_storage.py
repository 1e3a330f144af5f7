"""The database under the app: what it refuses, and that writing is all or nothing."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import insert, inspect, literal, select
from sqlalchemy.exc import IntegrityError

from kiosk.storage.db import writing
from kiosk.storage.tables import Client, Practice, Response
from tests.support.practice import Cast
from tests.support.stored import count, dump
from tests.web.browsing import NOW, answer, lines


def test_what_fails_half_way_is_undone(cast: Cast) -> None:
    before = dump(cast)

    def fail_half_way() -> None:
        with writing() as session:
            session.add(Practice(name="Half", time_zone="UTC", made_at=NOW))
            session.flush()
            raise ValueError("half way")

    with cast.on_stage(), pytest.raises(ValueError, match="half way"):
        fail_half_way()
    assert dump(cast) == before


def test_a_row_that_points_nowhere_is_refused(cast: Cast) -> None:
    with cast.on_stage(), pytest.raises(IntegrityError), writing() as session:
        session.add(Client(practice_id=99, therapist_id=99, code="C", made_at=NOW))
    assert count(cast, Client) == 0


def test_a_check_in_has_one_response_at_most(cast: Cast, phone: FlaskClient) -> None:
    answer(phone, cast.begin(), lines())
    same = [column for column in inspect(Response).columns if column.key not in {"id", "sending_key"}]
    again = select(*same, literal("another key"))
    with cast.on_stage(), pytest.raises(IntegrityError, match=r"responses\.check_in_id"), writing() as session:
        session.execute(insert(Response).from_select([*(column.key for column in same), "sending_key"], again))
