"""Staleness: since when the displayed states may be out of date. Ages and timers as text."""

from collections.abc import Mapping
from typing import NamedTuple

from lampfield.model.link import Link, LinkName, LinkState


class Staleness(NamedTuple):
    """Since when phone and presence of all contacts are stale, in epoch seconds; None: fresh."""

    phone: float | None = None
    chat: float | None = None

    @property
    def any(self) -> bool:
        """Whether anything is stale."""
        return self != FRESH


FRESH = Staleness()


def staleness(links: Mapping[LinkName, Link]) -> Staleness:
    """Return the staleness that follows from the links.

    Without the hub everything is stale; the link of a source affects only its own states. An absent link
    makes nothing stale, because no state ever came over it.
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
    """Return the age in seconds at which `age_text` changes next."""
    whole = max(0, int(seconds))
    size = next((size for size in (86_400, 3_600, 60) if whole >= size), 1)
    return (whole // size + 1) * size


def minutes_text(seconds: float) -> str:
    """Return an age by the minute: ``<1m``, ``3m``, ``2h``, for screens that avoid motion."""
    return "<1m" if seconds < 60 else age_text(seconds)


def minutes_end(seconds: float) -> float:
    """Return the age in seconds at which `minutes_text` changes next."""
    return 60.0 if seconds < 60 else age_end(seconds)


def timer_end(seconds: float) -> float:
    """Return the duration in seconds at which `timer_text` changes next."""
    return max(0, int(seconds)) + 1


def timer_text(seconds: float) -> str:
    """Return a duration: ``0:09``, ``3:12``, ``1:02:45``."""
    minutes, rest = divmod(max(0, int(seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _down_since(link: Link | None) -> float | None:
    fresh = link is None or link.state in (LinkState.UP, LinkState.ABSENT)
    return None if fresh or link is None else link.since


def _earliest(*times: float | None) -> float | None:
    return min((time for time in times if time is not None), default=None)
