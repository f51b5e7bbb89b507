"""The PBX as one account sees it."""

import msgspec

from lampfield.model.account import Account, Right
from lampfield.model.change import (
    CallChange,
    Change,
    ContactChange,
    ContactGone,
    DeviceChange,
    LinkChange,
    MeChange,
)
from lampfield.model.contact import Contact
from lampfield.model.device import Device, DeviceState
from lampfield.model.identity import ContactKey, DeviceName
from lampfield.model.link import Link, LinkName
from lampfield.model.refusal import Refusal, RefusalCode
from lampfield.model.show import PBX_RESOURCE, Show, show_of_word
from lampfield.model.text import is_one_line
from lampfield.sources.asterisk import dialling, handset
from lampfield.sources.asterisk.ami import AmiLost, AmiRefused
from lampfield.sources.asterisk.connection import AsteriskConnection
from lampfield.sources.asterisk.device_name import device_name
from lampfield.sources.asterisk.device_state import lamp_of
from lampfield.sources.asterisk.dial_string import dial_string
from lampfield.sources.asterisk.failure import ami_failure
from lampfield.sources.asterisk.legs import Leg
from lampfield.sources.asterisk.own_call import call_of, dead_call_of, true_cause
from lampfield.sources.asterisk.pbx_state import Ended, PbxNews
from lampfield.sources.asterisk.people import Person
from lampfield.sources.asterisk.presence import presence_value
from lampfield.sources.asterisk.telephone import device_features
from lampfield.sources.asterisk.trial import NAME
from lampfield.sources.asterisk.trial_call import begin_trial
from lampfield.sources.port import Emit, Session

STATUS_LIMIT_CHARS = 200


class AsteriskSession(Session):
    """A session of one account.

    Args:
        board: The PBX.
        account: Whose devices and rights count.
        emit: How changes are told.
        lights_chat: Presence comes from the PBX alone, so that the operator's own does too.
    """

    def __init__(self, board: AsteriskConnection, account: Account, emit: Emit, *, lights_chat: bool) -> None:
        self._board = board
        self._account = account
        self._emit = emit
        self._lights_chat = lights_chat
        self._dialled: dict[str, tuple[str, str]] = {}
        """Name and number of the calls that this board has made, by channel."""
        self._own: dict[str, DeviceName] = {device_name(name): name for name in account.devices}
        """The operator's devices as the account writes them, by the names that Asterisk has for them."""
        self._joined = False

    async def start(self) -> None:
        """Join the others at the PBX."""
        self._joined = True
        self._board.join(self._hear, self._hear_link)
        if self._board.exchange.people:
            self._hear(self._board.exchange.everything())

    async def close(self) -> None:
        """Leave."""
        self._joined = False
        self._board.leave(self._hear)

    async def reset(self, link: LinkName) -> None:  # noqa: ARG002  (there is only one)
        """Cut the line; it comes back by itself."""
        self._board.cut()

    async def dial(self, device: DeviceName, number: str, contact: Contact | None) -> str:
        """Ring an own device, then a number."""
        channel = await dialling.dial(
            self._board, self._known(device), number, contact, auto_answer=self._account.auto_answer
        )
        self._dialled[channel] = (contact.name if contact is not None else "", dial_string(number))
        # Its first events may have come before Asterisk's answer.
        self._hear(PbxNews(devices=frozenset({self._known(device)})))
        return channel

    async def test_phone(self, device: DeviceName) -> str:
        """Ring an own phone, without anybody at the other end, and find out what it does from here."""
        channel = await begin_trial(self._board, self._known(device))
        self._dialled[channel] = (NAME, "")
        self._hear(PbxNews(devices=frozenset({self._known(device)})))
        return channel

    async def hang_up(self, channel: str) -> None:
        """End an own call."""
        await dialling.hang_up(self._board, channel)

    async def hang_up_contact(self, key: ContactKey) -> None:
        """End the call that somebody's party shows."""
        person = self._board.exchange.people.get(key)
        leg = self._board.exchange.leading_leg(person) if person is not None else None
        if leg is None:
            raise Refusal(RefusalCode.UNKNOWN_CALL, f"{person.name if person else key} is not on a call.")
        await dialling.hang_up(self._board, leg.channel.id)

    async def hold(self, channel: str) -> None:
        """Let the own phone hold a call."""
        await handset.hold(self._board, channel)

    async def talk(self, channel: str) -> None:
        """Let the own phone answer a call, or take it back."""
        await handset.answer_or_take_back(self._board, channel)

    async def set_presence(self, show: Show, status: str) -> None:
        """Set the presence of the own extension."""
        line = self._board.require()
        if not is_one_line(status) or len(status) > STATUS_LIMIT_CHARS:
            raise Refusal(
                RefusalCode.BAD_TEXT, f"A status is one line of up to {STATUS_LIMIT_CHARS} characters."
            )
        owner = self._owner()
        if owner is None or not owner.hint.presentity.startswith("CustomPresence:"):
            raise Refusal(
                RefusalCode.UNSUPPORTED,
                "Your extension has no presence: add ,CustomPresence:NUMBER to its hint in extensions.conf.",
            )
        try:
            await line.ami.ask(
                "Setvar",
                Variable=f"PRESENCE_STATE({owner.hint.presentity})",
                Value=presence_value(show, status),
            )
        except AmiRefused as error:
            raise Refusal(RefusalCode.REFUSED, ami_failure(line.pbx, error).sentence) from error
        except AmiLost as error:
            raise Refusal(RefusalCode.TIMED_OUT, "Asterisk does not answer.") from error

    def _hear(self, news: PbxNews) -> None:
        changes: list[Change] = [ContactGone(ContactKey(number)) for number in news.gone]
        people = self._board.exchange.people
        changes += [self._contact(people[number]) for number in news.people]
        own = [device for device in self._own if device in news.devices]
        changes += [DeviceChange(self._device(device)) for device in own]
        changes += [self._call(leg) for device in own for leg in self._board.exchange.legs.at(device)]
        changes += [self._dead(ended) for ended in news.ended if ended.leg.device in self._own]
        owner = self._owner()
        if self._lights_chat and owner is not None and owner.number in news.people:
            changes.append(self._me(owner))
        if changes:
            self._emit(changes)

    def _hear_link(self, link: Link) -> None:
        links = [link, msgspec.structs.replace(link, name=LinkName.CHAT)] if self._lights_chat else [link]
        changes: list[Change] = [LinkChange(it) for it in links]
        exchange = self._board.exchange
        if not self._lights_chat:
            # The show is a chat server's too, whose link may be up: nothing stale may count in it.
            present = (it for it in exchange.people.values() if exchange.presence(it) is not None)
            changes += [self._contact(person) for person in present]
        self._emit(changes)

    def _contact(self, person: Person) -> ContactChange:
        exchange = self._board.exchange
        patch = exchange.patch(person)
        state = exchange.presence(person) if self._lights_chat or self._board.link_is_up else None
        return ContactChange(
            ContactKey(person.number),
            msgspec.structs.replace(
                patch,
                can_call=self._account.allows(Right.DIAL),
                party=patch.party if self._account.allows(Right.PARTIES) else None,
                states={PBX_RESOURCE: state} if state is not None else {},
            ),
        )

    def _known(self, device: DeviceName) -> str:
        """Return the name that Asterisk has for a device of the account.

        Raises:
            Refusal: It is none of them.
        """
        name = device_name(device)
        if name not in self._own:
            raise Refusal(RefusalCode.UNKNOWN_DEVICE, "This device is none of your account's.")
        return name

    def _device(self, name: str) -> Device:
        exchange = self._board.exchange
        owner, state = exchange.owner_of(name), exchange.states.get(name, "")
        lamp = lamp_of(state)
        offline = DeviceState.DOWN if state == "UNAVAILABLE" else DeviceState.UNKNOWN
        return Device(
            name=self._own[name],
            label=owner.name if owner is not None else name,
            extension=owner.number if owner is not None else "",
            extensions=tuple(exchange.numbers_of(name)),
            state=DeviceState.UP if lamp.blf is not None else offline,
            blf=lamp.blf,
            features=device_features(self._board.telephones.events(name)),
            autoanswer=self._account.auto_answer,
        )

    def _call(self, leg: Leg) -> CallChange:
        name, number = self._dialled.get(leg.channel.id, ("", ""))
        events = self._board.telephones.events(leg.device, leg.channel.id)
        call = call_of(leg, self._board.exchange.legs, name, number, events=events)
        exchange = self._board.exchange
        return msgspec.structs.replace(
            call,
            device=self._own[leg.device],
            name=call.name or exchange.name_of(call.number),
            queue=exchange.name_of(call.queue) or call.queue,
            did="" if call.did in exchange.numbers_of(leg.device) else call.did,
        )

    def _dead(self, ended: Ended) -> CallChange:
        last = self._call(ended.leg)
        self._dialled.pop(ended.leg.channel.id, None)
        unregistered = self._board.exchange.is_unregistered(last.number)
        cause = true_cause(ended.leg, ended.cause, unregistered=unregistered)
        trial = self._board.trials.get(ended.leg.channel.id)
        return dead_call_of(last, ended.leg, cause, trial.sentence if trial is not None else "")

    def _me(self, owner: Person) -> MeChange:
        state = self._board.exchange.presence(owner)
        show = show_of_word(state.show) if state is not None else Show.OFFLINE
        return MeChange(owner.name, "", show, state.status if state is not None else "")

    def _owner(self) -> Person | None:
        return self._board.exchange.owner_of(next(iter(self._own), ""))
