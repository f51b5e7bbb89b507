"""Keys that come at once: each has its effect on a control before the next one."""

from textual import events
from textual.widget import Widget


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
