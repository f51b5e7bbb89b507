"""Validation of the chat addresses that the operator types."""

import re

from lampfield.model.identity import ContactKey
from lampfield.model.refusal import Refusal, RefusalCode

_ADDRESS = re.compile(r"[^\s@/\"&'<>:\x00-\x1f]{1,64}@[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})+")


def checked_address(text: str, own: str) -> ContactKey:
    """Return an address as a contact's key.

    Args:
        text: The typed text.
        own: The operator's own address.

    Raises:
        Refusal: The address is invalid, or the operator's own.
    """
    address = text.strip().lower()
    if not _ADDRESS.fullmatch(address):
        raise Refusal(
            RefusalCode.BAD_ADDRESS,
            f"{text!r} is not a person's chat address. Write it like alice@example.com.",
        )
    if address == own.lower():
        raise Refusal(RefusalCode.BAD_ADDRESS, f"{address} is your own address.")
    return ContactKey(address)
