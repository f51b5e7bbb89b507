"""Reading key maps from files: shipped ones, and the user's own beside the settings."""

import logging
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from lampfield.board.keys.actions import ACTION_BY_ID, RENAMED
from lampfield.board.keys.checking import key_faults
from lampfield.board.keys.default import DEFAULT, MAPS
from lampfield.board.keys.keymap import FindBy, KeyMap
from lampfield.board.keys.names import known_names, named
from lampfield.config.error import ConfigError
from lampfield.config.lines import KeyPath, line_of
from lampfield.config.mistakes import suggestion
from lampfield.config.places import expanded
from lampfield.config.tables import error_at, read_text

SHIPPED = (DEFAULT, "find-first", "numpad")
"""The shipped maps; the first is the default."""

LOG = logging.getLogger(__name__)

_WORDS = ("extends", "find_by", "keys")


class KeyMapError(ConfigError):
    """A key map cannot be used.

    Args:
        faults: Everything that is wrong with it.
    """

    def __init__(self, faults: list[ConfigError]) -> None:
        first = faults[0]
        super().__init__(first.path, first.key, first.sentence, first.line)
        self.args = ("\n".join(map(str, faults)),)
        self.faults = faults


class _Map(NamedTuple):
    """The contents of a file and of those that it extends, with all faults so far."""

    keys: dict[str, tuple[str, ...]]
    find_by: FindBy
    faults: list[ConfigError]


def map_names(folder: Path | None) -> list[str]:
    """Return the names of all maps: the shipped ones, then the user's own.

    Args:
        folder: The folder of the user's own maps; None: there are none.
    """
    is_there = folder is not None and folder.is_dir()
    own = sorted(path.stem for path in folder.glob("*.toml")) if folder is not None and is_there else []
    return list(dict.fromkeys([*SHIPPED, *own]))


def load_map(name: str, folder: Path | None) -> KeyMap:
    """Return a map by its name or its file.

    Args:
        name: The name; one with a slash or ending in ``.toml`` is a file.
        folder: The folder of the user's own maps; None: there are none.

    Raises:
        ConfigError: It cannot be used, or no map has this name.
    """
    is_file = name.endswith(".toml") or "/" in name
    return read_map(expanded(Path(name)) if is_file else map_path(name, folder))


def map_path(name: str, folder: Path | None) -> Path:
    """Return the file of a map: one in the user's folder, else a shipped one.

    Args:
        name: The map's name.
        folder: The folder of the user's own maps; None: there are none.

    Raises:
        ConfigError: There is no such map.
    """
    for place in (folder, MAPS):
        if place is not None and (path := place / f"{name}.toml").is_file():
            return path
    missing = (folder or MAPS) / f"{name}.toml"
    raise ConfigError(missing, "", f"there is no key map {name}{suggestion(name, map_names(folder))}")


def read_map(path: Path) -> KeyMap:
    """Return the map of a file. Maps that it extends are in the same folder or shipped.

    Raises:
        KeyMapError: It has faults; all of them are named.
        ConfigError: It cannot be read.
    """
    read = _read(path, ())
    if read.faults:
        raise KeyMapError(read.faults)
    return KeyMap(path.stem, read.keys, read.find_by)


def _read(path: Path, extending: tuple[Path, ...]) -> _Map:
    """Return the contents of a file merged into those of the map that it extends."""
    text = read_text(path)
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return _Map({}, FindBy.KEY, [ConfigError(path, "", f"this is not TOML: {error}")])
    told = _Told(path, text)
    for word in raw:
        if word not in _WORDS:
            told.fault((word,), f"there is no such key{suggestion(word, list(_WORDS))}")
    base = _base(raw, told, (*extending, path))
    keys = {**base.keys}
    for action_id, names in _keys(raw.get("keys", {}), told):
        keys.pop(action_id, None)
        keys[action_id] = names
    if not base.faults:
        for fault in key_faults(keys):
            told.fault(("keys", told.renamed.get(fault.action_id, fault.action_id)), fault.sentence)
    return _Map(keys, _find_by(raw, told, base.find_by), [*base.faults, *told.faults])


class _Told:
    """The faults of a file, with their lines."""

    def __init__(self, path: Path, text: str) -> None:
        self.path = path
        self.faults: list[ConfigError] = []
        self.renamed: dict[str, str] = {}
        """The former ids that the file uses, by the current ones."""
        self._text = text

    def fault(self, key: KeyPath, sentence: str) -> None:
        """Record a fault at a key."""
        self.faults.append(error_at(self.path, self._text, key, sentence))

    def line(self, key: KeyPath) -> int | None:
        """Return the line of a key."""
        return line_of(self._text, key)


def _base(raw: Mapping[str, object], told: _Told, extending: tuple[Path, ...]) -> _Map:
    """Return the extended map."""
    nothing = _Map({}, FindBy.KEY, [])
    if (name := raw.get("extends")) is None:
        return nothing
    try:
        path = map_path(str(name), told.path.parent)
        if path == told.path:
            path = map_path(str(name), MAPS)
    except ConfigError as error:
        told.fault(("extends",), error.sentence)
        return nothing
    if path in extending:
        told.fault(("extends",), f"{name} also extends this map: remove one of the two")
        return nothing
    return _read(path, extending)


def _keys(table: object, told: _Told) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the keys of each known action."""
    if not isinstance(table, dict):
        told.fault(("keys",), 'this is a table: write [keys], and under it lines such as dial = "d"')
        return
    for written, value in table.items():
        action_id = _id_now(written, told)
        if action_id not in ACTION_BY_ID:
            told.fault(("keys", written), f"there is no such action{suggestion(written, list(ACTION_BY_ID))}")
        else:
            yield action_id, tuple(_names(("keys", written), value, told))


def _id_now(written: str, told: _Told) -> str:
    """Return an action's current id; the log names the new id for a former one."""
    if (now := RENAMED.get(written)) is None:
        return written
    LOG.warning(
        "%s: [keys] %s is called %s now: rename it, the next version knows only that.",
        told.path,
        written,
        now,
    )
    told.renamed[now] = written
    return now


def _names(key: KeyPath, value: object, told: _Told) -> Iterator[str]:
    for text in value if isinstance(value, list) else [value]:
        if not isinstance(text, str):
            told.fault(key, f'{text!r} is no key: write "d", or ["d", "f2"] for two, or [] for none')
        elif (name := named(text)) is None:
            told.fault(key, f'there is no key "{text}"{suggestion(text, sorted(known_names()))}')
        else:
            yield name


def _find_by(raw: Mapping[str, object], told: _Told, base: FindBy) -> FindBy:
    value = raw.get("find_by", base)
    try:
        return FindBy(str(value))
    except ValueError:
        told.fault(("find_by",), f"{value!r} is none of {', '.join(FindBy)}")
        return base
