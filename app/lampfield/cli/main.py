"""The command ``lampfield``: from words to an exit status."""

import sys
from collections.abc import Sequence

from lampfield.cli.failure import DONE, FAILED, INTERRUPTED, UNUSABLE, Failed, Unusable
from lampfield.cli.parser import parser
from lampfield.cli.stdio import forget_reader, survive_any_text, warn


def main(words: Sequence[str] | None = None) -> int:
    """Run a command. Returns the exit status.

    Args:
        words: The command line without the program's name; None for that of the process.
    """
    survive_any_text()
    said = sys.argv[1:] if words is None else words
    args = parser(said).parse_args(said)
    try:
        status: int = args.run(args)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        forget_reader()
        return DONE
    except Exception as error:
        ended = _status_of(error)
        if ended is None:
            raise
        warn(str(error))
        return ended
    return status


def _status_of(error: Exception) -> int | None:
    """Return the exit status of a command that ended with an error; None where that is a fault of ours."""
    # Imported now: a command that goes well needs none of them so early.
    from lampfield.config.error import ConfigError
    from lampfield.config.places import SiteFileMissing
    from lampfield.feed.errors import LampfieldError

    if isinstance(error, Unusable | ConfigError | SiteFileMissing):
        return UNUSABLE
    return FAILED if isinstance(error, Failed | LampfieldError) else None
