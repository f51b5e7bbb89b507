"""What the controls of settings have in common."""

from textual.message import Message
from textual.widget import Widget


class Taken(Message):
    """Somebody gave a setting another value.

    Args:
        giver: The control.
        value: As TOML has it; None: it is to have none.
    """

    def __init__(self, giver: Widget, value: object) -> None:
        super().__init__()
        self.giver = giver
        self.value = value


class Refused(Message):
    """What was typed is no value.

    Args:
        sentence: What to write.
    """

    def __init__(self, sentence: str) -> None:
        super().__init__()
        self.sentence = sentence
