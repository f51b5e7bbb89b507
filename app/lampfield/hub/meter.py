"""What the hub counts about itself, and its text form for Prometheus."""

from collections import Counter
from collections.abc import Mapping

import msgspec

_PREFIX = "lampfield_hub_"


class Meter(msgspec.Struct):
    """Counts since the start of the hub."""

    notices: int = 0
    """Notifications written to readers, each counted once for each reader."""
    frames: int = 0
    sent_bytes: int = 0
    conflations: int = 0
    """Times that a reader was brought up to date at once because it was not ready for each frame."""
    slow_closes: int = 0
    """Readers that were dropped because they could not keep up."""
    bad_frames: int = 0
    failed_changes: int = 0
    """Changes of a source that could not be taken: a fault of that source or of the store."""
    logins_refused: int = 0
    requests: Counter[tuple[str, str]] = msgspec.field(default_factory=Counter)
    """By method and outcome: ``done``, or the word of the refusal."""


def prometheus(meter: Meter, gauges: Mapping[str, int]) -> str:
    """Return counts in the text format of Prometheus, version 0.0.4.

    Args:
        meter: What was counted.
        gauges: What is now, by name.
    """
    lines: list[str] = []
    for name, value in gauges.items():
        lines += [f"# TYPE {_PREFIX}{name} gauge", f"{_PREFIX}{name} {value}"]
    for name in ("notices", "frames", "sent_bytes", "conflations", "slow_closes", "bad_frames"):
        lines += _counter(name, getattr(meter, name))
    for name in ("failed_changes", "logins_refused"):
        lines += _counter(name, getattr(meter, name))
    lines.append(f"# TYPE {_PREFIX}requests_total counter")
    for (method, outcome), count in sorted(meter.requests.items()):
        lines.append(f'{_PREFIX}requests_total{{method="{method}",outcome="{outcome}"}} {count}')
    return "\n".join(lines) + "\n"


def _counter(name: str, value: int) -> list[str]:
    return [f"# TYPE {_PREFIX}{name}_total counter", f"{_PREFIX}{name}_total {value}"]
