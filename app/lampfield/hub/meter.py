"""The hub's metrics, and their text format for Prometheus."""

from collections import Counter
from collections.abc import Mapping

import msgspec

_PREFIX = "lampfield_hub_"


class Meter(msgspec.Struct):
    """Counters since the start of the hub."""

    notices: int = 0
    """Notifications written to clients, counted once per client."""
    frames: int = 0
    sent_bytes: int = 0
    conflations: int = 0
    """Number of times a client fell behind and got the latest state instead of each change."""
    slow_closes: int = 0
    """Clients dropped because they read too slowly."""
    bad_frames: int = 0
    failed_changes: int = 0
    """Changes of a source that could not be applied: a fault of the source or of the store."""
    logins_refused: int = 0
    requests: Counter[tuple[str, str]] = msgspec.field(default_factory=Counter)
    """By method and outcome: ``done``, or the code word of the error."""


HELP: Mapping[str, str] = {
    "connections": "Open connections, with and without a login.",
    "anonymous_connections": "Open connections without a login.",
    "sessions": "Open websockets.",
    "readers": "Clients that have started the feed.",
    "desks": "Accounts that are connected to their servers.",
    "contacts": "Contacts of all connected accounts.",
    "notices_total": "Notifications written to clients, counted once per client.",
    "frames_total": "Frames written, counted once per client.",
    "sent_bytes_total": "Bytes written to clients.",
    "conflations_total": "Times a client fell behind and got the latest state instead of each change.",
    "slow_closes_total": "Clients dropped because they read too slowly.",
    "bad_frames_total": "Clients dropped because they sent malformed frames.",
    "failed_changes_total": "Changes of a server that the hub could not apply.",
    "logins_refused_total": "Logins refused.",
    "requests_total": "Requests of clients, by method and outcome.",
}
"""The help text of each metric, by its name without the prefix."""

COUNTERS = (
    "notices",
    "frames",
    "sent_bytes",
    "conflations",
    "slow_closes",
    "bad_frames",
    "failed_changes",
    "logins_refused",
)


def prometheus(meter: Meter, gauges: Mapping[str, int]) -> str:
    """Return metrics in the text format of Prometheus, version 0.0.4.

    Args:
        meter: The counters.
        gauges: The current values, by name.

    Raises:
        KeyError: A gauge has no help text in ``HELP``.
    """
    lines: list[str] = []
    for name, value in gauges.items():
        lines += [*_head(name, "gauge"), f"{_PREFIX}{name} {value}"]
    for name in COUNTERS:
        lines += [*_head(f"{name}_total", "counter"), f"{_PREFIX}{name}_total {getattr(meter, name)}"]
    lines += _head("requests_total", "counter")
    for (method, outcome), count in sorted(meter.requests.items()):
        labels = f'method="{_escaped(method)}",outcome="{_escaped(outcome)}"'
        lines.append(f"{_PREFIX}requests_total{{{labels}}} {count}")
    return "\n".join(lines) + "\n"


def _head(name: str, kind: str) -> tuple[str, str]:
    return f"# HELP {_PREFIX}{name} {HELP[name]}", f"# TYPE {_PREFIX}{name} {kind}"


def _escaped(label: str) -> str:
    """Return a label's value with the escapes of the format."""
    return label.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
