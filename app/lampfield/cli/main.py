"""The command ``lampfield``: from the command line to an exit status."""

import logging
import sys
from collections.abc import Sequence

from lampfield.cli.failure import DONE, FAILED, INTERRUPTED, UNKNOWN, UNUSABLE, Failed, Unusable
from lampfield.cli.parser import parser
from lampfield.cli.stdio import forget_reader, open_closed_streams, survive_any_text, warn

LOG = logging.getLogger(__name__)


def main(words: Sequence[str] | None = None) -> int:
    """Run a command. Return the exit status.

    Args:
        words: The arguments without the program's name; None for those of the process.
    """
    open_closed_streams()
    survive_any_text()
    arguments = sys.argv[1:] if words is None else words
    args = parser(arguments).parse_args(arguments)
    try:
        status: int = args.run(args)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        forget_reader()
        return DONE
    except Exception as error:
        failure = _status_of(error)
        if failure is None:
            raise
        if isinstance(error, OSError):
            forget_reader()
            LOG.info("The operating system refused", exc_info=error)
        warn(_sentence(error))
        return failure
    return status


def _status_of(error: Exception) -> int | None:
    """Return the exit status of a command that raised an error; None if the error is a bug of ours."""
    # Imported late: a command that succeeds may need none of them.
    from lampfield.config.error import ConfigError
    from lampfield.config.places import FolderUnknown, SiteFileMissing
    from lampfield.protocol.errors import LampfieldError

    if isinstance(error, Unusable | ConfigError | SiteFileMissing | FolderUnknown):
        return UNUSABLE
    if isinstance(error, LampfieldError) and error.outcome_unknown:
        return UNKNOWN
    return FAILED if isinstance(error, Failed | LampfieldError | OSError) else None


def _sentence(error: Exception) -> str:
    """Return the message of an error."""
    if not isinstance(error, OSError):
        return str(error)
    what = f"{error.filename}: " if error.filename else ""
    return f"{what}{error.strerror or error}"
