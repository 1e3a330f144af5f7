"""The form in a browser that shows text alone, runs no scripts and knows no style sheets."""

import shutil
import subprocess
from pathlib import Path
from urllib.parse import urlencode

from kiosk.storage.tables import Response
from tests.servers.visitors import answers, ask, hidden
from tests.support.practice import make_cast
from tests.support.servers import Server, free_port
from tests.support.stored import count


def w3m(home: Path, *words: str) -> str:
    """The page as w3m shows it, with nothing remembered from before."""
    assert shutil.which("w3m"), (
        "w3m is missing here. Install it (on Debian: sudo apt-get install w3m), then run this again."
    )
    environ = {"HOME": str(home), "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
    done = subprocess.run(["w3m", "-no-cookie", *words], env=environ, capture_output=True, text=True, check=True)
    return done.stdout


def test_the_form_is_read_filled_in_and_thanked_for_in_a_text_browser(tmp_path: Path) -> None:
    cast = make_cast(tmp_path / "instance", port=str(free_port()))
    waiting, sent = cast.begin(), tmp_path / "sent"
    with Server(cast.environ) as server:
        address = server.url + waiting.path
        shown = w3m(tmp_path, "-dump", address)
        key = hidden(ask(server, waiting.path), "key")
        sent.write_text(urlencode(answers(key, "From a text browser.")), "ascii")
        thanked = w3m(tmp_path, "-dump", "-post", str(sent), address)
        again = w3m(tmp_path, "-dump", address)
    assert "Today I felt … 0 not understood, 10 fully understood" in shown
    assert shown.count("( )") == 4 * 12 + 4, "with each, one that takes the mark away"
    assert "not understood / fully understood" in shown
    assert "(*)" not in shown, "nothing is marked before the client marks it"
    assert "Not sent yet." not in shown, "it would not be true"
    assert "Send" in shown
    assert "Thank you." in thanked
    assert "This form is closed." in again
    assert count(cast, Response) == 1
