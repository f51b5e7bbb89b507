"""What the controls of settings have in common."""

from textual import events
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


async def act_in_order(control: Widget, event: events.Key) -> None:
    """Do what a control binds to a key before it looks at the next one.

    Textual lets the application find the binding, which is late when keys come at once over a slow line: the
    letters behind would go before.

    Args:
        control: It has got the key.
        event: The key.
    """
    for binding in control._bindings.key_to_bindings.get(event.key, ())[:1]:  # noqa: SLF001
        event.stop()
        event.prevent_default()
        await control.run_action(binding.action)
