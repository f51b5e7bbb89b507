"""Put damaged files of our own aside, so that a new one can be written and nothing is lost."""

import logging
from pathlib import Path

LOG = logging.getLogger(__name__)


def put_aside(path: Path) -> None:
    """Rename a file to the same name with the suffix ``.unusable``. A failure is logged."""
    try:
        path.replace(path.with_suffix(".unusable"))
    except OSError as error:
        LOG.warning("%s cannot be renamed: %s", path, error)
