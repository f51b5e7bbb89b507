"""How the hub is: for who watches it, without a login and so without names."""

from collections import Counter

import msgspec

from lampfield.hub.house import House
from lampfield.hub.meter import prometheus


def health(house: House) -> bytes:
    """Return the hub's state as JSON: version, accounts at work, and how many links are in which state."""
    links: dict[str, Counter[str]] = {}
    for desk in house.desks:
        for link in desk.store.links.values.values():
            links.setdefault(link.name, Counter())[link.state] += 1
    state = {
        "status": "ok",
        "version": house.version,
        "accounts": sum(1 for _ in house.desks),
        "sessions": sum(len(desk.herald) for desk in house.desks),
        "links": links,
    }
    return msgspec.json.encode(state)


def metrics(house: House) -> bytes:
    """Return what the hub counts, as Prometheus reads it."""
    desks = list(house.desks)
    gauges = {
        "connections": len(house.connections),
        "anonymous_connections": house.connections.anonymous,
        "sessions": len(house.sessions),
        "readers": sum(len(desk.herald) for desk in desks),
        "desks": len(desks),
        "contacts": sum(len(desk.store.contacts.values) for desk in desks),
    }
    return prometheus(house.meter, gauges).encode()
