"""The use that a server has made of the machine so far, from the kernel's own books."""

from collections.abc import Iterable
from pathlib import Path


def cpu_s(pids: Iterable[int]) -> float:
    """Seconds of processor time of all threads that are there, in the program and in the kernel for it."""
    threads = [file for pid in pids for file in Path(f"/proc/{pid}/task").glob("*/schedstat")]
    return sum(int(file.read_text("ascii").split()[0]) for file in threads) / 1e9


def pss_mb(pids: Iterable[int]) -> float:
    """Memory, shared pages counted in parts (proportional set size)."""
    kilobytes = 0
    for pid in pids:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines():
            if line.startswith("Pss:"):
                kilobytes += int(line.split()[1])
    return kilobytes / 1000


def percentile(values: Iterable[float], share: float) -> float:
    """The value below which that share of all values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]
