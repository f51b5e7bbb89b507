"""Notifications: events, for operators who do not watch the board."""

import time
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING

from lampfield.board.commands import Command, command
from lampfield.board.context import BoardContext
from lampfield.board.kit.outcome import Kind
from lampfield.board.notifications.filter import NotificationFilter
from lampfield.board.notifications.notified_event import ScreenContext
from lampfield.board.notifications.wording import Notification
from lampfield.board.widgets.chat.pane import ChatPane
from lampfield.board.widgets.grid.grid import ContactGrid
from lampfield.client.replica import Batch
from lampfield.config.notify import EventKind, NotifyTable
from lampfield.config.quiet import quiet_hours
from lampfield.frontend.events.free import is_free
from lampfield.frontend.wording import name_of
from lampfield.model.identity import ContactId, RoomId

if TYPE_CHECKING:
    from lampfield.board.notifications.notifier import Notifier


class NotificationController:
    """Watches contacts, sends notifications, and mutes them on request.

    Args:
        context: What all controllers share.
        grid: Marks the watched contacts.
        pane: The chat that the operator may be reading.
    """

    def __init__(self, context: BoardContext, grid: ContactGrid, pane: ChatPane) -> None:
        self._context = context
        self._grid = grid
        self._pane = pane
        self._muted = False
        self._filter = NotificationFilter()
        self._notifier: Notifier | None = None
        """Created with the first notification."""

    def commands(self) -> tuple[Command, ...]:
        """Return the commands of notifications."""
        return (
            command("watch", self.toggle_watch, self._context.if_contact()),
            command("mute", self.toggle_mute),
        )

    @property
    def silence(self) -> str:
        """Why notifications are silent, in a word; empty if they are not."""
        if self._muted:
            return "muted"
        hours = quiet_hours(self._settings.quiet)
        return "quiet" if hours is not None and hours.covers(_minute_of_day(self._context.now())) else ""

    def toggle_watch(self) -> None:
        """Watch the contact, to be alerted once when it is free; or stop watching it."""
        contact, watch = self._context.contact, self._filter.watch
        if contact is None:
            return
        name = name_of(contact)
        if contact.cid not in watch.marks and is_free(contact.value, self._context.stale):
            self._context.hint(f"{name} is free now.")
            return
        is_watched = watch.toggle(contact.cid)
        told = f"The board alerts you once {name} is free." if is_watched else f"{name} is no longer watched."
        self._context.say(Kind.DONE, told)
        self._show_marks({contact.cid})

    def toggle_mute(self) -> None:
        """Mute or unmute notifications."""
        self._muted = not self._muted
        told = (
            "Alerts muted: changes show on screen only."
            if self._muted
            else "Alerts are on again, as the settings say."
        )
        self._context.say(Kind.DONE, told)

    def tell_of(self, batch: Batch, asking: AbstractSet[ContactId]) -> None:
        """Send the notifications of a frame.

        Args:
            batch: The changes; they are on the screen already.
            asking: Contacts with an open request.
        """
        if not self._filter.concerns(batch):
            return
        if (context := self._screen_context(asking)) is not None:
            marks = frozenset(self._filter.watch.marks)
            self._tell(self._filter.see(batch, context))
            if gone := marks - self._filter.watch.marks:
                self._show_marks(gone)

    def notify_late(self, asking: AbstractSet[ContactId]) -> None:
        """Send notifications that were delayed."""
        if (context := self._screen_context(asking)) is not None:
            self._tell(self._filter.wait(context))

    @property
    def _settings(self) -> NotifyTable:
        return self._context.settings.values.notify

    def _tell(self, notifications: list[Notification]) -> None:
        """Send notifications as the settings say; the footer shows those without a place of their own."""
        settings, silence = self._settings, self.silence
        for notification in notifications:
            if notification.kind is EventKind.FREE:
                self._context.say(
                    Kind.DONE, ", ".join(text for text in (notification.title, notification.text) if text)
                )
            if not silence:
                self._ways().tell(notification, settings)

    def _ways(self) -> "Notifier":
        from lampfield.board.notifications.notifier import Notifier

        self._notifier = self._notifier or Notifier(self._context)
        return self._notifier

    def _show_marks(self, changed: AbstractSet[ContactId]) -> None:
        self._grid.set_watched(self._filter.watch.marks, changed)

    def _screen_context(self, asking: AbstractSet[ContactId]) -> ScreenContext | None:
        pbx = self._context.pbx
        if pbx is None:
            return None
        return ScreenContext(
            self._context.now(),
            pbx.contacts.values_by_key,
            asking,
            pbx.rooms.values_by_key,
            pbx.calls.values_by_key,
            pbx.devices.values_by_key,
            pbx.links,
            self._context.stale,
            self._reads,
            self._has_open,
        )

    def _has_open(self, room_id: RoomId) -> bool:
        pane = self._pane
        return pane.display and pane.room is not None and pane.room.room_id == room_id

    def _reads(self, room_id: RoomId) -> bool:
        """Return whether a chat has the focus, and the terminal too, as far as it reports that."""
        in_front = self._context.window.is_in_front
        return in_front and self._has_open(room_id) and self._pane.has_focus_within


def _minute_of_day(now: float) -> int:
    """Return the local time in minutes after midnight."""
    local = time.localtime(now)
    return local.tm_hour * 60 + local.tm_min
