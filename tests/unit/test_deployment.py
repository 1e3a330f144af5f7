"""The files beside the wheel that a machine is set up with: what the unit may do, and how the proxies are told."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from kiosk.unfinished import BODY_LIMIT
from tests.support.locks import ROOT

DEPLOY = ROOT / "docs" / "deploy"
MOST_EXPOSED = 20
"""Of `systemd-analyze security`, in tenths: 0 is nothing at all, 100 a service with every right."""


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not installed here")
def test_the_unit_is_exposed_no_more_than_two_of_ten() -> None:
    words = ["systemd-analyze", "security", "--offline=true", f"--threshold={MOST_EXPOSED}", "--no-pager"]
    done = subprocess.run([*words, DEPLOY / "kiosk.service"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Overall exposure level" in done.stdout


def test_the_unit_writes_into_its_own_folder_alone() -> None:
    unit = (DEPLOY / "kiosk.service").read_text("utf-8")
    assert "ProtectSystem=strict" in unit
    assert re.findall(r"^(?:ReadWrite|State)\w+=(?!0700)(.*)$", unit, re.MULTILINE) == ["kiosk"]


def test_unit_command_and_guide_name_the_same_places() -> None:
    started = "/opt/kiosk/bin/kiosk --instance /var/lib/kiosk/instance"
    guides = [ROOT / "docs" / name for name in ("operations.md", "telehealth.md")]
    for file in (DEPLOY / "kiosk.service", DEPLOY / "kiosk.sh"):
        assert started in file.read_text("utf-8")
    for guide in guides:
        assert "/var/lib/kiosk/instance" in guide.read_text("utf-8")


def test_neither_proxy_logs_addresses_or_takes_more_than_the_server() -> None:
    nginx, caddy = ((DEPLOY / name).read_text("utf-8") for name in ("nginx.conf", "Caddyfile"))
    assert "access_log off;" in nginx
    assert f"client_max_body_size {BODY_LIMIT // 1024}k;" in nginx
    assert f"max_size {BODY_LIMIT // 1024}KiB" in caddy
    assert not re.search(r"^\s*log\b", caddy, re.MULTILINE)


def test_every_file_that_a_guide_links_to_is_there() -> None:
    broken = [
        f"{guide.name}: {link}"
        for guide in (ROOT / "docs").glob("*.md")
        for link in re.findall(r"\]\(([^)#\s]+)[^)]*\)", guide.read_text("utf-8"))
        if not re.match(r"[a-z]+:", link) and not Path(guide.parent / link).exists()
    ]
    assert broken == []
