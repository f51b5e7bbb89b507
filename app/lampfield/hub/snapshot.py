"""The answers to ``feed.start``: all there is, or the promise of what was missed."""

from lampfield.feed.requests import Started
from lampfield.hub.catchup import Datasets
from lampfield.hub.store import Store


def snapshot(store: Store, epoch: str, datasets: Datasets) -> Started:
    """Return the latest values of what a reader follows."""
    rooms = "rooms" in datasets
    talks = store.rooms.talks.values() if rooms else ()
    return Started(
        epoch=epoch,
        seq=store.seq,
        me=store.operator.value,
        links=tuple(store.links.values.values()),
        contacts=tuple(store.contacts.values.values()) if "contacts" in datasets else (),
        devices=tuple(store.devices.values.values()) if "devices" in datasets else (),
        calls=tuple(store.calls.values.values()) if "calls" in datasets else (),
        rooms=tuple(store.rooms.values.values()) if rooms else (),
        messages=tuple(message for talk in talks for message in talk.messages),
    )


def resumption(store: Store, epoch: str) -> Started:
    """Return the answer to a reader that goes on where it was cut off."""
    return Started(
        epoch=epoch,
        seq=store.seq,
        resumed=True,
        me=store.operator.value,
        links=tuple(store.links.values.values()),
    )
