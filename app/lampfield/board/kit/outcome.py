"""Outcomes: every action ends with a message."""

from enum import StrEnum

from textual.message import Message


class Kind(StrEnum):
    """The progress of an action."""

    UNDERWAY = "underway"
    DONE = "done"
    FAILED = "failed"
    UNKNOWN = "unknown"
    """It is not known whether it was done."""


class Outcome(Message):
    """The outcome of an action, as a sentence for the operator."""

    def __init__(self, kind: Kind, sentence: str) -> None:
        super().__init__()
        self.kind = kind
        self.sentence = sentence
