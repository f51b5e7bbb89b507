"""The phone: dial, answer, hold, hang up."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from textual.content import Content

from lampfield.board.commands import Command, command
from lampfield.board.context import BoardContext
from lampfield.board.kit.outcome import Kind
from lampfield.board.kit.signs import LAMP_SIGNS
from lampfield.client.handles import Call, Contact, Device
from lampfield.client.pbx import PBX
from lampfield.frontend.operations import phone
from lampfield.frontend.operations.operation import NotAvailable, Operation
from lampfield.frontend.views import device_name
from lampfield.frontend.wording import call_failure, name_of, other_of
from lampfield.model.call import Call as CallValue
from lampfield.model.identity import CallUid, DeviceName
from lampfield.model.text import plain

if TYPE_CHECKING:
    from lampfield.frontend.operations.phone_test import PhoneTest


class PhoneController:
    """Dials, answers, holds and hangs up.

    Args:
        context: What all controllers share.
        sought: Returns the number in the search that belongs to no contact; empty if there is none.
    """

    def __init__(self, context: BoardContext, sought: Callable[[], str]) -> None:
        self._context = context
        self._sought = sought
        self._is_dialling = False
        """Whether a dial request to the hub is pending."""
        self._gives_up = False
        """Whether to hang up the pending call as soon as possible."""
        self._phone_test: PhoneTest | None = None
        """The last test of the operator's phone."""

    def commands(self) -> tuple[Command, ...]:
        """Return the commands of the phone."""
        callable_now = self._context.if_contact(lambda contact: contact.can_call)
        return (
            command("dial", self.dial, callable_now),
            command("dial-on", self.dial_on, self._context.if_contact(_has_choice)),
            command("dial-number", self.dial_number),
            command("answer", self.answer),
            command("hold", self.hold),
            command("hang-up", self.hang_up),
            command("test-phone", self.test_phone),
            command("hang-up-contact", self.hang_up_contact, self._context.if_contact(_has_call)),
        )

    def dial(self) -> None:
        """Dial the contact on the first device."""
        self._context.perform_on(lambda contact: self._once(phone.dial(contact)))

    def dial_on(self) -> None:
        """Choose a device and dial the contact on it."""
        from lampfield.board.dialogs.choice import Choice

        contact = self._context.contact
        if contact is None or not (devices := self._devices(contact)):
            return
        options = [(_device_text(device), device.name) for device in devices]
        dialog: Choice[DeviceName] = Choice(f"Dial {name_of(contact)} on", options)
        self._context.ask(
            dialog,
            lambda chosen: self._context.perform(lambda: self._once(phone.dial(contact, chosen.value))),
        )

    def dial_number(self) -> None:
        """Ask for a number, and dial it."""
        from lampfield.board.dialogs.form import Field, Form

        field = Field("number", self._sought(), required=True)
        form = Form("Dial a number", [field], hint="Enter dials   Esc closes")
        if self._devices():
            self._context.ask_lines(form, lambda lines: self._dial(lines[0]))

    def dial_typed(self, number: str) -> None:
        """Dial a number on the first device."""
        self._context.perform_at(lambda pbx: self._once(phone.dial_number(pbx, number)))

    def _dial(self, number: str) -> Operation | None:
        return (
            self._once(phone.dial_number(self._context.pbx, number))
            if self._context.pbx is not None
            else None
        )

    def _once(self, dialling: Operation) -> Operation:
        """Return an operation that dials unless a dial request is pending; hanging up meanwhile cancels it.

        Raises:
            NotAvailable: The hub has not yet answered the last request.
        """
        if self._is_dialling:
            raise NotAvailable("A call is being dialled already.")

        def begin() -> Awaitable[object]:
            self._is_dialling, self._gives_up = True, False
            return self._dialled(dialling)

        return dialling._replace(begin=begin)

    async def _dialled(self, dialling: Operation) -> str:
        """Dial. Returns the outcome sentence if it differs from the usual one."""
        try:
            call = await dialling.begin()
            if self._gives_up and isinstance(call, Call):
                await call.hangup()
                return f"The call with {other_of(call)} is over."
        finally:
            self._is_dialling = self._gives_up = False
        return ""

    def answer(self) -> None:
        """Answer the call that rings longest, else pick up the own phone to dial, else resume a held call."""
        self._context.perform_at(phone.answer)

    def hold(self) -> None:
        """Hold the call, or resume it."""
        self._context.perform_at(phone.hold)

    def hang_up(self) -> None:
        """Hang up: the pending call, else the active call, else one that rings or is held."""
        if self._is_dialling:
            self._gives_up = True
            self._context.say(Kind.UNDERWAY, "hanging up…")
        else:
            self._context.perform_at(phone.hang_up)

    def do_with_call(self, action_id: str, uid: CallUid) -> None:
        """Run an action that was clicked on the line of a call.

        Args:
            action_id: ``answer``, ``hold`` or ``hang-up``.
            uid: The call.
        """
        plan = {"answer": phone.answer, "hold": phone.hold, "hang-up": phone.hang_up}[action_id]
        self._context.perform_at(lambda pbx: plan(pbx, uid))

    def test_phone(self) -> None:
        """Ring the own phone to learn what it supports in a call; show the result when the call is over."""
        self._context.perform_at(self._test)

    def _test(self, pbx: PBX) -> Operation:
        """Return the test of the default device, whose outcome says what the phone supports.

        Raises:
            NotAvailable: There is no device.
        """
        from lampfield.frontend.operations.phone_test import PhoneTest

        phone.devices_of(pbx)
        self._phone_test = test = PhoneTest(pbx)
        operation = test.operation()

        async def begin() -> str:
            await operation.begin()
            return test.result

        return operation._replace(begin=begin)

    def _is_test(self, call: CallValue) -> bool:
        """Return whether a call is that of the phone test, whose outcome says everything already."""
        return self._phone_test is not None and self._phone_test.uid == call.uid

    def hang_up_contact(self) -> None:
        """Hang up the call that the contact is on, once confirmed."""
        self._context.perform_on(lambda contact: phone.hang_up_contact(contact.pbx, contact))

    def say_why_ended(self, call: CallValue) -> None:
        """Show why a call failed, unless it is the phone test's."""
        if not self._is_test(call) and (sentence := call_failure(call)):
            self._context.say(Kind.FAILED, sentence)

    def _devices(self, contact: Contact | None = None) -> list[Device]:
        """Return the devices to dial on; show a message if there are none or the contact cannot be called."""
        try:
            if contact is not None:
                phone.check_callable(contact)
            return phone.devices_of(self._context.pbx) if self._context.pbx is not None else []
        except NotAvailable as why:
            self._context.hint(str(why))
            return []


def _has_choice(contact: Contact) -> bool:
    return contact.can_call and len(contact.pbx.devices.values_by_key) > 1


def _has_call(contact: Contact) -> bool:
    """Return whether the contact has a call that the operator may hang up."""
    phone.hang_up_contact(contact.pbx, contact)
    return True


def _device_text(device: Device) -> Content:
    sign = LAMP_SIGNS[device.lamp]
    return Content.assemble(
        (f"{plain(device_name(device.value), 30):<20} ", "bold"),
        (f"{plain(device.extension, 12):<6} ", ""),
        (f"{sign.glyph} {sign.word}", f"${sign.variable}"),
        (f"  {device.state.value}", "$muted"),
    )
