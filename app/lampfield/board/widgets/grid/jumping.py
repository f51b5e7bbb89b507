"""Jump labels: two keys put the cursor on any visible tile. Pure."""

from collections.abc import Sequence
from typing import NamedTuple

from lampfield.model.identity import ContactId

LETTERS = "fjdkslaghrueiwoqptyvnbmcxz1234567890"
"""The keys nearest to resting hands first."""


class Jump(NamedTuple):
    """A jump in progress.

    Every label has two letters, whatever the number of tiles, so none is a prefix of another.
    """

    labels: dict[ContactId, str]
    typed: str = ""

    @property
    def shown(self) -> dict[ContactId, str]:
        """The labels that still match."""
        return {cid: label for cid, label in self.labels.items() if label.startswith(self.typed)}

    @property
    def target(self) -> ContactId | None:
        """The contact of the label, once both letters are typed."""
        return next((cid for cid, label in self.labels.items() if label == self.typed), None)

    def with_letter(self, letter: str) -> "Jump | None":
        """Return the jump after another letter; None if no label matches."""
        jump = self._replace(typed=self.typed + letter.lower())
        return jump if jump.shown else None


def jump_to(cids: Sequence[ContactId]) -> Jump:
    """Return a jump to some tiles; tiles beyond the number of labels have none."""
    pairs = (first + second for second in LETTERS for first in LETTERS)
    return Jump(dict(zip(cids, pairs, strict=False)))
