"""What the board remembers by itself from one time to the next."""

import msgspec


class Memory(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that is remembered; what a newer board wrote besides is ignored."""

    toured: bool = False
    """The short tour was seen or skipped."""
