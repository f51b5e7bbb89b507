"""What tests against real servers need: skipped where nobody asks for them, failed where it is not there."""

import os

import pytest

REQUIRED = os.environ.get("LAMPFIELD_LIVE") == "1"
"""An absent server is then a failure."""


def needed(name: str, there: bool, mend: str) -> None:
    """Skip or fail a test whose server is not to be had.

    Args:
        name: The server's.
        there: It is installed.
        mend: How it is had.
    """
    if not REQUIRED:
        pytest.skip("the tests against real servers run with LAMPFIELD_LIVE=1")
    if not there:
        pytest.fail(f"{name} is not there: {mend}")
