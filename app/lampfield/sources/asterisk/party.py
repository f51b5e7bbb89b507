"""Who a device talks to, from its legs. Pure."""

from collections.abc import Sequence

from lampfield.model.contact import Direction, Party
from lampfield.sources.asterisk.ari_event import CallerId
from lampfield.sources.asterisk.leg import Leg
from lampfield.sources.asterisk.legs import Legs


def leading(legs: Sequence[Leg]) -> Leg | None:
    """Return the leg that stands for a device: the talk, else what rings or dials, else what is held."""
    return min(legs, key=_rank, default=None)


def _rank(leg: Leg) -> int:
    if leg.parked:
        return 3
    if leg.is_up:
        return 2 if leg.holding else 0
    return 1


def party_of(leg: Leg, legs: Legs) -> Party | None:
    """Return the other end of a leg; None where there is none, as for a parked caller or at a machine."""
    other = other_end(leg, legs)
    if not (_says(other) or leg.incoming):
        return None
    return Party(
        name=other.name,
        number=other.number,
        direction=Direction.IN if leg.incoming else Direction.OUT,
        since=since_ms(leg, legs),
        queue=leg.queue,
        call=leg.channel.id,
    )


def other_end(leg: Leg, legs: Legs) -> CallerId:
    """Return name and number of the other end of a leg, empty where they are not known.

    Who shares the bridge is right even after a parked call was fetched, where the connected line that
    Asterisk tells is empty or old. A channel of Asterisk's own in the bridge is followed to its other
    half: the connected line is its, and that of somebody who did not answer in the end. A machine at the
    other end, as the voicemail or a menu, goes by the number that was dialled.
    """
    if leg.parked:
        return CallerId()
    far = legs.far(leg)
    if len(far) == 1 and _says(far[0].channel.caller):
        return far[0].channel.caller
    if _says(leg.channel.connected):
        return leg.channel.connected
    return CallerId(number="" if leg.incoming else leg.dialled)


def since_ms(leg: Leg, legs: Legs) -> int:
    """Return since when the two talk, or else since when it rings: epoch milliseconds, 0 when unknown."""
    if not leg.is_up:
        return leg.born_ms
    others = legs.others(leg)
    if not others and leg.talked_ms:
        return leg.talked_ms
    joined = [leg.joined_ms, *(other.joined_ms for other in others)]
    return max(joined) if leg.bridge and all(joined) else leg.answered_ms


def _says(caller: CallerId) -> bool:
    return bool(caller.name or caller.number)
