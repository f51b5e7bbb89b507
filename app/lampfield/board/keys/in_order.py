"""Keys that arrive in one piece: each is applied to a control before the next one."""

from textual import events
from textual.widget import Widget


async def act_in_order(control: Widget, event: events.Key) -> None:
    """Run what a control binds to a key before it handles the next one.

    Textual lets the application find the binding, which is too late when keys arrive in one piece over a slow
    line: the letters that follow would be handled first.

    Args:
        control: The control that got the key.
        event: The key.
    """
    for binding in control._bindings.key_to_bindings.get(event.key, ())[:1]:  # noqa: SLF001
        event.stop()
        event.prevent_default()
        await control.run_action(binding.action)
