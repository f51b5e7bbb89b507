"""A site as TOML again: every key with its value in force, secrets masked."""

import json

import msgspec

from lampfield.config.secret import masked
from lampfield.config.site import SiteFile

_SECRETS = ("secret", "password")


def effective_toml(file: SiteFile) -> str:
    """Return what is in force, defaults written out. The secret itself is never shown, only its place."""
    parts = [_table("[hub]", file.hub)]
    parts += [_table("[phone]", file.phone)] if file.phone else []
    parts += [_table("[chat]", file.chat)] if file.chat else []
    parts += [_table("[directory]", file.directory)]
    parts += [_table("[[account]]", account) for account in file.account]
    return "\n".join(parts)


def _table(header: str, table: msgspec.Struct) -> str:
    built = msgspec.to_builtins(table)
    return "\n".join([header, *(f"{key} = {_value(key, value)}" for key, value in built.items())]) + "\n"


def _value(key: str, value: object) -> str:
    """Return a TOML value: for texts, numbers, truths and lists of texts JSON is TOML."""
    shown = masked(value) if key in _SECRETS and isinstance(value, str) else value
    return json.dumps(shown, ensure_ascii=False)
