"""A recording in its file: read as it goes, and checked to its end before."""

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import msgspec

from lampfield.model.device import Device
from lampfield.model.identity import ContactId
from lampfield.model.link import Me
from lampfield.sources.replay.lines import (
    VERSION,
    ContactGone,
    ContactNew,
    ContactUpdate,
    DeviceUpdate,
    FeedStart,
    Header,
    MeUpdate,
    StartMark,
    Told,
)

_decoder: msgspec.json.Decoder[Told] = msgspec.json.Decoder(Told)


class Damaged(ValueError):
    """A recording that cannot be used; the text names file and line, and says what to do."""


class Recording:
    """A recording that was found right to its end.

    Args:
        path: Its file.

    Raises:
        Damaged: It cannot be read, is newer than this program, or does not hold together.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.me = Me(account="")
        """The operator, as the recording has them first."""
        self.devices: list[Device] = []
        """The operator's devices of the first picture, in their order."""
        with self._open() as file:
            self.header = self._header(file)
        self._check()

    def lines(self) -> Iterator[Told]:
        """Yield what was told, in its order, while the file is read.

        Raises:
            Damaged: It is another file by now.
        """
        for _, line in self._numbered():
            yield line

    def _numbered(self) -> Iterator[tuple[int, Told]]:
        with self._open() as file:
            self._header(file)
            for number, text in enumerate(file, 2):
                yield number, self._line(number, text)

    def _open(self) -> BinaryIO:
        try:
            return self.path.open("rb")
        except OSError as error:
            raise Damaged(f"{self.path}: it cannot be read: {error.strerror}") from error

    def _header(self, file: BinaryIO) -> Header:
        text = file.readline()
        try:
            version = msgspec.json.decode(text, type=StartMark).version
            if version <= VERSION:
                return msgspec.json.decode(text, type=Header)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise self._fault(1, "it is no recording of `lampfield record`") from error
        raise self._fault(1, f"it is of format {version}, and this program reads {VERSION}: take a newer one")

    def _line(self, number: int, text: bytes) -> Told:
        if not text.endswith(b"\n"):
            raise self._fault(number, "the line ends in its middle: delete it to use what stands before")
        try:
            return _decoder.decode(text)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise self._fault(number, f"it cannot be read: {error}") from error

    def _check(self) -> None:
        at, started = 0.0, 0
        known: set[ContactId] = set()
        for number, line in self._numbered():
            if line.at < at:
                raise self._fault(number, f"its time, {line.at:g} s, is before that of the line above")
            at = line.at
            started += isinstance(line, FeedStart)
            if not started:
                raise self._fault(number, "a recording begins with feed.start")
            self._check_contact(number, line, known)
            self._note(line, is_first=started == 1)
        if not started:
            raise self._fault(2, "nothing was recorded")

    def _check_contact(self, number: int, line: Told, known: set[ContactId]) -> None:
        match line:
            case FeedStart():
                known.clear()
            case ContactNew(contact=contact):
                known.add(contact.cid)
            case ContactUpdate(contact=patch) if patch.cid not in known:
                raise self._fault(number, f"nothing was told before of contact {patch.cid}")
            case ContactGone(cid=cid):
                known.discard(cid)

    def _note(self, line: Told, *, is_first: bool) -> None:
        """Note who sat at the board, which the first picture says."""
        match line:
            case MeUpdate(me=me) if not self.me.account:
                self.me = me
            case DeviceUpdate(device=device) if is_first and not line.at:
                self.devices.append(device)

    def _fault(self, number: int, sentence: str) -> Damaged:
        return Damaged(f"{self.path}:{number}: {sentence}")
