"""All settings in force as TOML, each with what it means."""

import textwrap
from collections.abc import Iterable

import msgspec
import tomlkit

from lampfield.config.described import Setting, sections
from lampfield.config.kinds import Several, Words, kind_of
from lampfield.config.settings import Settings

COMMENT_COLUMNS = 96
"""So wide comments are at most."""


def explained_text(values: Settings) -> str:
    """Return all settings as TOML, with comments: a file that says the same may be made of it."""
    now = msgspec.to_builtins(values)
    lines: list[str] = []
    for section in sections(type(values)):
        lines += [*_comment(section.sentence), f"[{section.name}]"]
        for setting in section.settings:
            lines += [*_comment(_about(setting)), _line(setting.key, now[setting.table][setting.key])]
        lines.append("")
    return "\n".join(lines)


def _about(setting: Setting) -> str:
    kind = kind_of(setting.type)
    each = kind.each if isinstance(kind, Several) else kind
    words = f"Of: {', '.join(map(str, each.words))}." if isinstance(each, Words) else ""
    return " ".join(part for part in (setting.sentence, words) if part)


def _line(key: str, value: object) -> str:
    """Return a key with its value; one without a value, which TOML cannot say, as a comment."""
    return f"# {key} =" if value is None else f"{key} = {tomlkit.item(value).as_string()}"


def _comment(sentence: str) -> Iterable[str]:
    return (f"# {line}" for line in textwrap.wrap(sentence, COMMENT_COLUMNS - 2))
