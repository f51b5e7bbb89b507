"""``lampfield config init|show|path|settings``: the site file itself, and the settings of the board."""

import argparse
import os
from pathlib import Path

from lampfield.cli import options
from lampfield.cli.failure import DONE, Failed
from lampfield.cli.sites import NO_SITE, required_site, warn_about
from lampfield.cli.stdio import say, warn
from lampfield.config.effective import effective_toml
from lampfield.config.places import named_path, settings_path, site_path, usual_paths
from lampfield.config.settings_file import SettingsFile
from lampfield.config.template import TEMPLATE

OWNER_ONLY = 0o600
"""The file may come to hold secrets."""


def add(commands: options.Commands) -> None:
    """Add the command."""
    parser = options.command(commands, "config", "write, show or find the site file; show the settings")
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    for name, about, run in (
        ("init", "write a site file to fill in", init),
        ("show", "print what is in force, secrets masked", show),
        ("path", "print which site file is read", path),
    ):
        action = options.command(actions, name, about)
        options.add_config(action)
        action.set_defaults(run=run)
    about = "print the board's settings in force, each with what it means"
    options.command(actions, "settings", about).set_defaults(run=settings)


def init(args: argparse.Namespace) -> int:
    """Write a site file where there is none."""
    target = named_path(args.config, os.environ) or usual_paths()[0]
    if target.exists():
        raise Failed(f"{target}: it is there already, and stays as it is")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _write_new(target)
    except OSError as error:
        raise Failed(f"{target}: it cannot be written: {error.strerror}") from error
    say(str(target))
    warn("fill it in, then try it with `lampfield check`")
    return DONE


def show(args: argparse.Namespace) -> int:
    """Print the site as TOML, with what is left out written out."""
    site = required_site(args, os.environ)
    warn_about(site)
    say(effective_toml(site.file).rstrip("\n"))
    return DONE


def settings(_: argparse.Namespace) -> int:
    """Print the settings as TOML, with what is left out written out."""
    from lampfield.config.explained import explained_text

    file = settings_path(os.environ)
    say(f"# {file}\n\n{explained_text(SettingsFile.read(file).values)}".rstrip("\n"))
    return DONE


def path(args: argparse.Namespace) -> int:
    """Print the path of the site file that applies."""
    found = site_path(args.config, os.environ)
    if found is None:
        raise Failed(f"{NO_SITE}; looked for {' and '.join(map(str, usual_paths()))}")
    say(str(found))
    return DONE


def _write_new(target: Path) -> None:
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(TEMPLATE)
