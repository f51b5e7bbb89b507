"""``lampfield schema``: print the schema of the protocol."""

import argparse

from lampfield.cli import options
from lampfield.cli.failure import DONE
from lampfield.cli.stdio import say


def add(commands: options.Commands) -> None:
    """Add the command."""
    parser = options.command(commands, "schema", "print the feed's schema: AsyncAPI 3 with JSON Schema")
    parser.set_defaults(run=run)


def run(_: argparse.Namespace) -> int:
    """Print the schema, generated from the typed messages."""
    import json

    from lampfield.protocol.schema import schema

    say(json.dumps(schema(), indent=2, ensure_ascii=False))
    return DONE
