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
    """The last values of an account's devices, and which source has each."""

    def __init__(self, journal: Journal) -> None:
        self.values: dict[DeviceName, Device] = {}
        self._journal = journal
        self._sources: dict[DeviceName, str] = {}

    def source_of(self, name: DeviceName) -> str | None:
        """Return the source that has a device; None when there is no such device."""
        return self._sources.get(name)

    def tell(self, source: str, device: Device) -> None:
        """Take what a source tells of a device."""
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

    def gone(self, source: str, name: DeviceName) -> None:
        """Take back a device; what another source has told stays."""
        if self._sources.get(name) != source:
            return
        del self._sources[name], self.values[name]
        self._journal.devices.removed(name, self._journal.next_seq())


Channel = tuple[str, str]
"""A source's name and its id of a call."""

MAX_ENDED = 256
"""How many ended calls keep their number, for an answer that comes after the end."""


class CallBook:
    """The last values of the calls; a dead one is told once more and dropped.

    Args:
        numbers: Numbers the calls.
        journal: Gets every change.
        names: Knows what the directory calls the other party.
    """

    def __init__(self, numbers: Numbers, journal: Journal, names: NumberIndex) -> None:
        self.values: dict[CallUid, Call] = {}
        self._names = names
        self._told: dict[CallUid, CallChange] = {}
        """The last word of the source of each call, for when the directory changes."""
        self._numbers = numbers
        self._journal = journal
        self._uids: dict[Channel, CallUid] = {}
        self._channels: dict[CallUid, Channel] = {}
        self._ended: BoundedDict[Channel, CallUid] = BoundedDict(MAX_ENDED)

    def uid_of(self, source: str, channel: str) -> CallUid:
        """Return the number of a call that was begun, is there, or ended a moment ago."""
        at = (source, channel)
        uid = self._uids.get(at) or self._ended.get(at)
        return uid or self._number(at)

    def channel_of(self, uid: CallUid) -> Channel | None:
        """Return which call of which source a number means; None when there is none."""
        return self._channels.get(uid)

    def tell(self, source: str, change: CallChange) -> None:
        """Take what a source tells of a call."""
        at = (source, change.channel)
        if change.state is CallState.DEAD and at not in self._uids and at in self._ended:
            return
        uid = self._uids.get(at) or self._number(at)
        call = named(_call(uid, change), self._names)
        if change.state is CallState.DEAD:
            self._end(at, call)
        else:
            self._told[uid] = change
            self._keep(call)

    def rename(self) -> None:
        """Name the other parties again: the directory may have changed."""
        for uid, change in self._told.items():
            self._keep(named(_call(uid, change), self._names))

    def _keep(self, call: Call) -> None:
        before = self.values.get(call.uid)
        if before != call:
            kind = CallNew if before is None else CallUpdate
            self.values[call.uid] = call
            self._journal.keep(kind(seq=self._journal.next_seq(), call=call))

    def _number(self, at: Channel) -> CallUid:
        uid = self._uids[at] = self._numbers.next_call()
        self._channels[uid] = at
        self._ended.pop(at, None)
        return uid

    def _end(self, at: Channel, call: Call) -> None:
        self.values.pop(call.uid, None)
        self._told.pop(call.uid, None)
        del self._uids[at], self._channels[call.uid]
        self._ended[at] = call.uid
        self._journal.keep(CallGone(seq=self._journal.next_seq(), uid=call.uid, call=call))


def _call(uid: CallUid, change: CallChange) -> Call:
    properties = msgspec.structs.asdict(change)
    channel = properties.pop("channel")
    return Call(uid=uid, cid=channel, **properties)


def named(call: Call, names: NumberIndex) -> Call:
    """Return a call with the directory's name; the source's own stands beside it where the two differ."""
    name = names.name_of(call.number)
    if not name or name == call.name:
        return call
    told = call.name if differs(name, call.name) and differs(call.number, call.name) else ""
    return msgspec.structs.replace(call, name=name, pbx_name=told)


SOURCE_LINKS = (LinkName.PHONE, LinkName.CHAT)
"""The link to the hub is made by its client."""


NOT_FRESH = (LinkState.CONNECTING, LinkState.DOWN)
"""States in which what came over a link is stale, the worst last."""


class LinkBook:
    """The last states of the links, of each source that reports one, and merged for the clients.

    Where several sources report the same link, the merged one is up only while all of them are: a client
    cannot tell which contact comes from which source, and never shows a stale state as fresh.

    Args:
        journal: Gets every change.
        sources: The links that each source reports, by its name, in the order of the configuration.
        clock: Epoch seconds.
    """

    def __init__(
        self, journal: Journal, sources: Mapping[str, frozenset[LinkName]], clock: Callable[[], float]
    ) -> None:
        self._journal = journal
        now = clock()
        self._told: dict[LinkName, dict[str, Link]] = {name: {} for name in SOURCE_LINKS}
        for source, names in sources.items():
            for name in sorted(names):
                # A directory without a file is left out; a server that is not configured is reported absent.
                self._told.setdefault(name, {})[source] = Link(name, LinkState.CONNECTING, now, source)
        self.values = {name: _merged(name, links, now) for name, links in self._told.items()}
        for name in self.values:
            journal.links.added(name, journal.next_seq())

    @property
    def settled(self) -> bool:
        """Whether every link of every source is known to be up or down, or has no source."""
        told = (link for links in self._told.values() for link in links.values())
        return all(link.state is not LinkState.CONNECTING for link in told)

    def tell(self, source: str, link: Link) -> None:
        """Take a link's state from a source that reports it; from any other source it is ignored."""
        links = self._told.get(link.name, {})
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
    """Return the source of each link: where two would light the same, it is the first.

    Args:
        sources: The links that each source lights, by its name, in the order of the configuration.
    """
    owners: dict[LinkName, str] = {}
    for source, links in sources.items():
        for link in links:
            owners.setdefault(link, source)
    return owners


def absent_reason(name: LinkName) -> str:
    """Return why nothing comes over a link that has no source."""
    what = "directory file" if name is LinkName.DIRECTORY else f"{name} server"
    return f"No {what} is configured."


KIND = "own presence"
"""Its kind in the hub's state; its name there is the account's."""


class ChosenPresence(msgspec.Struct, frozen=True):
    """What an operator wants others to see. `Show.OFFLINE` is invisible."""

    show: Show = Show.ONLINE
    status: str = ""


class OwnPresence:
    """What one operator chose last.

    Args:
        state: Keeps it.
        account: The account's name.
    """

    def __init__(self, state: StateStore, account: str) -> None:
        self._state = state
        self._account = account

    def chosen(self) -> ChosenPresence | None:
        """Return what the operator chose; None where nothing was, or where what is kept makes no sense."""
        kept = self._state.get(KIND, self._account)
        try:
            return msgspec.convert(kept, ChosenPresence | None)
        except msgspec.ValidationError:
            return None

    def choose(self, show: Show, status: str) -> None:
        """Keep what the operator chose."""
        self._state.put(KIND, self._account, msgspec.to_builtins(ChosenPresence(show, status)))


def logged_in(account: Account) -> Me:
    """Return what is known of an operator before any source told something."""
    return Me(account=account.name, chat_id=account.jid, rights=tuple(map(str, account.may)))


class Operator:
    """Who is logged in, as the chat source shows it to others.

    Args:
        account: Gives name and rights.
        contacts: The operator may be one of them.
        journal: Gets every change.
    """

    def __init__(self, account: Account, contacts: ContactBook, journal: Journal) -> None:
        self.value = logged_in(account)
        self._contacts = contacts
        self._journal = journal

    def expect(self, chosen: ChosenPresence | None) -> None:
        """Take what the operator chose before, until a source tells what others see."""
        if chosen is not None:
            self.value = msgspec.structs.replace(self.value, show=chosen.show, status=chosen.status)

    def tell(self, change: MeChange) -> None:
        """Take the operator's presence from a source."""
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
        """Look again for the operator among the contacts."""
        self._set(msgspec.structs.replace(self.value, cid=self._own_cid(self.value.chat_id)))

    def _own_cid(self, chat_id: str) -> ContactId | None:
        cid = self._contacts.cid_of(ContactKey(chat_id)) if chat_id else None
        return cid if cid in self._contacts.values else None

    def _set(self, me: Me) -> None:
        if me != self.value:
            self.value = me
            self._journal.me_changed()
