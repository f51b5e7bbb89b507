"""Where a recording is written: to a file that is new, or to standard output."""

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import msgspec

from lampfield.cli.failure import Failed
from lampfield.cli.printable import json_lines

OWNER_ONLY = 0o600
"""Who talks to whom is not everybody's business."""

STANDARD_OUTPUT = Path("-")


class Writer:
    """Writes lines, and lets each go at once.

    Args:
        file: Where they go.
        name: What that is called in an error.
    """

    def __init__(self, file: BinaryIO, name: str) -> None:
        self._file = file
        self._name = name

    def write(self, told: Iterable[msgspec.Struct]) -> None:
        """Write lines.

        Raises:
            BrokenPipeError: Nobody reads them any more.
            Failed: There is no room for them.
        """
        try:
            self._file.write(json_lines(told))
            self._file.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            raise Failed(f"{self._name}: it cannot be written to: {error.strerror}") from error


@contextmanager
def writer_to(path: Path) -> Iterator[Writer]:
    """Open what is written to; ``-`` is standard output.

    Raises:
        Failed: The file is there already, or cannot be made.
    """
    if path == STANDARD_OUTPUT:
        yield Writer(sys.stdout.buffer, "standard output")
        return
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    except FileExistsError as error:
        raise Failed(f"{path}: it is there already, and stays as it is") from error
    except OSError as error:
        raise Failed(f"{path}: it cannot be written: {error.strerror}") from error
    with os.fdopen(descriptor, "wb") as file:
        yield Writer(file, str(path))
