"""Sending notifications over their channels."""

import logging
import os
from collections.abc import Coroutine

from lampfield.board.context import BoardContext
from lampfield.board.kit.outcome import Kind
from lampfield.board.notifications.command import CommandRunner
from lampfield.board.notifications.terminal import STROKES, Bells, notify_for, passed_on, sequences_of
from lampfield.board.notifications.wording import Notification
from lampfield.config.notify import Channel, NotifyTable

LOG = logging.getLogger(__name__)


class Notifier:
    """Sends notifications by bell, by the terminal, and by a command.

    Args:
        context: Runs background work, and shows errors.
    """

    def __init__(self, context: BoardContext) -> None:
        self._context = context
        self._bells = Bells()
        self._hook = CommandRunner()

    def tell(self, notification: Notification, settings: NotifyTable) -> None:
        """Send a notification over the channels that its kind has in the settings."""
        ways = settings.channels(notification.kind)
        if settings.bell:
            self._ring(max((STROKES.get(way, 0) for way in ways), default=0))
        if Channel.NOTIFY in ways:
            self._notify(notification, settings)
        if Channel.COMMAND in ways and settings.command:
            self._run(notification, settings)

    def _ring(self, strokes: int) -> None:
        if self._bells.want(strokes):
            self._work(self._bells.ring(self._context.window.bell), "ringing the bell")

    def _notify(self, notification: Notification, settings: NotifyTable) -> None:
        kind = notify_for(settings.desktop, os.environ)
        for sequence in sequences_of(kind, notification.title, notification.text, notification.kind):
            self._context.window.send(passed_on(sequence, os.environ))

    def _run(self, notification: Notification, settings: NotifyTable) -> None:
        if self._hook.put(settings.command, notification):
            self._work(self._run_hook(), "running the command of [notify]")

    async def _run_hook(self) -> None:
        if failure := await self._hook.run():
            LOG.warning("%s", failure)
            self._context.say(Kind.FAILED, failure)

    def _work(self, doing: Coroutine[None, None, None], description: str) -> None:
        self._context.window.work(doing, description, group="telling")
