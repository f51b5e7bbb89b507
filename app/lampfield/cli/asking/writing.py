"""Write the site file and the files of its secrets: all of them, or none."""

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
"""The files hold secrets, or may come to."""


def files_of(answers: Answers, target: Path) -> Mapping[Path, str]:
    """Return all files and what they hold, the site file last.

    A secret gets a file beside it, under a name that is free.

    Args:
        answers: What was answered.
        target: The site file.
    """
    files: dict[Path, str] = {}

    def keep(name: str, secret: str) -> str:
        path = _free(target.parent, re.sub(r"[^\w.-]+", "-", name), files)
        files[path] = f"{secret}\n"
        return f"file:{path.name}"

    text = filled(TEMPLATE, tables_of(answers, keep))
    return {**files, target: text}


def write_new(files: Mapping[Path, str]) -> None:
    """Write files that are not there yet, for their owner alone. Whatever ends it early, none is left.

    Raises:
        OSError: One cannot be written, or is there.
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
