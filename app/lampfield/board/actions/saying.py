"""What is said to those who do not look: the tile under the cursor, and what happens."""

from textual import on

from lampfield.board.actions.acting import ActingScreen
from lampfield.board.feeding import FeedOpened
from lampfield.board.kit.outcome import Kind
from lampfield.words.staleness import staleness
from lampfield.words.states import state_line


class SayingActions(ActingScreen):
    """One line on the contact, and the announcements."""

    @on(FeedOpened)
    def announce(self, event: FeedOpened) -> None:
        """Announce what happens from now on, where somebody wants it."""
        if (announcer := self.board_app.announcer) is not None:
            announcer.follow(event.pbx)

    def action_say(self) -> None:
        """Say the state of the contact under the cursor, into the announcements and on the screen."""
        contact = self.contact
        if contact is None or self.pbx is None:
            self.hint("There is nobody under the cursor.")
            return
        rooms = self.pbx.rooms.values_by_key.values()
        unread = sum(room.unread for room in rooms if room.cid == contact.cid)
        line = state_line(contact.value, staleness(self.pbx.links), unread)
        if (announcer := self.board_app.announcer) is not None:
            announcer.say(line)
        self.say(Kind.DONE, line)
