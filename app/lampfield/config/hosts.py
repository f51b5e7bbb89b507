"""Checks of host names and chat addresses, with hints for common mistakes. Pure."""

import ipaddress
import re

_LABEL = re.compile(r"(?!-)[\w-]{1,63}(?<!-)")
_MAX_CHARS = 253


def host_fault(text: str) -> str:
    """Return why a text is neither host name nor IP address (RFC 1123, section 2.1); empty if it is one."""
    if text.isascii() and text.isdigit():
        return f"{text} is a port: write the host"
    if "@" in text:
        return f"{text} is an address at a host: write the host alone"
    if "/" in text:
        return f"{text} is more than a host: write the name alone"
    return "" if _is_host(text) else f"{text!r} is not a host name: write one such as chat.example.com"


def chat_address_fault(text: str) -> str:
    """Return why a text is not a chat address (RFC 7622); empty if it is one."""
    name, at, host = text.rpartition("@")
    is_one = bool(name and at) and not re.search(r"[\s/:<>\"@]", name) and not host_fault(host)
    return "" if is_one else f"{text!r} is not a chat address: write one such as reception@example.com"


def _is_host(text: str) -> bool:
    try:
        ipaddress.ip_address(text.removeprefix("[").removesuffix("]"))
    except ValueError:
        labels = text.removesuffix(".").split(".")
        # No top-level domain is numeric (RFC 3696, section 2), so this is a malformed IP address.
        is_named = not labels[-1].isdigit()
        return is_named and len(text) <= _MAX_CHARS and all(map(_LABEL.fullmatch, labels))
    return True
