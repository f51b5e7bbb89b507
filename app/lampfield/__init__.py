"""Lampfield: a receptionist's switchboard in a terminal."""

from importlib.metadata import version

__version__ = version("lampfield")
