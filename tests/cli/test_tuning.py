"""The heap: what large blocks leave behind."""

import ctypes
import subprocess
import sys

import pytest

BLOCKS_APART = """\
import ctypes
from lampfield.cli.tuning import OWN_PAGES_BYTES, keep_large_blocks_apart, settle

class Info(ctypes.Structure):
    words = "arena ordblks smblks hblks hblkhd usmblks fsmblks uordblks fordblks keepcost"
    _fields_ = [(word, ctypes.c_size_t) for word in words.split()]

library = ctypes.CDLL(None)
library.mallinfo2.restype = Info
if "keep" in __import__("sys").argv:
    keep_large_blocks_apart()
if "settle" in __import__("sys").argv:
    settle()
bytearray(1 << 20)  # As soon as one is freed, glibc by itself counts all that are smaller among the others.
before = library.mallinfo2().hblks
kept = [bytearray(4 * OWN_PAGES_BYTES) for _ in range(100)]
print(library.mallinfo2().hblks - before)
"""
"""Says how many of a hundred large blocks have pages of their own."""


def blocks_apart(*words: str) -> int:
    command = [sys.executable, "-c", BLOCKS_APART, *words]
    return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "mallinfo2"), reason="the C library is not glibc")
def test_large_blocks_have_pages_of_their_own() -> None:
    assert blocks_apart() == 0
    # What is free among the others is used first.
    assert blocks_apart("keep") > 50
    # Once the start is over, blocks that come and go with each read cost the system nothing.
    assert blocks_apart("keep", "settle") == 0
