"""Refusals: how an action fails."""

from enum import StrEnum


class RefusalCode(StrEnum):
    """The error code, for programs."""

    UNKNOWN_CONTACT = "unknown-contact"
    """There is no such contact."""
    UNKNOWN_DEVICE = "unknown-device"
    """The account has no such device, or the PBX does not know it."""
    UNKNOWN_ROOM = "unknown-room"
    """There is no such room."""
    UNKNOWN_CALL = "unknown-call"
    """There is no such call, or it is over."""
    NO_RIGHT = "no-right"
    """The account, or the hub's user at the server, lacks a right."""
    NO_NUMBER = "no-number"
    """The contact has no number."""
    NO_CHAT = "no-chat"
    """The contact has no chat address."""
    BAD_ADDRESS = "bad-address"
    """The number or address cannot be reached, or is not one."""
    BAD_TEXT = "bad-text"
    """The text is empty, too long, or has characters that are not allowed."""
    DEVICE_OFFLINE = "device-offline"
    """The operator's own phone is not registered."""
    LINK_DOWN = "link-down"
    """The hub is not connected to the server that this needs."""
    TIMED_OUT = "timed-out"
    """The server did not answer; whether it was done is not known."""
    REFUSED = "refused"
    """The server refused; the sentence says why."""
    UNSUPPORTED = "unsupported"
    """The source or the phone cannot do this."""


class Refusal(Exception):
    """An action was refused or failed.

    Args:
        word: The error code, for programs.
        sentence: What happened and what to do, for the operator. It contains no secret.
    """

    def __init__(self, word: RefusalCode, sentence: str) -> None:
        super().__init__(sentence)
        self.word = word
        self.sentence = sentence
