"""Staleness: since when what is shown may no longer be true."""

from collections.abc import Mapping
from typing import NamedTuple

from lampfield.model.link import Link, LinkName, LinkState


class Staleness(NamedTuple):
    """Since when the two signals of every contact are stale, in epoch seconds; None when fresh."""

    phone: float | None = None
    chat: float | None = None

    @property
    def any(self) -> bool:
        """Whether anything is stale."""
        return self != FRESH


FRESH = Staleness()


def staleness(links: Mapping[LinkName, Link]) -> Staleness:
    """Return what the links say: without the hub everything is stale, a source's link counts for its own.

    A link that is absent makes nothing stale: nothing ever came over it.
    """
    hub = _down_since(links.get(LinkName.HUB))
    return Staleness(
        *(_earliest(hub, _down_since(links.get(name))) for name in (LinkName.PHONE, LinkName.CHAT))
    )


def age_text(seconds: float) -> str:
    """Return an age in at most four cells: ``9s``, ``3m``, ``2h``, ``5d``."""
    whole = max(0, int(seconds))
    for unit, size in (("d", 86_400), ("h", 3_600), ("m", 60)):
        if whole >= size:
            return f"{min(whole // size, 999)}{unit}"
    return f"{whole}s"


def age_end(seconds: float) -> float:
    """Return the age in seconds at which `age_text` says something else."""
    whole = max(0, int(seconds))
    size = next((size for size in (86_400, 3_600, 60) if whole >= size), 1)
    return (whole // size + 1) * size


def minutes_text(seconds: float) -> str:
    """Return an age by the minute: ``<1m``, ``3m``, ``2h``. It stands still where nothing is to move."""
    return "<1m" if seconds < 60 else age_text(seconds)


def minutes_end(seconds: float) -> float:
    """Return the age in seconds at which `minutes_text` says something else."""
    return 60.0 if seconds < 60 else age_end(seconds)


def timer_end(seconds: float) -> float:
    """Return the running time in seconds at which `timer_text` says something else."""
    return max(0, int(seconds)) + 1


def timer_text(seconds: float) -> str:
    """Return a running time: ``0:09``, ``3:12``, ``1:02:45``."""
    minutes, rest = divmod(max(0, int(seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _down_since(link: Link | None) -> float | None:
    fresh = link is None or link.state in (LinkState.UP, LinkState.ABSENT)
    return None if fresh or link is None else link.since


def _earliest(*times: float | None) -> float | None:
    return min((time for time in times if time is not None), default=None)
