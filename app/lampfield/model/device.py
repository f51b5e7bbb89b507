"""A device: one of the operator's own lines (``IPCortex.Types.Device``)."""

from enum import StrEnum

import msgspec

from lampfield.model.identity import ContactId, DeviceName
from lampfield.model.lamp import Lamp, lamp_from_blf
from lampfield.model.wire import wire_name


class DeviceState(StrEnum):
    """Whether the device can be reached."""

    UNKNOWN = "unknown"
    DOWN = "down"
    """Not registered."""
    UP = "up"
    """Registered."""

    @classmethod
    def _missing_(cls, value: object) -> "DeviceState":
        """Map an unknown state of a newer peer to unknown."""
        return cls.UNKNOWN


class Device(msgspec.Struct, frozen=True, omit_defaults=True, rename=wire_name, kw_only=True):
    """A line that ``dial`` can dial on."""

    name: DeviceName
    """The unique key, such as ``PJSIP/201``."""
    label: str = ""
    """What it is called."""
    extension: str = ""
    """Its number, and the default caller ID of its calls."""
    extensions: tuple[str, ...] = ()
    """Extensions that call this device."""
    queues: dict[str, str] = {}
    """Queues that call it, with the device's state in each."""
    opt_out: tuple[str, ...] = ()
    webrtc: bool = False
    webrtc_state: str = "none"
    owner_id: ContactId | None = None
    mac: str = ""
    features: str = ""
    """What the phone can be asked to do, separated by commas: ``hold``, ``talk``, ``answer``."""
    state: DeviceState = DeviceState.UNKNOWN
    """Whether it is registered."""
    blf: int | None = None
    """Its phone state, as `Contact.blf`."""
    autoanswer: bool = False
    """The phone is asked to answer automatically the calls that the board makes."""
    autohold: bool = False
    sends_tones: bool = False
    """Whether the PBX sends the tones behind a dialled number, such as ``,,42``, after the answer."""

    @property
    def lamp(self) -> Lamp:
        """The lamp of this one line."""
        return lamp_from_blf(self.blf)
