"""Drafts that outlive the board: what is written in the chats and not sent, by account and contact."""

from collections.abc import Mapping

from lampfield.config.memory_file import MemoryFile
from lampfield.model.identity import ContactId


class KeptDrafts:
    """The drafts of one account at one hub, in the memory file.

    Args:
        memory: The file.
        kept_for: Account and hub.
    """

    def __init__(self, memory: MemoryFile, kept_for: str) -> None:
        self._memory = memory
        self._kept_for = kept_for

    def recall(self) -> dict[ContactId, str]:
        """Return what was kept."""
        kept = self._memory.values.drafts.get(self._kept_for, {})
        return {ContactId(cid): text for cid, text in kept.items()}

    def keep(self, drafts: Mapping[ContactId, str]) -> None:
        """Keep these and no others; where nothing differs nothing is written."""
        drafts = {cid: text for cid, text in drafts.items() if text.strip()}
        if drafts == self.recall():
            return
        others = {name: kept for name, kept in self._memory.values.drafts.items() if name != self._kept_for}
        mine = {self._kept_for: dict(drafts)} if drafts else {}
        self._memory.change(drafts={**others, **mine})
