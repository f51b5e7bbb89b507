"""The source ``asterisk``: one PBX, whose connection all accounts share."""

from collections.abc import Iterable

from lampfield.model.account import Account
from lampfield.model.link import LinkName
from lampfield.model.state import StateStore
from lampfield.sources.asterisk.connection import RECONCILE_SECONDS, AsteriskConnection
from lampfield.sources.asterisk.device_name import device_name
from lampfield.sources.asterisk.places import Places
from lampfield.sources.asterisk.session import AsteriskSession
from lampfield.sources.asterisk.settings import AsteriskSettings
from lampfield.sources.port import Emit, Session, Source


class AsteriskSource(Source):
    """A PBX.

    Args:
        settings: Address and login.
        devices: The devices of all accounts.
        reports_chat: There is no chat server, so presence comes from the PBX.
        reconcile_seconds: Interval between full snapshots.
        state: Stores what must survive a restart of the hub; None: nothing does.
        places: Extensions from the site file besides people.
    """

    name = "asterisk"

    def __init__(
        self,
        settings: AsteriskSettings,
        devices: Iterable[str] = (),
        *,
        reports_chat: bool = False,
        reconcile_seconds: float = RECONCILE_SECONDS,
        state: StateStore | None = None,
        places: Places | None = None,
    ) -> None:
        self.links = frozenset({LinkName.PHONE, LinkName.CHAT} if reports_chat else {LinkName.PHONE})
        self.connection = AsteriskConnection(
            settings, map(device_name, devices), reconcile_seconds, state, places
        )
        self._reports_chat = reports_chat

    def set_devices(self, devices: Iterable[str]) -> None:
        """Replace the operators' own devices after the accounts have changed.

        Args:
            devices: The devices of all accounts.
        """
        self.connection.set_devices(map(device_name, devices))

    def open(self, account: Account, emit: Emit) -> Session:
        """Return a session of an account."""
        return AsteriskSession(self.connection, account, emit, reports_chat=self._reports_chat)

    async def close(self) -> None:
        """Close the shared connection."""
        await self.connection.close()
