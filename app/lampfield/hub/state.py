"""The rest of an account's state: its devices, calls, links and own presence."""

from collections.abc import Callable, Mapping

import msgspec

from lampfield.hub.caller_names import NumberIndex, differs
from lampfield.hub.changelog import Journal, Numbers
from lampfield.hub.contacts import ContactBook
from lampfield.model.account import Account
from lampfield.model.bounded import BoundedDict
from lampfield.model.call import Call, CallState
from lampfield.model.change import CallChange, MeChange
from lampfield.model.device import Device
from lampfield.model.identity import CallUid, ContactId, ContactKey, DeviceName
from lampfield.model.link import Link, LinkName, LinkState, Me
from lampfield.model.show import Show
from lampfield.model.state import StateStore
from lampfield.protocol.notifications import CallGone, CallNew, CallUpdate


class DeviceBook:
    """The current devices of an account, and the source of each."""

    def __init__(self, journal: Journal) -> None:
        self.values: dict[DeviceName, Device] = {}
        self._journal = journal
        self._sources: dict[DeviceName, str] = {}

    def source_of(self, name: DeviceName) -> str | None:
        """Return the source of a device; None if there is no such device."""
        return self._sources.get(name)

    def update(self, source: str, device: Device) -> None:
        """Add or update a device."""
        before = self.values.get(device.name)
        self._sources[device.name] = source
        if before == device:
            return
        self.values[device.name] = device
        seq = self._journal.next_seq()
        if before is None:
            self._journal.devices.added(device.name, seq)
        else:
            self._journal.devices.changed(device.name, seq)

    def remove(self, source: str, name: DeviceName) -> None:
        """Remove a device, unless a different source reported it last."""
        if self._sources.get(name) != source:
            return
        del self._sources[name], self.values[name]
        self._journal.devices.removed(name, self._journal.next_seq())


Channel = tuple[str, str]
"""A source's name and its id of a call."""

MAX_ENDED_CALLS = 256
"""The number of ended calls whose numbers are remembered, for answers that come after the end."""


class CallBook:
    """The current calls of an account. A dead call is reported once and removed.

    Args:
        numbers: Assigns the numbers of calls.
        journal: Records every change.
        names: The names of callers from the directory.
    """

    def __init__(self, numbers: Numbers, journal: Journal, names: NumberIndex) -> None:
        self.values: dict[CallUid, Call] = {}
        self._names = names
        self._last_changes: dict[CallUid, CallChange] = {}
        """The source's last change of each call, to apply again when the directory changes."""
        self._numbers = numbers
        self._journal = journal
        self._uids: dict[Channel, CallUid] = {}
        self._channels: dict[CallUid, Channel] = {}
        self._ended: BoundedDict[Channel, CallUid] = BoundedDict(MAX_ENDED_CALLS)

    def uid_of(self, source: str, channel: str) -> CallUid:
        """Return the number of a new, current or recently ended call."""
        channel_key = (source, channel)
        uid = self._uids.get(channel_key) or self._ended.get(channel_key)
        return uid or self._number(channel_key)

    def channel_of(self, uid: CallUid) -> Channel | None:
        """Return the source of a call and its id there; None if there is no such call."""
        return self._channels.get(uid)

    def update(self, source: str, change: CallChange) -> None:
        """Apply a source's change of a call."""
        channel_key = (source, change.channel)
        if change.state is CallState.DEAD and channel_key not in self._uids and channel_key in self._ended:
            return
        uid = self._uids.get(channel_key) or self._number(channel_key)
        call = named(_call(uid, change), self._names)
        if change.state is CallState.DEAD:
            self._remove_ended(channel_key, call)
        else:
            self._last_changes[uid] = change
            self._keep(call)

    def rename(self) -> None:
        """Update the names of the other parties after a change of the directory."""
        for uid, change in self._last_changes.items():
            self._keep(named(_call(uid, change), self._names))

    def _keep(self, call: Call) -> None:
        before = self.values.get(call.uid)
        if before != call:
            kind = CallNew if before is None else CallUpdate
            self.values[call.uid] = call
            self._journal.keep(kind(seq=self._journal.next_seq(), call=call))

    def _number(self, channel_key: Channel) -> CallUid:
        uid = self._uids[channel_key] = self._numbers.next_call()
        self._channels[uid] = channel_key
        self._ended.pop(channel_key, None)
        return uid

    def _remove_ended(self, channel_key: Channel, call: Call) -> None:
        self.values.pop(call.uid, None)
        self._last_changes.pop(call.uid, None)
        del self._uids[channel_key], self._channels[call.uid]
        self._ended[channel_key] = call.uid
        self._journal.keep(CallGone(seq=self._journal.next_seq(), uid=call.uid, call=call))


def _call(uid: CallUid, change: CallChange) -> Call:
    properties = msgspec.structs.asdict(change)
    channel = properties.pop("channel")
    return Call(uid=uid, cid=channel, **properties)


def named(call: Call, names: NumberIndex) -> Call:
    """Return a call with the directory's name; if the source's name differs, it goes to ``pbx_name``."""
    name = names.name_of(call.number)
    if not name or name == call.name:
        return call
    told = call.name if differs(name, call.name) and differs(call.number, call.name) else ""
    return msgspec.structs.replace(call, name=name, pbx_name=told)


SOURCE_LINKS = (LinkName.PHONE, LinkName.CHAT)
"""The links that sources report. The client reports the link to the hub."""


NOT_FRESH = (LinkState.CONNECTING, LinkState.DOWN)
"""States in which what came over a link is stale, the worst last."""


class LinkBook:
    """The current states of the links, per source, and merged for the clients.

    If several sources report the same link, the merged one is up only while all of them are: a client cannot
    tell which contact comes from which source, and must never show stale state as fresh.

    Args:
        journal: Records every change.
        sources: The links that each source reports, by its name, in order of precedence.
        clock: Epoch seconds.
    """

    def __init__(
        self, journal: Journal, sources: Mapping[str, frozenset[LinkName]], clock: Callable[[], float]
    ) -> None:
        self._journal = journal
        now = clock()
        self._by_source: dict[LinkName, dict[str, Link]] = {name: {} for name in SOURCE_LINKS}
        for source, names in sources.items():
            for name in sorted(names):
                # A directory without a file is left out; a server that is not configured is reported absent.
                self._by_source.setdefault(name, {})[source] = Link(name, LinkState.CONNECTING, now, source)
        self.values = {name: _merged(name, links, now) for name, links in self._by_source.items()}
        for name in self.values:
            journal.links.added(name, journal.next_seq())

    @property
    def settled(self) -> bool:
        """Whether every link of every source is known to be up or down, or has no source."""
        states = (link.state for links in self._by_source.values() for link in links.values())
        return all(state is not LinkState.CONNECTING for state in states)

    def update(self, source: str, link: Link) -> None:
        """Update a source's state of a link. Reports from sources that do not have the link are ignored."""
        links = self._by_source.get(link.name, {})
        if source not in links:
            return
        links[source] = link
        merged = _merged(link.name, links, link.since)
        if merged != self.values[link.name]:
            self.values[link.name] = merged
            self._journal.links.changed(link.name, self._journal.next_seq())


def _merged(name: LinkName, links: Mapping[str, Link], now: float) -> Link:
    """Return the link as its clients see it.

    The worst state counts, since the first loss. Without a source the link is absent.

    Args:
        name: Which link.
        links: Its states by source, in order of precedence.
        now: Since when it is absent.
    """
    if not links:
        return Link(name, LinkState.ABSENT, now, reason=absent_reason(name))
    lost = [link for link in links.values() if link.state in NOT_FRESH]
    if not lost:
        # A source without a server for this account reports the link as absent.
        return max(links.values(), key=lambda link: (link.state is not LinkState.ABSENT, link.since))
    worst = max(lost, key=lambda link: NOT_FRESH.index(link.state))
    return msgspec.structs.replace(worst, since=min(link.since for link in lost))


def owners_of(sources: Mapping[str, frozenset[LinkName]]) -> dict[LinkName, str]:
    """Return the source of each link: the first one that has it.

    Args:
        sources: The links of each source by its name, in order of precedence.
    """
    owners: dict[LinkName, str] = {}
    for source, links in sources.items():
        for link in links:
            owners.setdefault(link, source)
    return owners


def absent_reason(name: LinkName) -> str:
    """Return the reason why a link without a source is absent."""
    what = "directory file" if name is LinkName.DIRECTORY else f"{name} server"
    return f"No {what} is configured."


PRESENCE_KIND = "own presence"
"""The kind of these values in the hub's persistent state, where the account is their name."""


class ChosenPresence(msgspec.Struct, frozen=True):
    """The presence that an operator chose. `Show.OFFLINE` means invisible."""

    show: Show = Show.ONLINE
    status: str = ""


class OwnPresence:
    """The stored presence of one operator.

    Args:
        state: The hub's persistent state.
        account: The account's name.
    """

    def __init__(self, state: StateStore, account: str) -> None:
        self._state = state
        self._account = account

    def chosen(self) -> ChosenPresence | None:
        """Return the presence that the operator chose; None if there is none, or if it is invalid."""
        kept = self._state.get(PRESENCE_KIND, self._account)
        try:
            return msgspec.convert(kept, ChosenPresence | None)
        except msgspec.ValidationError:
            return None

    def choose(self, show: Show, status: str) -> None:
        """Store the presence that the operator chose."""
        self._state.put(PRESENCE_KIND, self._account, msgspec.to_builtins(ChosenPresence(show, status)))


def logged_in(account: Account) -> Me:
    """Return an operator's properties before any source has reported."""
    return Me(account=account.name, chat_id=account.jid, rights=tuple(map(str, account.may)))


class Operator:
    """The operator's own properties, as the chat source shows them to others.

    Args:
        account: The operator's account.
        contacts: The contacts, of which the operator may be one.
        journal: Records every change.
    """

    def __init__(self, account: Account, contacts: ContactBook, journal: Journal) -> None:
        self.value = logged_in(account)
        self._contacts = contacts
        self._journal = journal

    def restore(self, chosen: ChosenPresence | None) -> None:
        """Use the stored presence until a source reports the actual one."""
        if chosen is not None:
            self.value = msgspec.structs.replace(self.value, show=chosen.show, status=chosen.status)

    def update(self, change: MeChange) -> None:
        """Apply a source's report of the operator's presence."""
        self._set(
            msgspec.structs.replace(
                self.value,
                name=change.name,
                chat_id=change.chat_id,
                show=change.show,
                status=change.status,
                cid=self._own_cid(change.chat_id),
            )
        )

    def contacts_changed(self) -> None:
        """Update which contact is the operator."""
        self._set(msgspec.structs.replace(self.value, cid=self._own_cid(self.value.chat_id)))

    def _own_cid(self, chat_id: str) -> ContactId | None:
        cid = self._contacts.cid_of(ContactKey(chat_id)) if chat_id else None
        return cid if cid in self._contacts.values else None

    def _set(self, me: Me) -> None:
        if me != self.value:
            self.value = me
            self._journal.me_changed()
