"""What trying one thing at a server showed."""

import msgspec


class ProbeResult(msgspec.Struct, frozen=True):
    """One thing that was tried."""

    what: str
    works: bool
    sentence: str
    """What was found; where it does not work, how to mend it."""
    is_needed: bool = True
    """Without it something does not work; False: it is good to know."""
