"""Write the site file and the files of its secrets, all or none."""

import os
import re
from collections.abc import Mapping
from contextlib import suppress
from itertools import count
from pathlib import Path

from lampfield.cli.asking.answers import Answers, tables_of
from lampfield.config.filling import filled
from lampfield.config.template import TEMPLATE

OWNER_ONLY = 0o600
"""The mode of files that hold secrets, or may later."""


def files_of(answers: Answers, target: Path) -> Mapping[Path, str]:
    """Return all files with their text, the site file last.

    Each secret gets a file of its own beside the site file, under an unused name.

    Args:
        answers: The answers.
        target: The path of the site file.
    """
    files: dict[Path, str] = {}

    def keep(name: str, secret: str) -> str:
        path = _free(target.parent, re.sub(r"[^\w.-]+", "-", name), files)
        files[path] = f"{secret}\n"
        return f"file:{path.name}"

    text = filled(TEMPLATE, tables_of(answers, keep))
    return {**files, target: text}


def write_new(files: Mapping[Path, str]) -> None:
    """Create files that only their owner can read. If one fails, delete those already written.

    Raises:
        OSError: A file cannot be written, or exists.
    """
    written: list[Path] = []
    try:
        for path, text in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
            written.append(path)
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(text)
    except BaseException:
        for path in written:
            with suppress(OSError):
                path.unlink()
        raise


def _free(folder: Path, name: str, taken: Mapping[Path, str]) -> Path:
    names = (f"{name}.secret" if number == 1 else f"{name}-{number}.secret" for number in count(1))
    return next(path for it in names if not (path := folder / it).exists() and path not in taken)
