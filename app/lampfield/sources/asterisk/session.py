"""A PBX as one account sees it."""

import msgspec

from lampfield.model.account import Account, Right
from lampfield.model.call import CallState
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
from lampfield.sources.asterisk import dialling, handset
from lampfield.sources.asterisk.ami import AmiLost, AmiRefused
from lampfield.sources.asterisk.connection import AsteriskConnection
from lampfield.sources.asterisk.device_name import device_name
from lampfield.sources.asterisk.device_state import lamp_of
from lampfield.sources.asterisk.failure import ami_failure
from lampfield.sources.asterisk.legs import Leg
from lampfield.sources.asterisk.own_call import call_of, dead_call_of, true_cause
from lampfield.sources.asterisk.pbx_state import Affected, Ended
from lampfield.sources.asterisk.people import Person
from lampfield.sources.asterisk.phone_test import NAME
from lampfield.sources.asterisk.phone_test_call import start_phone_test
from lampfield.sources.asterisk.presence import presence_value
from lampfield.sources.asterisk.telephones import device_features
from lampfield.sources.asterisk.tones import send_tones
from lampfield.sources.port import Emit, Session
from lampfield.sources.validation import check_status, parse_dialled

STATUS_LIMIT_CHARS = 200


class AsteriskSession(Session):
    """The session of one account.

    Args:
        connection: The shared connection to the PBX.
        account: Its devices and rights apply.
        emit: Called with changes.
        reports_chat: Presence comes from the PBX alone, the operator's own included.
    """

    def __init__(
        self, connection: AsteriskConnection, account: Account, emit: Emit, *, reports_chat: bool
    ) -> None:
        self._connection = connection
        self._account = account
        self._emit = emit
        self._reports_chat = reports_chat
        self._dialled_parties: dict[str, tuple[str, str]] = {}
        """Name and number of the calls that this session dialled, by channel."""
        self._tones: dict[str, str] = {}
        """The tones to send once a call is answered, by channel."""
        self._tone_failures: dict[str, str] = {}
        """Why tones of a call were not sent, by channel."""
        self._own_devices: dict[str, DeviceName] = {device_name(name): name for name in account.devices}
        """The operator's devices as the account writes them, by Asterisk's name."""

    async def start(self) -> None:
        """Subscribe to the shared connection."""
        self._connection.subscribe(self._emit_affected, self._emit_link)
        if self._connection.pbx.people:
            self._emit_affected(self._connection.pbx.everything())

    async def close(self) -> None:
        """Unsubscribe from the shared connection."""
        self._connection.unsubscribe(self._emit_affected)

    async def reset(self, link: LinkName) -> None:  # noqa: ARG002  (there is only one)
        """Reconnect."""
        self._connection.reset()

    async def dial(self, device: DeviceName, number: str, contact: Contact | None) -> str:
        """Ring one of the operator's own devices, then dial a number, and send its tones after the answer."""
        channel = await dialling.dial(
            self._connection,
            self._asterisk_name(device),
            number,
            contact,
            auto_answer=self._account.auto_answer,
        )
        dialled = parse_dialled(number)
        self._dialled_parties[channel] = (contact.name if contact is not None else "", dialled.dial)
        if dialled.tones:
            self._tones[channel] = dialled.tones
        # The first events may have arrived before Asterisk's response.
        self._emit_affected(Affected(devices=frozenset({self._asterisk_name(device)})))
        return channel

    async def test_phone(self, device: DeviceName) -> str:
        """Ring one of the operator's own phones for a test, and find out which requests it obeys."""
        channel = await start_phone_test(self._connection, self._asterisk_name(device))
        self._dialled_parties[channel] = (NAME, "")
        self._emit_affected(Affected(devices=frozenset({self._asterisk_name(device)})))
        return channel

    async def hang_up(self, channel: str) -> None:
        """Hang up one of the operator's own calls."""
        await dialling.hang_up(self._connection, channel)

    async def hang_up_contact(self, key: ContactKey) -> None:
        """Hang up the call that a contact's party shows."""
        person = self._connection.pbx.people.get(key)
        leg = self._connection.pbx.leading_leg(person) if person is not None else None
        if leg is None:
            raise Refusal(RefusalCode.UNKNOWN_CALL, f"{person.name if person else key} is not on a call.")
        await dialling.hang_up(self._connection, leg.channel.id)

    async def hold(self, channel: str) -> None:
        """Hold a call at the operator's own phone."""
        await handset.hold(self._connection, channel)

    async def talk(self, channel: str) -> None:
        """Answer or resume a call at the operator's own phone."""
        await handset.answer_or_resume(self._connection, channel)

    async def set_presence(self, show: Show, status: str) -> None:
        """Set the presence of the operator's own extension."""
        streams = self._connection.require()
        check_status(status, STATUS_LIMIT_CHARS)
        owner = self._owner()
        if owner is None or not owner.hint.presentity.startswith("CustomPresence:"):
            raise Refusal(
                RefusalCode.UNSUPPORTED,
                "Your extension has no presence: add ,CustomPresence:NUMBER to its hint in extensions.conf.",
            )
        try:
            await streams.ami.request(
                "Setvar",
                Variable=f"PRESENCE_STATE({owner.hint.presentity})",
                Value=presence_value(show, status),
            )
        except AmiRefused as error:
            raise Refusal(RefusalCode.REFUSED, ami_failure(streams.settings, error).sentence) from error
        except AmiLost as error:
            raise Refusal(RefusalCode.TIMED_OUT, "Asterisk does not answer.") from error

    def _emit_affected(self, affected: Affected) -> None:
        changes: list[Change] = [ContactGone(ContactKey(number)) for number in affected.gone]
        people = self._connection.pbx.people
        changes += [self._contact(people[number]) for number in affected.people]
        own = [device for device in self._own_devices if device in affected.devices]
        changes += [DeviceChange(self._device(device)) for device in own]
        changes += [self._call(leg) for device in own for leg in self._connection.pbx.legs.at(device)]
        changes += [
            self._ended_call(ended) for ended in affected.ended if ended.leg.device in self._own_devices
        ]
        owner = self._owner()
        if self._reports_chat and owner is not None and owner.number in affected.people:
            changes.append(self._own_presence(owner))
        if changes:
            self._emit(changes)

    def _emit_link(self, link: Link) -> None:
        links = [link, msgspec.structs.replace(link, name=LinkName.CHAT)] if self._reports_chat else [link]
        changes: list[Change] = [LinkChange(it) for it in links]
        pbx = self._connection.pbx
        if not self._reports_chat:
            # A chat server, whose link may be up, provides presence too: it must not merge with stale state.
            present = (it for it in pbx.people.values() if pbx.presence(it) is not None)
            changes += [self._contact(person) for person in present]
        self._emit(changes)

    def _contact(self, person: Person) -> ContactChange:
        pbx = self._connection.pbx
        patch = pbx.patch(person)
        state = pbx.presence(person) if self._reports_chat or self._connection.link_is_up else None
        return ContactChange(
            ContactKey(person.number),
            msgspec.structs.replace(
                patch,
                can_call=self._account.allows(Right.DIAL),
                party=patch.party if self._account.allows(Right.PARTIES) else None,
                states={PBX_RESOURCE: state} if state is not None else {},
            ),
        )

    def _asterisk_name(self, device: DeviceName) -> str:
        """Return Asterisk's name of a device of the account.

        Raises:
            Refusal: The account does not have the device.
        """
        name = device_name(device)
        if name not in self._own_devices:
            raise Refusal(RefusalCode.UNKNOWN_DEVICE, "Your account does not have this device.")
        return name

    def _device(self, name: str) -> Device:
        pbx = self._connection.pbx
        owner, state = pbx.owner_of(name), pbx.states.get(name, "")
        lamp = lamp_of(state)
        offline = DeviceState.DOWN if state == "UNAVAILABLE" else DeviceState.UNKNOWN
        return Device(
            name=self._own_devices[name],
            label=owner.name if owner is not None else name,
            extension=owner.number if owner is not None else "",
            extensions=tuple(pbx.numbers_of(name)),
            state=DeviceState.UP if lamp.blf is not None else offline,
            blf=lamp.blf,
            features=device_features(self._connection.telephones.events(name)),
            autoanswer=self._account.auto_answer,
            sends_tones=True,
        )

    def _call(self, leg: Leg) -> CallChange:
        name, number = self._dialled_parties.get(leg.channel.id, ("", ""))
        events = self._connection.telephones.events(leg.device, leg.channel.id)
        call = call_of(leg, self._connection.pbx.legs, name, number, events=events)
        pbx = self._connection.pbx
        if call.state is CallState.UP and (tones := self._tones.pop(call.channel, "")):
            self._connection.run_in_background(self._send_tones(leg, tones), f"tones of {call.channel}")
        return msgspec.structs.replace(
            call,
            cause=self._tone_failures.get(call.channel, ""),
            device=self._own_devices[leg.device],
            name=call.name or pbx.name_of(call.number),
            queue=pbx.name_of(call.queue) or call.queue,
            did="" if call.did in pbx.numbers_of(leg.device) else call.did,
        )

    async def _send_tones(self, leg: Leg, tones: str) -> None:
        channel = leg.channel.id
        failure = await send_tones(self._connection, channel, tones)
        if failure and channel in self._connection.pbx.legs.by_id:
            self._tone_failures[channel] = failure
            self._emit_affected(Affected(devices=frozenset({leg.device})))

    def _ended_call(self, ended: Ended) -> CallChange:
        channel = ended.leg.channel.id
        self._tones.pop(channel, None)
        last = self._call(ended.leg)
        self._dialled_parties.pop(channel, None)
        tone_failure = self._tone_failures.pop(channel, "")
        unregistered = self._connection.pbx.is_unregistered(last.number)
        cause = true_cause(ended.leg, ended.cause, unregistered=unregistered)
        phone_test = self._connection.phone_tests.get(channel)
        dead = dead_call_of(last, ended.leg, cause, phone_test.result if phone_test is not None else "")
        return msgspec.structs.replace(dead, cause=dead.cause or tone_failure)

    def _own_presence(self, owner: Person) -> MeChange:
        state = self._connection.pbx.presence(owner)
        show = show_of_word(state.show) if state is not None else Show.OFFLINE
        return MeChange(owner.name, "", show, state.status if state is not None else "")

    def _owner(self) -> Person | None:
        return self._connection.pbx.owner_of(next(iter(self._own_devices), ""))
