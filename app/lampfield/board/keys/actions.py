"""All actions of the board, in the order of the help. Their keys are in the key maps."""

from lampfield.board.keys.action import Action, Scope, Theme
from lampfield.model.account import Right

ACTIONS: tuple[Action, ...] = (
    Action(
        "primary",
        "action",
        "Default action: answer, accept, chat or dial",
        Theme.BOARD,
        footer=1,
        of_contact=True,
    ),
    Action("dial", "dial", "Dial the contact on your first device", Theme.PHONE, footer=2, of_contact=True),
    Action("dial-on", "dial on…", "Choose the device to dial the contact on", Theme.PHONE, of_contact=True),
    Action("dial-number", "number", "Dial a number that you type", Theme.PHONE),
    Action(
        "answer",
        "answer",
        "Answer the call that rings longest, or resume the held one",
        Theme.PHONE,
        Scope.EVERYWHERE,
    ),
    Action("hold", "hold", "Hold the call, or resume it", Theme.PHONE, Scope.EVERYWHERE),
    Action(
        "hang-up",
        "hang up",
        "Hang up the call, or reject the one that rings",
        Theme.PHONE,
        Scope.EVERYWHERE,
    ),
    Action("test-phone", "test phone", "Ring your phone to learn what it does in a call", Theme.PHONE),
    Action(
        "hang-up-contact",
        "end call",
        "Hang up the call that the contact is on, once confirmed",
        Theme.PHONE,
        of_contact=True,
        own_right=Right.HANGUP,
    ),
    Action("chat", "chat", "Chat with the contact", Theme.CHAT, footer=3, of_contact=True),
    Action("next-unread", "unread", "Go to the next contact with unread messages", Theme.CHAT, footer=5),
    Action("send-chat", "send", "Send the message", Theme.CHAT, Scope.CHAT),
    Action("quick-texts", "quick texts", "Write a quick text, chosen by its number", Theme.CHAT, Scope.CHAT),
    Action("next-chat", "next chat", "Go to the next chat; your text stays", Theme.CHAT, Scope.CHAT),
    Action("previous-chat", "previous chat", "Go to the previous chat", Theme.CHAT, Scope.CHAT),
    Action("unread-chat", "unread", "Go to the next unread chat", Theme.CHAT, Scope.CHAT),
    Action("search-chat", "search", "Search the messages of the chat", Theme.CHAT, Scope.CHAT),
    Action("take-back", "take back", "Take an unsent message back into the box", Theme.CHAT, Scope.CHAT),
    Action("copy-link", "copy link", "Copy a link of the chat", Theme.CHAT, Scope.CHAT),
    Action("leave-chat", "leave", "Leave the chat", Theme.CHAT, Scope.CHAT),
    Action("own-presence", "status", "Set your presence and status", Theme.CHAT, footer=8),
    Action(
        "request",
        "request",
        "Send the contact a request",
        Theme.RELATIONSHIP,
        footer=7,
        of_contact=True,
    ),
    Action("accept", "accept", "Accept the contact's request", Theme.RELATIONSHIP, of_contact=True),
    Action(
        "remove",
        "remove",
        "Remove the contact from chat, or refuse the request",
        Theme.RELATIONSHIP,
        of_contact=True,
    ),
    Action("requests", "requests", "List pending contact requests", Theme.RELATIONSHIP, footer=6),
    Action("tags", "tags", "Change the contact's tags", Theme.RELATIONSHIP, footer=9, of_contact=True),
    Action("add", "add", "Add a contact by chat address", Theme.RELATIONSHIP),
    Action(
        "find", "find", "Find by any part of name, number, company, e-mail or tag", Theme.FINDING, footer=4
    ),
    Action("take-found", "go there", "Go to the match under the cursor", Theme.FINDING, Scope.FIND),
    Action("do-found", "do", "Call, answer or chat with the match right away", Theme.FINDING, Scope.FIND),
    Action("leave-search", "everybody", "Show everybody again", Theme.FINDING, Scope.FIND),
    Action("next-group", "group", "Show the next group", Theme.FINDING),
    Action("previous-group", "group", "Show the previous group", Theme.FINDING),
    Action("favourite", "favourite", "Add to or remove from favourites", Theme.FINDING, of_contact=True),
    Action("favourite-earlier", "earlier", "Move a favourite up, on their tab", Theme.FINDING),
    Action("favourite-later", "later", "Move a favourite down, on their tab", Theme.FINDING),
    Action("next-match", "match", "Go to the next match, if others are dimmed", Theme.FINDING),
    Action("previous-match", "match", "Go to the previous match", Theme.FINDING),
    Action("save-search", "save", "Save the search as a tab; on such a tab, forget it", Theme.FINDING),
    Action("card", "card", "Open or close the contact's card (narrow screens)", Theme.BOARD, of_contact=True),
    Action("details", "details", "Show or hide all details on the card", Theme.BOARD),
    Action("watch", "watch", "Alert me once when the contact is free", Theme.BOARD, of_contact=True),
    Action("mute", "mute", "Mute or unmute alerts", Theme.BOARD),
    Action(
        "say",
        "say",
        "Say the state of the contact, here and in the announcements",
        Theme.BOARD,
        of_contact=True,
    ),
    Action("switch-pane", "pane", "Go from grid to card or chat and back", Theme.BOARD),
    Action("note", "note", "Write a note on the contact, kept on this machine", Theme.BOARD, of_contact=True),
    Action(
        "copy",
        "copy",
        "Copy number, chat address, e-mail or name to the clipboard",
        Theme.BOARD,
        of_contact=True,
    ),
    Action("copy-card", "copy card", "Copy the card as text to the clipboard", Theme.BOARD, of_contact=True),
    Action("links", "links", "See every link and why it is down; reset one", Theme.BOARD),
    Action("density", "density", "Give tiles more or less room: auto, large, normal, close", Theme.BOARD),
    Action("theme", "theme", "Choose a theme, with a preview", Theme.BOARD),
    Action("settings", "settings", "See and change every setting of the board", Theme.BOARD),
    Action("palette", "palette", "Find any action or contact by typing", Theme.BOARD, footer=10),
    Action("jump", "jump", "Put the cursor on a tile by its two letters", Theme.GRID),
    Action("tour", "tour", "Show the board in a few steps", Theme.BOARD),
    Action("help", "keys", "Show the keys that work here", Theme.BOARD, Scope.EVERYWHERE, footer=12),
    Action("back", "back", "Close what is open; clear the search", Theme.BOARD),
    Action(
        "suspend",
        "shell",
        "Go to the shell; fg brings the board back",
        Theme.BOARD,
        Scope.EVERYWHERE,
    ),
    Action("quit", "quit", "Leave the board", Theme.BOARD, Scope.EVERYWHERE, footer=11),
    Action("cursor-up", "up", "Move the cursor up", Theme.GRID, Scope.GRID),
    Action("cursor-down", "down", "Move the cursor down", Theme.GRID, Scope.GRID),
    Action("cursor-left", "left", "Move the cursor left", Theme.GRID, Scope.GRID),
    Action("cursor-right", "right", "Move the cursor right", Theme.GRID, Scope.GRID),
    Action("page-up", "page up", "Move the cursor up by a page", Theme.GRID, Scope.GRID),
    Action("page-down", "page down", "Move the cursor down by a page", Theme.GRID, Scope.GRID),
    Action("first", "first", "Go to the first contact", Theme.GRID, Scope.GRID),
    Action("last", "last", "Go to the last contact", Theme.GRID, Scope.GRID),
)
"""Every action of the board."""

ACTION_BY_ID = {action.id: action for action in ACTIONS}

QUICK_TEXTS = 9
"""The number of quick texts that have a key."""

BOX_ACTIONS: tuple[Action, ...] = (
    *(
        Action(f"quick-text-{number}", "text", f"Write quick text {number}", Theme.CHAT, Scope.CHAT)
        for number in range(1, QUICK_TEXTS + 1)
    ),
    Action("search-earlier", "before", "Go to the previous match", Theme.CHAT, Scope.CHAT),
    Action("search-later", "next", "Go to the next match", Theme.CHAT, Scope.CHAT),
    Action("end-search", "end search", "End the search in the chat", Theme.CHAT, Scope.CHAT),
    Action("save-card", "save", "Save the text on the card", Theme.BOARD, Scope.CARD),
    Action("leave-card", "leave", "Discard the text on the card", Theme.BOARD, Scope.CARD),
)
"""Actions of a text box whose keys the box itself sets: no key map names them."""

RENAMED = {
    "moment": "primary",
    "end-other": "hang-up-contact",
    "own-show": "own-presence",
    "askers": "requests",
}
"""Former ids of actions that key maps may still use, and the current ones; to be removed after version 0.1.0.
"""
