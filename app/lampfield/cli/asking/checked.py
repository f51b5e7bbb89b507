"""Syntax checks of single answers, before anything is tried with them. No I/O.

Each check returns a sentence that says what is wrong, or an empty text.
"""

from collections.abc import Callable
from pathlib import Path

from lampfield.config.address import parse_address
from lampfield.config.hosts import chat_address_fault, host_fault
from lampfield.config.places import FolderUnknown, expanded
from lampfield.config.rules import is_web_address

Check = Callable[[str], str]


def anything(_: str) -> str:
    """Accept any answer."""
    return ""


def web_server(text: str) -> str:
    """Check the address of an HTTP server. Scheme and port are optional."""
    bare = text.partition("://")[2] or text
    wrong = host_fault(_host(bare.partition("/")[0]))
    if not wrong and not is_web_address(text if "://" in text else f"http://{text}"):
        wrong = f"{text!r} is not a web address"
    return f"{wrong}, such as http://192.168.1.10:8088." if wrong else ""


def manager(text: str) -> str:
    """Check the address of the manager interface."""
    wrong = host_fault(_host(text))
    try:
        parse_address(text)
    except ValueError as error:
        wrong = wrong or str(error)
    return f"{wrong}." if wrong else ""


def chat_address(text: str) -> str:
    """Check the address of a chat account."""
    wrong = chat_address_fault(text)
    return f"{wrong}." if wrong else ""


def chat_host(text: str) -> str:
    """Check a chat server's host, with or without a port."""
    wrong = host_fault(_host(text))
    return f"{wrong}." if wrong else ""


def file_path(text: str) -> str:
    """Check a file's path."""
    try:
        expanded(Path(text))
    except FolderUnknown as error:
        return f"{error}."
    return ""


def _host(text: str) -> str:
    """Return the host of ``HOST:PORT``, or the whole text if it has no port."""
    try:
        return parse_address(text).host
    except ValueError:
        return text
