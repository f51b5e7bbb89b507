"""The operator's own devices."""

from lampfield.hub.journal import Journal
from lampfield.model.device import Device
from lampfield.model.identity import DeviceName


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
            self._journal.devices.born(device.name, seq)
        else:
            self._journal.devices.changed(device.name, seq)

    def gone(self, source: str, name: DeviceName) -> None:
        """Take back a device; what another source has told stays."""
        if self._sources.get(name) != source:
            return
        del self._sources[name], self.values[name]
        self._journal.devices.gone(name, self._journal.next_seq())
