"""The use that a server has made of the machine so far, from the kernel's own books."""

from collections.abc import Iterable
from pathlib import Path


def cpu_s(pids: Iterable[int]) -> float:
    """Seconds of processor time of all threads that are there, in the program and in the kernel for it."""
    threads = [file for pid in pids for file in Path(f"/proc/{pid}/task").glob("*/schedstat")]
    return sum(int(file.read_text("ascii").split()[0]) for file in threads) / 1e9


def memory_mb(pid: int) -> dict[str, float]:
    """Megabytes of a process by the kernel's names, such as `Pss` and `Private_Dirty`."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines()[1:]
    return {name.rstrip(":"): int(kilobytes) / 1000 for name, kilobytes, *_ in map(str.split, lines)}


def pss_mb(pids: Iterable[int]) -> float:
    """Memory, shared pages counted in parts (proportional set size)."""
    return sum(memory_mb(pid)["Pss"] for pid in pids)


def percentile(values: Iterable[float], share: float) -> float:
    """The value below which that share of all values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]
