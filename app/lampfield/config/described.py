"""What a file of tables may hold, as a person reads it: tables, their keys, and a sentence for each."""

from typing import NamedTuple

import msgspec

from lampfield.config.sentences import about_table, sentences


class Setting(NamedTuple):
    """One key of a file."""

    table: str
    key: str
    sentence: str
    """What it means; empty when nobody wrote it."""
    type: object
    """As it is annotated."""
    usual: object
    """Its value where the file says nothing, as TOML would have it."""

    @property
    def path(self) -> str:
        """Return its name in the whole file, such as ``look.theme``."""
        return f"{self.table}.{self.key}"


class Section(NamedTuple):
    """One table of a file."""

    name: str
    sentence: str
    settings: tuple[Setting, ...]


def sections(kind: type[msgspec.Struct]) -> tuple[Section, ...]:
    """Return the tables of a file, in their order.

    Args:
        kind: What the file holds as a whole: each field is a table, and can be left out.
    """
    return tuple(
        _section(field.name, field.type)
        for field in msgspec.structs.fields(kind)
        if isinstance(field.type, type) and issubclass(field.type, msgspec.Struct)
    )


def _section(name: str, table: type[msgspec.Struct]) -> Section:
    said, usual = sentences(table), msgspec.to_builtins(table())
    settings = tuple(
        Setting(name, field.encode_name, said.get(field.name, ""), field.type, usual[field.encode_name])
        for field in msgspec.structs.fields(table)
    )
    return Section(name, about_table(table), settings)
