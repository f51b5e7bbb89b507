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
    UP = "up"

    @classmethod
    def _missing_(cls, value: object) -> "DeviceState":
        """Read a word of a newer peer as unknown."""
        return cls.UNKNOWN


class Device(msgspec.Struct, frozen=True, omit_defaults=True, rename=wire_name, kw_only=True):
    """A line that ``dial`` can dial on."""

    name: DeviceName
    """The unique key, such as ``PJSIP/201``."""
    label: str = ""
    extension: str = ""
    """Number, and default caller ID of the calls that it makes."""
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
    """Comma list of hold, talk, answer."""
    state: DeviceState = DeviceState.UNKNOWN
    blf: int | None = None
    autoanswer: bool = False
    """Ask the handset to answer by itself the calls that the board makes."""
    autohold: bool = False

    @property
    def lamp(self) -> Lamp:
        """The lamp of this one line."""
        return lamp_from_blf(self.blf)
