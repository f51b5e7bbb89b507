"""Stands before a package that only development needs, in the programs that are measured.

Where it is found, httpx loads its command line with it, and Pygments: 3 MB that nobody has who installed the
board alone.
"""

raise ModuleNotFoundError("click is not there where only the board is installed", name="click")
