"""The command ``lampfield``: from words to an exit status."""

import logging
import sys
from collections.abc import Sequence

from lampfield.cli.failure import DONE, FAILED, INTERRUPTED, UNKNOWN, UNUSABLE, Failed, Unusable
from lampfield.cli.parser import parser
from lampfield.cli.stdio import forget_reader, open_closed_streams, survive_any_text, warn

LOG = logging.getLogger(__name__)


def main(words: Sequence[str] | None = None) -> int:
    """Run a command. Returns the exit status.

    Args:
        words: The command line without the program's name; None for that of the process.
    """
    open_closed_streams()
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
        if isinstance(error, OSError):
            forget_reader()
            LOG.info("What the operating system refused", exc_info=error)
        warn(_sentence(error))
        return ended
    return status


def _status_of(error: Exception) -> int | None:
    """Return the exit status of a command that ended with an error; None where that is a fault of ours."""
    # Imported now: a command that goes well needs none of them so early.
    from lampfield.config.error import ConfigError
    from lampfield.config.places import FolderUnknown, SiteFileMissing
    from lampfield.protocol.errors import LampfieldError

    if isinstance(error, Unusable | ConfigError | SiteFileMissing | FolderUnknown):
        return UNUSABLE
    if isinstance(error, LampfieldError) and error.outcome_unknown:
        return UNKNOWN
    return FAILED if isinstance(error, Failed | LampfieldError | OSError) else None


def _sentence(error: Exception) -> str:
    """Return what to say of an error."""
    if not isinstance(error, OSError):
        return str(error)
    what = f"{error.filename}: " if error.filename else ""
    return f"{what}{error.strerror or error}"
