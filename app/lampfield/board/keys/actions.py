"""All actions of the board, in the order of the help. Which keys they have, the key maps say."""

from lampfield.board.keys.action import Action, Scope, Theme

ACTIONS: tuple[Action, ...] = (
    Action("moment", "do", "The action of the moment: answer, accept, chat or dial", Theme.BOARD, footer=1),
    Action("dial", "dial", "Dial the contact on your first device", Theme.PHONE, footer=2),
    Action("dial-on", "dial on…", "Choose the device to dial the contact on", Theme.PHONE),
    Action("dial-number", "number", "Dial a number that you type", Theme.PHONE),
    Action(
        "answer",
        "answer",
        "Answer the call that rings longest, or take back the held one",
        Theme.PHONE,
        Scope.EVERYWHERE,
    ),
    Action("hold", "hold", "Hold the call, or take it back", Theme.PHONE, Scope.EVERYWHERE),
    Action(
        "hang-up",
        "hang up",
        "Hang up the call, or reject the one that rings",
        Theme.PHONE,
        Scope.EVERYWHERE,
    ),
    Action("end-other", "end call", "Hang up the contact's own call, after a question", Theme.PHONE),
    Action("chat", "chat", "Chat with the contact", Theme.CHAT, footer=3),
    Action("next-unread", "unread", "Go to the next contact with unread messages", Theme.CHAT, footer=5),
    Action("own-show", "my show", "Set your own presence and status", Theme.CHAT, footer=8),
    Action("request", "request", "Ask the contact for a chat relationship", Theme.RELATIONSHIP, footer=7),
    Action("accept", "accept", "Accept the contact's request", Theme.RELATIONSHIP),
    Action("remove", "remove", "Remove the relationship, or refuse the request", Theme.RELATIONSHIP),
    Action("askers", "who asks", "List those who ask for a relationship", Theme.RELATIONSHIP, footer=6),
    Action("tags", "tags", "Change the contact's tags", Theme.RELATIONSHIP, footer=9),
    Action("add", "add", "Add a contact by chat address", Theme.RELATIONSHIP),
    Action(
        "find", "find", "Find by any part of name, number, company, e-mail or tag", Theme.FINDING, footer=4
    ),
    Action("take-found", "go there", "Go to who is found", Theme.FINDING, Scope.FIND),
    Action("do-found", "do", "Do with who is found what the moment calls for", Theme.FINDING, Scope.FIND),
    Action("leave-search", "everybody", "Show everybody again", Theme.FINDING, Scope.FIND),
    Action("next-group", "group", "Show the next group", Theme.FINDING),
    Action("previous-group", "group", "Show the group before", Theme.FINDING),
    Action("card", "card", "Open or close the contact's card (narrow screens)", Theme.BOARD),
    Action("watch", "watch", "Be told once when the contact is free", Theme.BOARD),
    Action("mute", "mute", "Let nothing but the screen tell of what happens, or no longer", Theme.BOARD),
    Action("say", "say", "Say the state of the contact, here and in the announcements", Theme.BOARD),
    Action("switch-pane", "pane", "Go from grid to card or chat and back", Theme.BOARD),
    Action("links", "links", "See every link and why it is down; reset one", Theme.BOARD),
    Action("density", "density", "Give tiles more or less room: auto, large, normal, close", Theme.BOARD),
    Action("theme", "theme", "Choose the colours, and see each while the cursor is on it", Theme.BOARD),
    Action("settings", "settings", "See and change every setting of the board", Theme.BOARD),
    Action("palette", "all", "Choose among all actions and contacts by typing", Theme.BOARD, footer=10),
    Action("jump", "jump", "Put the cursor on a tile by its two letters", Theme.GRID),
    Action("tour", "tour", "Show the board in a few steps", Theme.BOARD),
    Action("help", "keys", "Show the keys of what has the focus", Theme.BOARD, Scope.EVERYWHERE, footer=12),
    Action("back", "back", "Close what is open; clear the search", Theme.BOARD),
    Action("quit", "quit", "Leave the board", Theme.BOARD, Scope.EVERYWHERE, footer=11, method="app.quit"),
    Action("cursor-up", "up", "Move the cursor up", Theme.GRID, Scope.GRID, method="move(0, -1)"),
    Action("cursor-down", "down", "Move the cursor down", Theme.GRID, Scope.GRID, method="move(0, 1)"),
    Action("cursor-left", "left", "Move the cursor left", Theme.GRID, Scope.GRID, method="move(-1, 0)"),
    Action("cursor-right", "right", "Move the cursor right", Theme.GRID, Scope.GRID, method="move(1, 0)"),
    Action("page-up", "page up", "Move the cursor up by a page", Theme.GRID, Scope.GRID, method="page(-1)"),
    Action("page-down", "page down", "Move it down by a page", Theme.GRID, Scope.GRID, method="page(1)"),
    Action("first", "first", "Go to the first contact", Theme.GRID, Scope.GRID, method="edge(0)"),
    Action("last", "last", "Go to the last contact", Theme.GRID, Scope.GRID, method="edge(1)"),
)
"""Every action of the board."""

ACTION_BY_ID = {action.id: action for action in ACTIONS}
