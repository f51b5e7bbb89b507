"""What processes take of the machine, as Linux tells it."""

import time
from collections.abc import Iterable
from pathlib import Path

PROC = Path("/proc")


def cpu_seconds(pids: Iterable[int]) -> float:
    """Return the processor time that processes have used, all their threads, to the nanosecond.

    Every process has a clock of its own, whose number is made from the process id (clock_getcpuclockid in
    Linux). One that has ended counts nothing.
    """
    return sum(map(_cpu_nanoseconds, pids)) / 1e9


def _cpu_nanoseconds(pid: int) -> int:
    try:
        return time.clock_gettime_ns(~pid << 3 | 2)
    except OSError:
        return 0


def memory_mb(pids: Iterable[int]) -> float:
    """Return the memory of processes in MB: the proportional set size, which splits shared pages."""
    return sum(map(_memory_kb, pids)) / 1000


def _memory_kb(pid: int) -> float:
    try:
        lines = (PROC / str(pid) / "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) * 1.024


def family(pid: int) -> list[int]:
    """Return a process and all that it started, at every remove."""
    children: dict[int, list[int]] = {}
    for entry in PROC.iterdir():
        if entry.name.isdigit() and (parent := _parent(entry)) is not None:
            children.setdefault(parent, []).append(int(entry.name))
    found = [pid]
    for known in found:
        found += children.get(known, [])
    return found


def _parent(entry: Path) -> int | None:
    try:
        return int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
    except OSError:
        return None
