"""A configuration error: file, line, key, and how to correct it."""

from pathlib import Path


class ConfigError(Exception):
    """A configuration file cannot be used.

    Args:
        path: The file.
        key: The dotted key with its index in a list, such as ``account[0].may``; may be empty.
        sentence: What is wrong and how to correct it. It holds no secret.
        line: The line in the file, from 1; None if no line is to blame.
    """

    def __init__(self, path: Path, key: str, sentence: str, line: int | None = None) -> None:
        place = f"{path}:{line}" if line else f"{path}"
        super().__init__(": ".join(part for part in (place, key, sentence) if part))
        self.path = path
        self.key = key
        self.sentence = sentence
        self.line = line
