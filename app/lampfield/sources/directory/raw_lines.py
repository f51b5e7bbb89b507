"""Read the lines of an untrusted file in bounded time and memory, whatever its encoding.

Each character of a raw line is one byte of the file (ISO 8859-1), so that each part can be decoded by its own
encoding later. UTF-16 is converted to UTF-8 bytes.
"""

import codecs
import io
import stat
import time
from collections.abc import Iterator
from pathlib import Path

from lampfield.sources.directory.encoding import Decoder, sniff_encoding

MAX_FILE_BYTES = 128_000_000
"""Maximum file size. 600 vCards with pictures take 51 MB, 20,000 CSV rows 2 MB."""

MAX_TABLE_BYTES = 32_000_000
"""Maximum size of a CSV file, which is held in memory while it is read; vCards are streamed."""

MAX_LINE_CHARS = 65_536
"""Longer lines are cut, so that an embedded picture is never held in memory."""

READ_SECONDS = 20.0
"""Time limit of a read; 20,000 people take half a second."""

_PROBE_BYTES = 4_096


class Unreadable(Exception):
    """A file cannot be understood. The message gives the reason and the next step, as the end of a sentence.

    Args:
        sentence: The message.
        is_transient: Whether the same file may be readable on the next attempt.
    """

    def __init__(self, sentence: str, *, is_transient: bool = False) -> None:
        super().__init__(sentence)
        self.is_transient = is_transient


class Deadline:
    """The time by which a read must be finished.

    Args:
        seconds: Time limit from now.
    """

    def __init__(self, seconds: float = READ_SECONDS) -> None:
        self._seconds = seconds
        self._end = time.monotonic() + seconds

    def check(self) -> None:
        """Return if there is time left.

        Raises:
            Unreadable: The deadline has passed.
        """
        if time.monotonic() > self._end:
            raise Unreadable(f"reading it takes longer than {self._seconds:g} s: make it smaller")


def raw_lines(
    path: Path,
    deadline: Deadline | None = None,
    decoder: Decoder | None = None,
    *,
    max_bytes: int = MAX_FILE_BYTES,
) -> Iterator[str]:
    """Yield the raw lines of a file, without line ends and byte order marks.

    Args:
        path: The file.
        deadline: When reading must be finished.
        decoder: Receives the encoding that the first bytes show.
        max_bytes: Maximum file size.

    Raises:
        Unreadable: The file is not a text file, is too large, or the deadline has passed.
    """
    deadline = deadline or Deadline()
    with _open(path, max_bytes) as stream:
        if decoder is not None and stream.encoding.startswith("utf-16"):
            decoder.file_encoding = "UTF-16"
        is_continuation = False
        while piece := _line(stream):
            deadline.check()
            if not is_continuation:
                yield _to_raw_line(piece.removesuffix("\n"), stream)
            is_continuation = not piece.endswith("\n")


def os_failure(error: OSError) -> Unreadable:
    """Convert an operating system error."""
    return Unreadable(f"it cannot be read: {(error.strerror or str(error)).lower()}", is_transient=True)


def _line(stream: io.TextIOWrapper) -> str:
    try:
        return stream.readline(MAX_LINE_CHARS)
    except OSError as error:
        raise os_failure(error) from error


def _open(path: Path, max_bytes: int) -> io.TextIOWrapper:
    try:
        status = path.stat()
        # Reading a pipe or a device could block forever.
        if not stat.S_ISREG(status.st_mode):
            raise Unreadable("it is not a regular file")
        if status.st_size > max_bytes:
            size, limit = status.st_size // 1_000_000, max_bytes // 1_000_000
            raise Unreadable(f"it has {size} MB, more than {limit} MB: make it smaller")
        file = path.open("rb")
        encoding = _detect_encoding(file.peek(_PROBE_BYTES)[:_PROBE_BYTES])
    except OSError as error:
        raise os_failure(error) from error
    return io.TextIOWrapper(file, encoding=encoding, errors="replace", newline=None)


def _detect_encoding(head: bytes) -> str:
    if head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise Unreadable("it is a workbook: save it as CSV in UTF-8")
    encoding = sniff_encoding(head)
    if encoding == "iso8859-1" and b"\0" in head:
        raise Unreadable("it is not a text file")
    return encoding


def _to_raw_line(piece: str, stream: io.TextIOWrapper) -> str:
    """Convert a piece of the stream to a raw line."""
    if codecs.lookup(stream.encoding).name == "iso8859-1":
        return piece.replace("\xef\xbb\xbf", "")
    return piece.replace("\ufeff", "").encode(errors="replace").decode("iso8859-1")
