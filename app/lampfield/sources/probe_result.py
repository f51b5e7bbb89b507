"""The result of one step of a probe."""

import msgspec


class ProbeResult(msgspec.Struct, frozen=True):
    """What a probe found about one thing."""

    subject: str
    """What was probed, such as ``ARI events``."""
    works: bool
    sentence: str
    """The finding; where it does not work, how to fix it."""
    is_needed: bool = True
    """Something fails without it; False: it only informs."""
