"""Reads a recording from its file, after a check of the whole file."""

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import msgspec

from lampfield.model.device import Device
from lampfield.model.identity import ContactId
from lampfield.model.link import Me
from lampfield.sources.replay.lines import (
    VERSION,
    AnyLine,
    ContactGone,
    ContactNew,
    ContactUpdate,
    DeviceUpdate,
    FeedStart,
    Header,
    MeUpdate,
    StartMark,
)

_decoder: msgspec.json.Decoder[AnyLine] = msgspec.json.Decoder(AnyLine)


class DamagedRecording(ValueError):
    """A recording cannot be used; the message names file and line, and the fix where there is one."""


class Recording:
    """A recording that has passed the check.

    Args:
        path: Its file.

    Raises:
        DamagedRecording: It cannot be read, is newer than this program, or is inconsistent.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.me = Me(account="")
        """The operator in the first snapshot."""
        self.devices: list[Device] = []
        """The operator's devices in the first snapshot, in order."""
        with self._open() as file:
            self.header = self._parse_header(file)
        self._check()

    def lines(self) -> Iterator[AnyLine]:
        """Yield the lines in order, reading the file incrementally.

        Raises:
            DamagedRecording: The file has changed since the check.
        """
        for _, line in self._numbered_lines():
            yield line

    def _numbered_lines(self) -> Iterator[tuple[int, AnyLine]]:
        with self._open() as file:
            self._parse_header(file)
            for number, text in enumerate(file, 2):
                yield number, self._parse_line(number, text)

    def _open(self) -> BinaryIO:
        try:
            return self.path.open("rb")
        except OSError as error:
            raise DamagedRecording(f"{self.path}: it cannot be read: {error.strerror}") from error

    def _parse_header(self, file: BinaryIO) -> Header:
        text = file.readline()
        try:
            version = msgspec.json.decode(text, type=StartMark).version
            if version <= VERSION:
                return msgspec.json.decode(text, type=Header)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise self._error(1, "not a recording of `lampfield record`") from error
        raise self._error(
            1, f"its format is {version}, but this program reads up to {VERSION}: install a newer Lampfield"
        )

    def _parse_line(self, number: int, text: bytes) -> AnyLine:
        if not text.endswith(b"\n"):
            raise self._error(number, "the line is incomplete: delete it to use the part before it")
        try:
            return _decoder.decode(text)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise self._error(number, f"it cannot be read: {error}") from error

    def _check(self) -> None:
        at, started = 0.0, 0
        known: set[ContactId] = set()
        for number, line in self._numbered_lines():
            if line.at < at:
                raise self._error(number, f"its time, {line.at:g} s, is before that of the previous line")
            at = line.at
            started += isinstance(line, FeedStart)
            if not started:
                raise self._error(number, "the first line after the header must be feed.start")
            self._check_contact(number, line, known)
            self._note_operator(line, is_first=started == 1)
        if not started:
            raise self._error(2, "the recording is empty")

    def _check_contact(self, number: int, line: AnyLine, known: set[ContactId]) -> None:
        match line:
            case FeedStart():
                known.clear()
            case ContactNew(contact=contact):
                known.add(contact.cid)
            case ContactUpdate(contact=patch) if patch.cid not in known:
                raise self._error(number, f"contact {patch.cid} was not added before")
            case ContactGone(cid=cid):
                known.discard(cid)

    def _note_operator(self, line: AnyLine, *, is_first: bool) -> None:
        """Store the operator and the devices of the first snapshot."""
        match line:
            case MeUpdate(me=me) if not self.me.account:
                self.me = me
            case DeviceUpdate(device=device) if is_first and not line.at:
                self.devices.append(device)

    def _error(self, number: int, sentence: str) -> DamagedRecording:
        return DamagedRecording(f"{self.path}:{number}: {sentence}")
