"""Operations on the operator's own presence and on links."""

from lampfield.client.pbx import PBX
from lampfield.frontend.operations.operation import Operation
from lampfield.frontend.operations.rights import check_right, right_to_reset
from lampfield.model.account import Right
from lampfield.model.link import LinkName
from lampfield.model.show import Show

OWN_PRESENCES = (Show.ONLINE, Show.AWAY, Show.DND, Show.OFFLINE)
"""The presences that an operator can choose, in the order of the menu."""


def set_presence(pbx: PBX, show: Show, status: str = "") -> Operation:
    """Set the operator's own presence.

    Raises:
        NotAvailable: The account has no right to chat.
    """
    check_right(pbx, Right.CHAT)
    done = f"You are {own_presence_word(show)}{f': {status}' if status else ''}."
    return Operation(lambda: pbx.set_presence(show, status), "setting your status…", done)


def own_presence_word(show: Show) -> str:
    """Return the word for the operator's own presence: offline is *invisible*."""
    return show.value or "invisible"


def reset_link(pbx: PBX, name: LinkName) -> Operation:
    """Disconnect a source's link; the source reconnects it.

    Raises:
        NotAvailable: The account has no right to reset it.
    """
    check_right(pbx, right_to_reset(pbx, name))
    return Operation(
        lambda: pbx.reset_link(name),
        f"resetting the {name} link…",
        f"The {name} link is reset; it reconnects by itself.",
    )
