"""What one does about the own presence and the links."""

from lampfield.client.pbx import PBX
from lampfield.frontend.operations.operation import Operation
from lampfield.frontend.operations.rights import check_right, right_to_reset
from lampfield.model.account import Right
from lampfield.model.link import LinkName
from lampfield.model.show import Show

OWN_SHOWS = (Show.ONLINE, Show.AWAY, Show.DND, Show.OFFLINE)
"""What an operator can be, in the order in which it is offered."""


def set_show(pbx: PBX, show: Show, status: str = "") -> Operation:
    """Set the operator's own presence.

    Raises:
        Impossible: The account has no right to chat.
    """
    check_right(pbx, Right.CHAT)
    said = f"You are {own_word(show)}{f': {status}' if status else ''}."
    return Operation(lambda: pbx.set_presence(show, status), "telling the others…", said)


def own_word(show: Show) -> str:
    """Return how the operator's own show is called: nobody sees one who is offline."""
    return show.value or "invisible"


def reset_link(pbx: PBX, name: LinkName) -> Operation:
    """Cut a source's link and let it come back.

    Raises:
        Impossible: The account has no right to reset it.
    """
    check_right(pbx, right_to_reset(pbx, name))
    return Operation(
        lambda: pbx.reset_link(name), f"cutting the {name} link…", f"The {name} link is cut; it comes back."
    )
