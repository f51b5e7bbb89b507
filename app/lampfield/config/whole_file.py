"""Atomic writes of files."""

import tempfile
from pathlib import Path


def write_whole(path: Path, text: str) -> None:
    """Replace a file atomically: readers get the old or the new content, never a part.

    A symbolic link to the file is kept, and a failed attempt leaves nothing behind.

    Raises:
        OSError: It cannot be written.
    """
    path = path.resolve()
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", dir=path.parent, prefix=f".{path.name}.", delete=False
    ) as file:
        new = Path(file.name)
        try:
            file.write(text)
            file.flush()
            new.replace(path)
        except BaseException:
            new.unlink(missing_ok=True)
            raise
