"""Consent: told when and by whom, withdrawn when; on the client's page and in their record, and it stays."""

import json
import re

from kiosk.storage.tables import CheckIn, Consent, Pause
from tests.support.practice import Cast
from tests.support.stored import stored
from tests.web.audit import audited
from tests.web.browsing import Desk, read


def told(desk: Desk, day: str = "2026-06-01") -> str:
    assert desk.post(f"{desk.client_path()}/told", {"told_on": day}).status_code == 303
    return str(re.findall(r"/told/([0-9a-f]{32})/withdrawn", desk.get(f"{desk.client_path()}/asking").text)[0])


def test_the_page_and_the_record_say_when_they_were_told_and_by_whom(cast: Cast, alice: Desk) -> None:
    cast.begin()
    told(alice)
    assert "Told on 1 June 2026 by Alice." in read(alice.get(f"{alice.client_path()}/asking"))
    kept = json.loads(alice.get(f"{alice.client_path()}/record.json").text)["clients"][0]["consents"]
    assert [(one["told_on"], one["by"], one["withdrawn_on"]) for one in kept] == [
        ("2026-06-01", "alice@example.org", "")
    ]
    assert ("consent-recorded", "consents") in {(act, about) for _, _, act, about in audited(cast)}


def test_withdrawing_ends_what_is_open_and_pauses_the_client_once(cast: Cast, alice: Desk) -> None:
    cast.begin()
    consent = told(alice)
    path = f"{alice.client_path()}/told/{consent}/withdrawn"
    assert alice.post(path, {"withdrawn_on": "2026-06-03"}).status_code == 303
    assert alice.post(path, {"withdrawn_on": "2026-06-02"}).status_code == 303
    assert stored(cast, Consent.withdrawn_on) == ["2026-06-03"]
    assert (stored(cast, CheckIn.state), stored(cast, Pause.reason)) == (["withdrawn"], ["consent"])
    page = read(alice.get(f"{alice.client_path()}/asking"))
    assert "Told on 1 June 2026 by Alice. Withdrawn on 3 June 2026." in page
    told(alice, "2026-06-03")
    assert len(stored(cast, Consent.id)) == 2


def test_a_day_that_cannot_be_is_refused_and_a_colleague_finds_nobody(cast: Cast, alice: Desk, bob: Desk) -> None:
    cast.begin()
    consent = told(alice)
    for day in ("2026-06-04", "soon", ""):
        assert alice.post(f"{alice.client_path()}/told", {"told_on": day}).status_code == 422
    before = alice.post(f"{alice.client_path()}/told/{consent}/withdrawn", {"withdrawn_on": "2026-05-01"})
    assert (before.status_code, "before the day on which they were told" in read(before)) == (422, True)
    assert bob.post(f"{alice.client_path()}/told", {"told_on": "2026-06-01"}).status_code == 404
    assert (
        bob.post(f"{alice.client_path()}/told/{consent}/withdrawn", {"withdrawn_on": "2026-06-02"}).status_code == 404
    )
    assert len(stored(cast, Consent.id)) == 1
