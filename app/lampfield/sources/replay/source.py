"""The source ``replay``: a recording instead of servers."""

import time
from collections.abc import Callable

from lampfield.model.account import Account, Right
from lampfield.sources.port import Emit, Source
from lampfield.sources.replay.recording import Recording
from lampfield.sources.replay.session import LINKS, SOURCE_NAME, ReplaySession


class ReplaySource(Source):
    """One recording, played to each account from its beginning.

    Args:
        recording: The recording.
        speed: Speed factor.
        loop: Whether to restart at the end; else the last state stays.
        clock: Epoch seconds.

    Raises:
        ValueError: The speed is not above 0.
    """

    name = SOURCE_NAME
    links = LINKS

    def __init__(
        self,
        recording: Recording,
        *,
        speed: float = 1.0,
        loop: bool = False,
        clock: Callable[[], float] = time.time,
    ) -> None:
        if not speed > 0:
            raise ValueError(f"The speed of a replay must be above 0, not {speed:g}.")
        self._recording = recording
        self._speed = speed
        self._loop = loop
        self._clock = clock

    def open(self, account: Account, emit: Emit) -> ReplaySession:  # noqa: ARG002
        """Return a session on the recording, which is the same for all accounts."""
        return ReplaySession(self._recording, emit, speed=self._speed, loop=self._loop, clock=self._clock)


def account_for(recording: Recording, account: Account) -> Account:
    """Return an account with the devices and rights of a recording's operator.

    Args:
        recording: The recording.
        account: Provides name and secret.
    """
    rights = {str(right): right for right in Right}
    return Account(
        name=account.name,
        secret=account.secret,
        devices=tuple(device.name for device in recording.devices),
        jid=recording.me.chat_id,
        may=tuple(rights[name] for name in recording.me.rights if name in rights),
    )
