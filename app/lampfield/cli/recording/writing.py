"""Writes a recording to a new file or to standard output."""

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
"""The mode of a recording: it shows who talks to each other."""

STANDARD_OUTPUT = Path("-")


class Writer:
    """Writes lines and flushes each batch.

    Args:
        file: The destination.
        name: Its name in an error.
    """

    def __init__(self, file: BinaryIO, name: str) -> None:
        self._file = file
        self._name = name

    def write(self, told: Iterable[msgspec.Struct]) -> None:
        """Write lines.

        Raises:
            BrokenPipeError: The reader is gone.
            Failed: They cannot be written, for example because the disk is full.
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
    """Open a new file, or standard output for ``-``.

    Raises:
        Failed: The file exists already, or cannot be created.
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
