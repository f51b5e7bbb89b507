"""The machine's facts: without them no figure says anything to another one."""

import os
import platform
import subprocess
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import msgspec

from tests.repository import ROOT

PACKAGES = ("textual", "rich", "websockets", "msgspec")


class Machine(msgspec.Struct, frozen=True):
    """Where and with what was measured."""

    date: str
    revision: str
    """Of the repository; with a plus when files differ from it."""
    processor: str
    cores: int
    memory_mb: int
    system: str
    python: str
    packages: dict[str, str]
    chromium: str
    load: float
    """How many processes ran in the minute before."""


def machine(chromium: str | None) -> Machine:
    """Return the facts of this one.

    Args:
        chromium: The path of a Chromium, if there is one.
    """
    return Machine(
        date=datetime.now(UTC).isoformat(timespec="seconds"),
        revision=_said("git", "rev-parse", "--short", "HEAD") + ("+" if _said("git", "status", "-s") else ""),
        processor=_field("/proc/cpuinfo", "model name") or platform.machine(),
        cores=os.cpu_count() or 0,
        memory_mb=int((_field("/proc/meminfo", "MemTotal") or "0").split()[0]) // 1024,
        system=f"{platform.system()} {platform.release().split('-')[0]}",
        python=platform.python_version(),
        packages={name: version(name) for name in PACKAGES},
        chromium=_said(chromium, "--version") if chromium is not None else "not installed",
        load=os.getloadavg()[0],
    )


def _said(*command: str) -> str:
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    return done.stdout.strip()


def _field(path: str, name: str) -> str:
    lines = Path(path).read_text().splitlines()
    values = (line.partition(":")[2].strip() for line in lines if line.startswith(name))
    return next(values, "")
