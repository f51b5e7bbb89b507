"""``lampfield config init|show|path|settings``: the site file, and the settings of the board."""

import argparse
import logging
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from lampfield.cli import options
from lampfield.cli.failure import DONE, Failed
from lampfield.cli.logs import log_to_stderr
from lampfield.cli.sites import NO_SITE, required_site, warn_about
from lampfield.cli.stdio import say, warn
from lampfield.config.documentation import effective_toml
from lampfield.config.places import (
    FolderUnknown,
    is_there,
    named_path,
    own_site_path,
    settings_path,
    site_path,
    usual_paths,
)
from lampfield.config.settings_file import SettingsFile
from lampfield.config.template import TEMPLATE


def add(commands: options.Commands) -> None:
    """Add the command."""
    parser = options.command(commands, "config", "write, show or find the site file; show the settings")
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    for name, about, run in (
        (
            "init",
            "write a site file; at a terminal, ask five questions and try the answers",
            init,
        ),
        ("show", "print the effective site file, secrets masked", show),
        ("path", "print the path of the site file in use", path),
    ):
        action = options.command(actions, name, about)
        options.add_config(action)
        action.set_defaults(run=run)
    actions.choices["init"].add_argument(
        "--template", action="store_true", help="ask nothing, and write a template to fill in"
    )
    about = "print the board's effective settings, each with its description"
    options.command(actions, "settings", about).set_defaults(run=settings)


def init(args: argparse.Namespace) -> int:
    """Write a new site file: at a terminal from the person's answers, otherwise a template."""
    from lampfield.cli.asking.writing import write_new

    target = named_path(args.config, os.environ) or own_site_path()
    if is_there(target):
        raise Failed(f"{target}: it is there already, and stays as it is")
    asks = not args.template and sys.stdin.isatty() and sys.stdout.isatty()
    files = _answered(target) if asks else {target: TEMPLATE}
    try:
        write_new(files)
    except OSError as error:
        raise Failed(f"{target}: it cannot be written: {error.strerror}") from error
    for file in files:
        say(str(file))
    next_step = "`lampfield check` tries all of it, `lampfield` opens the board"
    warn(next_step if asks else "fill it in, then try it with `lampfield check`")
    return DONE


def show(args: argparse.Namespace) -> int:
    """Print the site file as TOML, with all defaults."""
    site = required_site(args, os.environ)
    warn_about(site)
    say(effective_toml(site.file).rstrip("\n"))
    return DONE


def settings(_: argparse.Namespace) -> int:
    """Print the settings as TOML, with all defaults."""
    from lampfield.config.documentation import explained_text

    file = settings_path(os.environ)
    say(f"# {file}\n\n{explained_text(SettingsFile.read(file).values)}".rstrip("\n"))
    return DONE


def path(args: argparse.Namespace) -> int:
    """Print the path of the site file in use."""
    found = site_path(args.config, os.environ)
    if found is None:
        raise Failed(f"{NO_SITE}; looked for {' and '.join(map(str, usual_paths()))}{_without_home()}")
    say(str(found))
    return DONE


def _without_home() -> str:
    """Return why the user's own folder was not searched; empty if it was."""
    try:
        own_site_path()
    except FolderUnknown as why:
        return f"; {why}"
    return ""


def _answered(target: Path) -> Mapping[Path, str]:
    """Ask the person at the terminal. Return the files to write."""
    from lampfield.cli.asking.interview import interview
    from lampfield.cli.asking.prompt import Prompt
    from lampfield.cli.asking.writing import files_of

    # The interview prints each failure itself, as a sentence.
    log_to_stderr(logging.CRITICAL)
    folder = next(it for it in target.absolute().parents if is_there(it))
    if not (folder.is_dir() and os.access(folder, os.W_OK)):
        raise Failed(f"{target}: it cannot be written: {folder} is no folder that you may write to")
    try:
        return files_of(interview(Prompt(), target, os.environ), target)
    except EOFError as ended:
        raise Failed("nothing was written: the input ended") from ended
    except KeyboardInterrupt:
        print(file=sys.stderr)
        warn("nothing was written")
        raise
