"""Files that are written whole."""

import tempfile
from pathlib import Path


def write_whole(path: Path, text: str) -> None:
    """Put a new file in the place of the old one: whoever reads it gets one or the other, never a half.

    A link to the file stays one, and nothing is left of an attempt that failed.

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
