"""The operators' telephones: which are registered, and what is known of each. No I/O."""

from collections.abc import Iterable, Mapping

import msgspec

from lampfield.model.state import StateStore
from lampfield.sources.asterisk.telephone import (
    EVENTS,
    Ability,
    Proof,
    Telephone,
    named_events,
    read_abilities,
)

KIND = "telephone"
"""What the abilities are kept as; the name is the device."""

MAX_KEPT = 8
"""How many telephones of one device are remembered; of more the one learnt of first is forgotten."""


class Telephones:
    """What is known of telephones, over all lines to a PBX and over restarts of the hub.

    An ability belongs to a device, a contact URI and a User-Agent: another telephone at the same
    extension, or the same one with another firmware, is unknown again.

    Args:
        state: Keeps it.
    """

    def __init__(self, state: StateStore) -> None:
        self._state = state
        self._registered: Mapping[str, tuple[Telephone, ...]] = {}
        self._of_leg: dict[str, Telephone] = {}

    def register(self, telephones: Mapping[str, tuple[Telephone, ...]]) -> None:
        """Take which telephones are registered at all devices now."""
        self._registered = telephones

    def at(self, device: str) -> tuple[Telephone, ...]:
        """Return the telephones that are registered at a device."""
        return self._registered.get(device, ())

    def found(self, channel: str, telephone: Telephone) -> None:
        """Note which telephone a leg is at."""
        self._of_leg[channel] = telephone

    def forget_legs(self, alive: Iterable[str]) -> None:
        """Forget the telephones of legs that are not there any more."""
        there = set(alive)
        self._of_leg = {channel: it for channel, it in self._of_leg.items() if channel in there}

    def known(self, device: str, telephone: Telephone) -> Ability | None:
        """Return what is known of a telephone; None when nothing is."""
        ability = read_abilities(self._state.get(KIND, device)).get(telephone.uri)
        return ability if ability is not None and ability.user_agent == telephone.user_agent else None

    def learn(self, device: str, telephone: Telephone, ability: Ability) -> bool:
        """Keep what a telephone does. Returns whether that is news."""
        kept = read_abilities(self._state.get(KIND, device))
        learnt = msgspec.structs.replace(ability, user_agent=telephone.user_agent)
        if kept.pop(telephone.uri, None) == learnt:
            return False
        kept[telephone.uri] = learnt
        newest = list(kept.items())[-MAX_KEPT:]
        self._state.put(KIND, device, {uri: msgspec.to_builtins(it) for uri, it in newest})
        return True

    def learn_header(self, device: str, telephone: Telephone, header: str) -> bool:
        """Keep what ``Allow-Events`` says, unless something better is known. Returns whether that is news."""
        known = self.known(device, telephone)
        if known is not None and known.proof is not Proof.HEADER:
            return False
        return self.learn(device, telephone, Ability(Proof.HEADER, named_events(header)))

    def events(self, device: str, channel: str = "") -> tuple[str, ...]:
        """Return which of `EVENTS` can be asked for at a device.

        Args:
            device: Where. Of several registered telephones, only what all of them do counts.
            channel: A leg there; where it is known at which telephone it is, that one counts alone.
        """
        telephones = (self._of_leg[channel],) if channel in self._of_leg else self.at(device)
        known = [self.known(device, it) for it in telephones]
        if not known:
            return ()
        return tuple(event for event in EVENTS if all(it is not None and event in it.events for it in known))
