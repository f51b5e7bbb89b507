"""Outcomes: every action ends in a word."""

from enum import StrEnum

from textual.message import Message


class Kind(StrEnum):
    """How an action stands."""

    UNDERWAY = "underway"
    DONE = "done"
    FAILED = "failed"
    UNKNOWN = "unknown"
    """Nobody knows whether it was done."""


class Outcome(Message):
    """What an action came to, in a sentence for the operator."""

    def __init__(self, kind: Kind, sentence: str) -> None:
        super().__init__()
        self.kind = kind
        self.sentence = sentence
