"""Drafts that outlive the board: unsent chat text, by account and contact."""

from collections.abc import Mapping

import msgspec

from lampfield.config.memory import Memory
from lampfield.config.memory_file import MemoryFile
from lampfield.config.merged import merged_map
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
        self._kept = self.recall()
        """The drafts last read or saved by this board, without those of another board."""

    def recall(self) -> dict[ContactId, str]:
        """Return the saved drafts."""
        kept = self._memory.values.drafts.get(self._kept_for, {})
        return {ContactId(cid): text for cid, text in kept.items()}

    def keep(self, drafts: Mapping[ContactId, str]) -> None:
        """Replace the saved drafts; nothing is written if they are unchanged.

        Drafts that another board of the same operator has saved meanwhile are kept.
        """
        drafts = {cid: text for cid, text in drafts.items() if text.strip()}
        if drafts == self._kept:
            return
        before, self._kept = self._kept, dict(drafts)
        self._memory.edit(lambda memory: self._with_drafts(memory, before, drafts))

    def _with_drafts(
        self, memory: Memory, before: Mapping[ContactId, str], drafts: Mapping[ContactId, str]
    ) -> Memory:
        others = dict(memory.drafts)
        mine = merged_map(
            before, drafts, {ContactId(cid): it for cid, it in others.pop(self._kept_for, {}).items()}
        )
        kept = {self._kept_for: {int(cid): text for cid, text in mine.items()}} if mine else {}
        return msgspec.structs.replace(memory, drafts={**others, **kept})
