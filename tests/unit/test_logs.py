"""The shape of log lines: one event a line, and nothing in it that lets anybody in."""

import io
import json
import logging

import pytest

from kiosk.logs import redacted, set_up_logs

TOKEN = "QaHbTyUwXcVbNmKlPoIuYt"


@pytest.mark.parametrize("path", ["c", "open", "set-up"])
def test_an_address_that_opens_something_is_cut_short(path: str) -> None:
    assert redacted(None, "", {"event": f"broke at /{path}/{TOKEN}/seen"}) == {"event": f"broke at /{path}/.../seen"}


def test_an_error_with_its_whole_trace_is_one_line_without_the_token(monkeypatch: pytest.MonkeyPatch) -> None:
    said = io.StringIO()
    monkeypatch.setattr("sys.stderr", said)
    monkeypatch.setattr(logging.getLogger(), "handlers", [])
    set_up_logs("info")
    logging.getLogger("kiosk").error("it broke", exc_info=ValueError(f"/c/{TOKEN}\r\nforged line"))
    (line,) = said.getvalue().splitlines()
    assert TOKEN not in line
    assert json.loads(line)["event"] == "it broke"
