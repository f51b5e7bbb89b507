"""Numbers of one account that never go back while the hub runs."""

import msgspec

from lampfield.model.identity import CallUid, MessageId, RoomId


class Numbers(msgspec.Struct):
    """Counters that outlive a desk: a new desk of the account goes on where the last one ended."""

    seq: int = 0
    """The account's last change."""
    calls: int = 0
    rooms: int = 0
    messages: int = 0

    def next_seq(self) -> int:
        """Number a change."""
        self.seq += 1
        return self.seq

    def next_call(self) -> CallUid:
        """Number a call."""
        self.calls += 1
        return CallUid(self.calls)

    def next_room(self) -> RoomId:
        """Number a room. A room that was left and is opened again is another one."""
        self.rooms += 1
        return RoomId(self.rooms)

    def next_message(self) -> MessageId:
        """Number a message."""
        self.messages += 1
        return MessageId(self.messages)
