"""The accounts of a site, and all secrets of the site, read."""

from collections.abc import Iterator, Mapping, MutableMapping

from lampfield.config.lines import KeyPath
from lampfield.config.secret import SecretMissing, read_secret
from lampfield.config.site import AccountTable, Site
from lampfield.config.tables import error_at
from lampfield.model.account import Account


def read_accounts(site: Site, environ: Mapping[str, str]) -> tuple[Account, ...]:
    """Return the accounts of a site.

    Raises:
        ConfigError: A secret is missing.
    """
    return tuple(read_account(site, index, environ) for index in range(len(site.file.account)))


def read_account(site: Site, index: int, environ: Mapping[str, str]) -> Account:
    """Return one account of a site by its index in the file.

    Raises:
        ConfigError: One of its secrets is missing.
    """
    table = site.file.account[index]
    secrets = {key[-1]: _read(site, key, text, environ) for key, text in _of_account(index, table)}
    return Account(
        name=table.name,
        secret=secrets["secret"],
        devices=table.devices,
        jid=table.jid,
        password=secrets.get("password", ""),
        auto_answer=table.auto_answer,
        may=table.may,
    )


def read_phone_password(site: Site, environ: Mapping[str, str]) -> str:
    """Return the hub's password at the PBX.

    Raises:
        ConfigError: It is missing.
    """
    return "".join(_read(site, key, text, environ) for key, text in _of_phone(site))


def secret_keys(site: Site) -> Iterator[tuple[KeyPath, str]]:
    """Yield the key and the text of every secret of the site."""
    yield from _of_phone(site)
    for index, table in enumerate(site.file.account):
        yield from _of_account(index, table)


def forget_secrets(site: Site, environ: MutableMapping[str, str]) -> None:
    """Remove the variables that hold a site's secrets from an environment.

    Child processes, such as the command of ``[notify]``, do not need them.
    """
    for _, text in secret_keys(site):
        kind, _, name = text.partition(":")
        if kind == "env":
            environ.pop(name, None)


def _of_phone(site: Site) -> Iterator[tuple[KeyPath, str]]:
    if site.file.phone is not None:
        yield ("phone", "password"), site.file.phone.password


def _of_account(index: int, table: AccountTable) -> Iterator[tuple[KeyPath, str]]:
    yield ("account", index, "secret"), table.secret
    if table.password:
        yield ("account", index, "password"), table.password


def _read(site: Site, key: KeyPath, text: str, environ: Mapping[str, str]) -> str:
    try:
        return read_secret(text, site.path.parent, environ)
    except SecretMissing as error:
        raise error_at(site.path, site.text, key, str(error)) from error
