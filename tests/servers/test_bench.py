"""The table of `make bench`, made small: that it can be made, not how long anything took."""

import re
import subprocess
import sys

FIGURES = (
    r"times the bare one +\d+\.\d\d +2\.0",
    r"with the therapist's page +\d+\.\d\d ms +10 ms",
    r"check-ins per second, 8 clients +\d+ +150",
    r"statements of form, seen, sending +\d+, \d+, \d+ +4, 3, 9",
    r"events that never came +0 +0",
    r"memory of all processes \(PSS\) +\d+ MB +200 MB",
    r"first visit, gzip, br +3 requests, [\d,]+ bytes",
)


def test_the_bench_prints_its_table() -> None:
    said = subprocess.run(
        [sys.executable, "-m", "tests.bench", "--small"], check=True, capture_output=True, text=True
    ).stdout
    assert [figure for figure in FIGURES if not re.search(figure, said)] == [], said
