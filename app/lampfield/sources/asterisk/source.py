"""Source ``asterisk``: one PBX, whose line all accounts share."""

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
        pbx: Where it is, and how to log in.
        devices: The devices of all accounts.
        lights_chat: There is no chat server, so that presence comes from the PBX.
        reconcile_seconds: Between two whole pictures.
        state: Keeps what must outlive the hub; None: nothing does.
        places: What the site file names besides people.
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
        """Watch other devices from now on: the accounts have others.

        Args:
            devices: Those of all accounts.
        """
        self.connection.set_devices(map(device_name, devices))

    def open(self, account: Account, emit: Emit) -> Session:
        """Return a session of an account."""
        return AsteriskSession(self.connection, account, emit, reports_chat=self._reports_chat)

    async def close(self) -> None:
        """End the line that all sessions share."""
        await self.connection.close()
