"""What the phone keys do."""

from collections.abc import Awaitable

from textual.content import Content

from lampfield.board.actions.acting import ActingScreen, name_of
from lampfield.board.calls.ended import failed_sentence
from lampfield.board.calls.strip import own_calls
from lampfield.board.signs import LAMP_SIGNS
from lampfield.feed.call import Call
from lampfield.feed.contact import Contact
from lampfield.feed.device import Device
from lampfield.feed.errors import LampfieldError
from lampfield.model.account import Right
from lampfield.model.call import CallState
from lampfield.model.contact import Party
from lampfield.model.identity import DeviceName
from lampfield.model.lamp import Lamp
from lampfield.model.text import plain


class PhoneActions(ActingScreen):
    """Dial, answer, hold, hang up."""

    def action_dial(self) -> None:
        """Dial the contact on the first device."""
        if (contact := self._callable()) is not None:
            self._dial(contact, None)

    def action_dial_on(self) -> None:
        """Choose a device and dial the contact on it."""
        from lampfield.board.dialogs.choice import Choice

        contact = self._callable()
        if contact is None or not self._has_device():
            return
        options = [(_device_text(device), device.name) for device in self._devices()]
        dialog: Choice[DeviceName] = Choice(f"Dial {name_of(contact)} on", options)
        self.ask(dialog, lambda chosen: self._dial(contact, chosen.value))

    def action_dial_number(self) -> None:
        """Dial a number that is typed."""
        from lampfield.board.dialogs.form import Field, Form

        field = Field("number", self.sought_number, required=True)
        form = Form("Dial a number", [field], hint="Enter dials   Esc closes")
        if self._has_device():
            self.ask(form, lambda fields: self.dial_typed(fields[0]))

    def dial_typed(self, number: str) -> None:
        """Dial a number on the first device."""
        if self._has_device():
            self._dial_number(self._devices()[0], number)

    def action_answer(self) -> None:
        """Answer what rings longest, else pick up the own phone to dial, else take back what is held."""
        calls = self._calls()
        ringing = next((it for it in calls if it.value.rings_in), None)
        dialling = next((it for it in calls if it.state is CallState.DIAL and it.value.has("answer")), None)
        call = ringing or dialling or _first(calls, CallState.HOLD)
        if call is None:
            self.hint("No call rings and none is held.")
            return
        other = _other(call)
        done = f"Your phone is up, {other} is called." if call is dialling else f"You talk to {other}."
        self.act(call.talk(), f"answering {other}…", done)

    def action_hold(self) -> None:
        """Hold the call, or take it back."""
        calls = self._calls()
        if (call := _first(calls, CallState.UP)) is not None:
            self.act(call.hold(), f"holding {_other(call)}…", f"{_other(call)} is held.")
        elif (call := _first(calls, CallState.HOLD)) is not None:
            self.act(call.talk(), f"taking back {_other(call)}…", f"You talk to {_other(call)}.")
        else:
            self.hint("There is no call to hold.")

    def action_hang_up(self) -> None:
        """Hang up: the call one talks on, else what is dialled, rings or is held."""
        calls = self._calls()
        order = (CallState.UP, CallState.DIAL, CallState.RING, CallState.HOLD)
        call = next((found for state in order if (found := _first(calls, state)) is not None), None)
        if call is None:
            self.hint("There is no call to hang up.")
            return
        self.act(call.hangup(), f"hanging up on {_other(call)}…", f"The call with {_other(call)} is over.")

    def action_end_call(self) -> None:
        """Hang up."""
        self.action_hang_up()

    def action_end_other(self) -> None:
        """Ask whether to hang up the call of the contact, which is not the operator's."""
        from lampfield.board.dialogs.confirm import Confirm

        contact = self.contact
        if contact is None:
            return
        name = name_of(contact)
        if self.pbx is None or self.pbx.me is None or Right.HANGUP not in self.pbx.me.rights:
            self.hint("Your account has no right to end other people's calls.")
        elif contact.lamp in (Lamp.AVAILABLE, Lamp.UNKNOWN):
            self.hint(f"{name} is not on a call.")
        else:
            since = contact.party.since if contact.party is not None else None
            dialog = Confirm(f"Hang up {name}'s call{_with(contact.party)}? They are cut off.", "hang up")
            ending = f"hanging up {name}'s call…", f"{name}'s call is over."
            self.ask(dialog, lambda yes: self.act(contact.hangup(since), *ending) if yes else None)

    def _callable(self) -> Contact | None:
        """Return the contact if it can be called; say why not otherwise."""
        contact = self.contact
        if contact is not None and not contact.can_call:
            reason = "has no number" if not contact.number else "cannot be called from this account"
            self.hint(f"{name_of(contact)} {reason}.")
            return None
        return contact

    def _dial(self, contact: Contact, device: DeviceName | None) -> None:
        name = name_of(contact)
        self.act(_begun(contact.dial(device)), f"dialling {name}…", f"Your phone rings, then {name}'s.")

    def _dial_number(self, device: Device, number: str) -> None:
        self.act(_begun(device.dial(number)), f"dialling {number}…", f"Your phone rings, then {number}.")

    def _has_device(self) -> bool:
        """Say whether there is a device to dial on; where not, tell why."""
        if not self._devices():
            self.hint("Your account has no device to dial on. The administrator names them in the site file.")
        return bool(self._devices())

    def _devices(self) -> list[Device]:
        return list(self.pbx.devices) if self.pbx is not None else []

    def _calls(self) -> list[Call]:
        if self.pbx is None:
            return []
        return [self.pbx.calls[call.uid] for call in own_calls(self.pbx.calls.values_by_key)]


class CallFailed(LampfieldError):
    """A call came to nothing before it was known that it had begun."""


async def _begun(dialling: Awaitable[Call]) -> None:
    """Wait until a call has begun: its end may be told before.

    Raises:
        CallFailed: It is over already.
    """
    call = await dialling
    if call.state is CallState.DEAD and (sentence := failed_sentence(call.value)):
        raise CallFailed(sentence)


def _first(calls: list[Call], state: CallState) -> Call | None:
    return next((call for call in calls if call.state is state), None)


def _other(call: Call) -> str:
    return plain(call.label, 40) or "the caller"


def _with(party: Party | None) -> str:
    other = plain(party.name or party.number, 40) if party is not None else ""
    return f" with {other}" if other else ""


def _device_text(device: Device) -> Content:
    sign = LAMP_SIGNS[device.lamp]
    return Content.assemble(
        (f"{plain(device.label or device.name, 30):<20} ", "bold"),
        (f"{plain(device.extension, 12):<6} ", ""),
        (f"{sign.glyph} {sign.word}", f"${sign.variable}"),
        (f"  {device.state.value}", "$muted"),
    )
