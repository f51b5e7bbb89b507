"""How a configuration is wrong: file, line, key, and what to do."""

from pathlib import Path


class ConfigError(Exception):
    """A site file cannot be used.

    Args:
        path: The file.
        key: The key, dotted and with its place in a list, such as ``account[0].may``; may be empty.
        sentence: What is wrong and how to mend it. It holds no secret.
        line: The line in the file, from 1; None when there is none to point at.
    """

    def __init__(self, path: Path, key: str, sentence: str, line: int | None = None) -> None:
        place = f"{path}:{line}" if line else f"{path}"
        super().__init__(": ".join(part for part in (place, key, sentence) if part))
        self.path = path
        self.key = key
        self.sentence = sentence
        self.line = line
