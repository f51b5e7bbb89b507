"""How an action ends when it does not succeed."""

from enum import StrEnum


class Word(StrEnum):
    """What a caller would branch on."""

    UNKNOWN_CONTACT = "unknown-contact"
    UNKNOWN_DEVICE = "unknown-device"
    UNKNOWN_ROOM = "unknown-room"
    UNKNOWN_CALL = "unknown-call"
    NO_RIGHT = "no-right"
    NO_NUMBER = "no-number"
    NO_CHAT = "no-chat"
    BAD_ADDRESS = "bad-address"
    BAD_TEXT = "bad-text"
    DEVICE_OFFLINE = "device-offline"
    LINK_DOWN = "link-down"
    TIMED_OUT = "timed-out"
    REFUSED = "refused"
    UNSUPPORTED = "unsupported"


class Refusal(Exception):
    """An action was refused or failed.

    Args:
        word: The kind, for a program.
        sentence: What happened and what to do, for a person. It holds no secret.
    """

    def __init__(self, word: Word, sentence: str) -> None:
        super().__init__(sentence)
        self.word = word
        self.sentence = sentence
