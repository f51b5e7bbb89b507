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


HELP: Mapping[str, str] = {
    "connections": "Connections that are open, with and without a login.",
    "anonymous_connections": "Open connections without a login.",
    "sessions": "Websockets that are served.",
    "readers": "Clients that follow an account and have been told all of it.",
    "desks": "Accounts that are connected to their servers.",
    "contacts": "Contacts of all these accounts.",
    "notices_total": "Notifications written to clients, counted once for each client.",
    "frames_total": "Frames written to single clients.",
    "sent_bytes_total": "Bytes written to clients.",
    "conflations_total": "Times that a client fell behind and got the latest state in place of each change.",
    "slow_closes_total": "Clients dropped because they read too slowly.",
    "bad_frames_total": "Clients dropped because they sent what is no request.",
    "failed_changes_total": "Changes of a server that the hub could not take.",
    "logins_refused_total": "Logins refused.",
    "requests_total": "Requests of clients, by method and outcome.",
}
"""What each metric counts, by its name without the prefix."""

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
    """Return counts in the text format of Prometheus, version 0.0.4.

    Args:
        meter: What was counted.
        gauges: What is now, by name.

    Raises:
        KeyError: A gauge has no line in ``HELP``.
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
    """Return a label's value as the format wants it."""
    return label.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
