"""A client made from the description: it starts a visit, shows its code, waits and reads the result."""

import json
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.support.practice import Cast
from tests.web.api.calling import LOW, program
from tests.web.browsing import hidden, lines

MADE = "before_you_go_client"


@pytest.fixture
def made(cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, times: Any) -> Iterator[Any]:  # noqa: ANN401
    """The generated package, with a client that speaks to the app."""
    if not times(0, 1):
        pytest.skip("it takes long to generate: make soak")
    described = tmp_path / "openapi.json"
    described.write_text(json.dumps(cast.app.test_client().get("/api/v1/openapi.json").get_json()), "utf-8")
    command = [sys.executable, "-m", "openapi_python_client", "generate", "--path", str(described), "--meta", "none"]
    subprocess.run([*command, "--output-path", str(tmp_path / MADE)], check=True, capture_output=True)
    monkeypatch.syspath_prepend(str(tmp_path))
    token = program(cast).environ_base["HTTP_AUTHORIZATION"]
    client = import_module(MADE).Client(base_url="https://localhost")
    with httpx.Client(
        base_url="https://localhost", headers={"Authorization": token}, transport=httpx.WSGITransport(app=cast.app)
    ) as inner:
        client.set_httpx_client(inner)
        yield client
    for name in [name for name in sys.modules if name.partition(".")[0] == MADE]:
        del sys.modules[name]


def call(route: str, client: Any, *ids: str, **others: Any) -> Any:  # noqa: ANN401 -- of the generated package
    return import_module(f"{MADE}.api.default.{route}").sync(*ids, client=client, **others)


@pytest.mark.soak
def test_a_generated_client_does_the_main_job(cast: Cast, made: Any) -> None:  # noqa: ANN401 -- generated
    models = import_module(f"{MADE}.models")
    wanted = models.NewVisit.from_dict(
        {"therapist": "alice@example.org", "place": "room", "check_ins": [{"client": "C-014"}]}
    )
    (form,) = call("begin", made, body=wanted).check_ins
    picture = import_module(f"{MADE}.api.default.qr_code").sync_detailed(form.id, client=made)
    assert (form.state.value, b"<svg" in picture.content) == ("waiting", True)
    before = call("events", made).last
    phone, path = cast.app.test_client(), form.url.partition("/c/")[2]
    key = hidden(phone.get(f"/c/{path}"), "key")
    assert phone.post(f"/c/{path}", data={"key": key, "marked": "line", **lines(**LOW)}).status_code == 303
    assert "sent" in [one.kind.value for one in call("events", made, after=before).events]
    (read,) = call("visit", made, form.visit).check_ins
    assert (read.state.value, read.score.total, read.answers.additional_properties["understood"]) == ("sent", 13.0, 2.5)
