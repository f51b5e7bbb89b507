"""The answers to ``feed.start``: all there is, or the promise of what was missed."""

from lampfield.feed.requests import Started
from lampfield.hub.catchup import Datasets, follows
from lampfield.hub.store import Store
from lampfield.model.link import Link


def snapshot(store: Store, epoch: str, datasets: Datasets) -> Started:
    """Return the latest values of what a reader follows."""
    rooms = "rooms" in datasets
    talks = store.rooms.talks.values() if rooms else ()
    return Started(
        epoch=epoch,
        seq=store.seq,
        me=store.operator.value,
        links=_links(store, datasets),
        contacts=tuple(store.contacts.values.values()) if "contacts" in datasets else (),
        devices=tuple(store.devices.values.values()) if "devices" in datasets else (),
        calls=tuple(store.calls.values.values()) if "calls" in datasets else (),
        rooms=tuple(store.rooms.values.values()) if rooms else (),
        messages=tuple(message for talk in talks for message in talk.messages),
    )


def resumption(store: Store, epoch: str, datasets: Datasets) -> Started:
    """Return the answer to a reader that goes on where it was cut off."""
    return Started(
        epoch=epoch,
        seq=store.seq,
        resumed=True,
        me=store.operator.value,
        links=_links(store, datasets),
    )


def _links(store: Store, datasets: Datasets) -> tuple[Link, ...]:
    return tuple(link for name, link in store.links.values.items() if follows(datasets, name))
