"""Read a site file."""

from pathlib import Path

from lampfield.config.rules import check_rules
from lampfield.config.site import (
    AccountTable,
    ChatTable,
    DirectoryTable,
    HubTable,
    PhoneTable,
    Site,
    SiteFile,
)
from lampfield.config.tables import Tables, read_tables, read_text

_TABLES: Tables = {
    "hub": HubTable,
    "phone": PhoneTable,
    "chat": ChatTable,
    "directory": DirectoryTable,
    "account": AccountTable,
}


def read_site(path: Path) -> Site:
    """Read a site file.

    Raises:
        ConfigError: It cannot be read, is not TOML, or has an invalid value.
    """
    return parse_site(read_text(path), path)


def parse_site(text: str, path: Path) -> Site:
    """Parse the TOML text of a site file; errors name ``path``, and relative files are beside it.

    Raises:
        ConfigError: It is not TOML, or has an invalid value.
    """
    file, listen = read_tables(text, path, SiteFile, _TABLES, check_rules)
    return Site(path, text, file, listen)
