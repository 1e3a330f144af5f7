"""FHIR by what is not ours: all that a practice can give is read, validated, and found again on another server."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Final

from flask.testing import FlaskClient

from kiosk.catalogue import measure
from kiosk.interchange.fhir.naming import Resource
from kiosk.storage.tables import Client
from tests.support.fhir import elsewhere, need_packages, sound
from tests.support.practice import WELL, Cast
from tests.support.stored import stored
from tests.web.api.calling import LOW, program
from tests.web.api.reading_fhir import found, ids
from tests.web.browsing import NOW, Desk

LANGUAGES: Final = ("en", "de", "fr", "es", "ar")
FORMS: Final[Mapping[str, tuple[str, str]]] = {
    "felt-understood": ("line", "4.5"),
    "session-check": ("line", "9.1"),
    "alliance-12": ("choice", "3"),
    "first-faces": ("faces", ""),
    "child-check": ("faces", "7.5"),
}
"""A way to mark each form and a mark on it; none for the highest that it has. Each is sent in another language."""
COUNTS: Final = {"Patient": 21, "Encounter": 23, "Questionnaire": 15, "QuestionnaireResponse": 21, "Observation": 23}
"""Resources of each kind that this practice gives."""


def furnish(cast: Cast, alice: Desk) -> FlaskClient:
    """Answers of every kind; gives a program that their forms had named, but for one."""
    long_ago = NOW - timedelta(days=30)
    cast.send(cast.begin("C-OLD", at=long_ago), long_ago, **WELL)
    caller = program(cast)
    for language, (form, (marked, mark)) in zip(LANGUAGES, FORMS.items(), strict=True):
        marks = {one.id: mark or f"{one.highest // 10}" for one in measure(form).items}
        waiting = cast.begin(f"C-{language}", measure=form, language=language)
        cast.send(waiting, None, marked=marked, words="„Ein Wort“ <b>عربي</b>\nund mehr", talk="next", **marks)
    for code, answers in {
        "C-ESTIMATED": {"understood": "8.4", "approach": "9.1", "overall": "7.9"},
        "C-TOO-FEW": {"understood": "0"},
        "C-DECLINED": {"decline": "yes"},
        "C-SAFETY": {"decline": "yes", "safety": "yes"},
    }.items():
        cast.send(cast.begin(code), None, **answers)
    cast.send(cast.begin("C-HELD", place="telehealth"), None, **WELL)
    cast.begin("C-OPEN")
    for one in (*cast.begin_together("F-1", "F-2")[:1], *cast.begin_together("G-1", "G-2", "G-3", "G-4", kind="group")):
        cast.send(one, None, **LOW)
    cast.send(cast.begin_week("C-OLD")[0], None, **dict.fromkeys((one.id for one in measure("week-check").items), "5"))
    _correct(cast, alice)
    paper = {"measure": "session-check", "place": "room", "time": "10:00", "day": "2026-05-20"}
    marks = {f"item-{item}": mark for item, mark in LOW.items()}
    assert alice.post(f"/clients/{client_of(cast, 'C-OLD')}/paper", paper | marks).status_code == 303
    return caller


def _correct(cast: Cast, alice: Desk) -> None:
    """One answer is nobody's, one somebody else's, and two codes are one client."""
    for code, becomes in {"C-WRONG": "somebody-else", "C-MOVED": "moved"}.items():
        waiting = cast.begin(code)
        cast.send(waiting, None, **WELL)
        fields = {"of": client_of(cast, code), "becomes": becomes, "code": "C-ESTIMATED"}
        assert alice.post(f"/check-ins/{waiting.check_in}/not-theirs", fields).status_code == 303
    cast.send(cast.begin("C-TWICE"), None, **WELL)
    assert alice.post(f"/clients/{client_of(cast, 'C-TWICE')}/merge", {"other": "C-TOO-FEW"}).status_code == 303


def client_of(cast: Cast, code: str) -> str:
    return str(stored(cast, Client.public_id, where=Client.code_index == code)[0])


def without_meta(resource: Resource) -> Resource:
    """The resource without what a server writes of its own."""
    return {name: value for name, value in resource.items() if name != "meta"}


def test_another_server_validates_keeps_and_finds_all_that_is_given(cast: Cast, alice: Desk, tmp_path: Path) -> None:
    caller = furnish(cast, alice)
    given = {kind: found(caller, kind) for kind in COUNTS}
    assert {kind: len(all_of) for kind, all_of in given.items()} == COUNTS
    everything = [sound(one) for all_of in given.values() for one in all_of]
    paths = ("metadata", "Observation?_count=3", "Nothing")
    others = [sound(caller.get(f"/fhir/{path}").get_json()) for path in paths]
    need_packages()
    merged, form = client_of(cast, "C-ESTIMATED"), "http://127.0.0.1:8000/fhir/Questionnaire/child-check"
    searches = {
        f"Observation?patient=Patient/{merged}": f"Observation?patient={merged}",
        f"QuestionnaireResponse?subject=Patient/{merged}": f"QuestionnaireResponse?subject={merged}",
        "Patient?identifier=C-ar": "Patient?identifier=C-ar",
        f"Questionnaire?url={form}&version=2": f"Questionnaire?url={form}|2",
    }
    there = elsewhere([*everything, *others], list(searches), tmp_path)
    assert there.issues == []
    for one in everything:
        assert without_meta(there.read[f"{one['resourceType']}/{one['id']}"]) == without_meta(one)
    for theirs, ours in searches.items():
        assert sorted(there.found[theirs]) == sorted(ids(found(caller, ours))) != []
