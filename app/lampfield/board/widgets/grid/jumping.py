"""Labels on tiles: two strokes put the cursor on any that is in sight. Pure."""

from collections.abc import Sequence
from typing import NamedTuple

from lampfield.model.identity import ContactId

LETTERS = "fjdkslaghrueiwoqptyvnbmcxz1234567890"
"""The nearest to where hands rest first."""


class Jump(NamedTuple):
    """A jump that has begun.

    Two letters for each tile, whatever their number: no label is the beginning of another.
    """

    labels: dict[ContactId, str]
    typed: str = ""

    @property
    def shown(self) -> dict[ContactId, str]:
        """The labels that can still be meant."""
        return {cid: label for cid, label in self.labels.items() if label.startswith(self.typed)}

    @property
    def target(self) -> ContactId | None:
        """Who is meant, when both letters are typed."""
        return next((cid for cid, label in self.labels.items() if label == self.typed), None)

    def with_letter(self, letter: str) -> "Jump | None":
        """Return the jump after one more letter; None: no label begins so."""
        jump = self._replace(typed=self.typed + letter.lower())
        return jump if jump.shown else None


def jump_to(cids: Sequence[ContactId]) -> Jump:
    """Return a jump to one of some tiles; those that there are no letters for have no label."""
    pairs = (first + second for second in LETTERS for first in LETTERS)
    return Jump(dict(zip(cids, pairs, strict=False)))
