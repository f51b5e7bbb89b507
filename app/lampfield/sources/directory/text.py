"""The text of a foreign file: read in bounded time and memory, whatever its encoding.

A raw line is a text of which every character is one byte of the file (ISO 8859-1), so that each part can be
decoded by what is known of it alone. UTF-16 comes as the bytes of UTF-8.
"""

import codecs
import io
import stat
import time
from collections.abc import Iterator
from pathlib import Path

from lampfield.sources.directory.encoding import Decoder, sniffed

MAX_FILE_BYTES = 128_000_000
"""A larger file is refused: 600 vCards with pictures have 51 MB, 20,000 rows 2 MB."""

MAX_TABLE_BYTES = 32_000_000
"""A larger table is refused: all of it is kept while it is read, vCards are not."""

MAX_LINE_CHARS = 65_536
"""What is longer is cut; a whole picture in one line is never kept."""

READ_SECONDS = 20.0
"""The longest time that a reading may take: 20,000 people take half a second."""

_PROBE_BYTES = 4_096


class Unreadable(Exception):
    """A file that cannot be understood. The message says why and what to do, as the end of a sentence.

    Args:
        sentence: The message.
        may_pass: Whether the same file may be read at the next try.
    """

    def __init__(self, sentence: str, *, may_pass: bool = False) -> None:
        super().__init__(sentence)
        self.may_pass = may_pass


class Deadline:
    """When a reading is to be done.

    Args:
        seconds: How long it may take from now on.
    """

    def __init__(self, seconds: float = READ_SECONDS) -> None:
        self._seconds = seconds
        self._end = time.monotonic() + seconds

    def check(self) -> None:
        """Go on, if there is time left.

        Raises:
            Unreadable: There is none.
        """
        if time.monotonic() > self._end:
            raise Unreadable(f"it takes longer than {self._seconds:g} s to read: make it smaller")


def raw_lines(
    path: Path,
    deadline: Deadline | None = None,
    decoder: Decoder | None = None,
    *,
    at_most: int = MAX_FILE_BYTES,
) -> Iterator[str]:
    """Yield the raw lines of a file, without line ends and byte order marks.

    Args:
        path: The file.
        deadline: When it is to be done.
        decoder: Is told what the whole file is, where its first bytes say so.
        at_most: How many bytes it may have.

    Raises:
        Unreadable: It is no text file, too large, or the time is up.
    """
    deadline = deadline or Deadline()
    with _opened(path, at_most) as stream:
        if decoder is not None and stream.encoding.startswith("utf-16"):
            decoder.whole = "UTF-16"
        is_inside = False
        while piece := _line(stream):
            deadline.check()
            if not is_inside:
                yield _bytes(piece.removesuffix("\n"), stream)
            is_inside = not piece.endswith("\n")


def unreadable(error: OSError) -> Unreadable:
    """Return what is said of a file that the system does not let us read."""
    return Unreadable(f"it cannot be read: {(error.strerror or str(error)).lower()}", may_pass=True)


def _line(stream: io.TextIOWrapper) -> str:
    try:
        return stream.readline(MAX_LINE_CHARS)
    except OSError as error:
        raise unreadable(error) from error


def _opened(path: Path, at_most: int) -> io.TextIOWrapper:
    try:
        status = path.stat()
        # A pipe or a device would be waited for without end.
        if not stat.S_ISREG(status.st_mode):
            raise Unreadable("it is no file")
        if status.st_size > at_most:
            raise Unreadable(f"it has {status.st_size // 1_000_000} MB, more than {at_most // 1_000_000}")
        file = path.open("rb")
        encoding = _encoding_of(file.peek(_PROBE_BYTES)[:_PROBE_BYTES])
    except OSError as error:
        raise unreadable(error) from error
    return io.TextIOWrapper(file, encoding=encoding, errors="replace", newline=None)


def _encoding_of(head: bytes) -> str:
    if head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise Unreadable("it is a workbook: save it as CSV in UTF-8")
    encoding = sniffed(head)
    if encoding == "iso8859-1" and b"\0" in head:
        raise Unreadable("it is no text file")
    return encoding


def _bytes(piece: str, stream: io.TextIOWrapper) -> str:
    """Return a piece of the stream as a raw line."""
    if codecs.lookup(stream.encoding).name == "iso8859-1":
        return piece.replace("\xef\xbb\xbf", "")
    return piece.replace("\ufeff", "").encode(errors="replace").decode("iso8859-1")
