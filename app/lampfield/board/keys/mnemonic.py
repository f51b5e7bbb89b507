"""The key map that the board starts with: letters that stand for what they do."""

from lampfield.board.keys.key import Key, Theme

MNEMONIC: tuple[Key, ...] = (
    Key(
        "moment",
        "enter",
        "do",
        "The action of the moment: answer, accept, chat or dial",
        Theme.BOARD,
        "⏎",
        footer=1,
    ),
    Key("dial", "d", "dial", "Dial the contact on your first device", Theme.PHONE, footer=2),
    Key("dial-on", "D", "dial on…", "Choose the device to dial the contact on", Theme.PHONE),
    Key("dial-number", "o", "number", "Dial a number that you type", Theme.PHONE),
    Key(
        "answer",
        "f3",
        "answer",
        "Answer the call that rings longest, or take back the held one",
        Theme.PHONE,
        "F3",
        everywhere=True,
    ),
    Key("hold", "f7", "hold", "Hold the call, or take it back", Theme.PHONE, "F7", everywhere=True),
    Key(
        "hang-up",
        "f8",
        "hang up",
        "Hang up the call, or reject the one that rings",
        Theme.PHONE,
        "F8",
        everywhere=True,
    ),
    Key("end-call", "h", "hang up", "Hang up the call", Theme.PHONE),
    Key("end-other", "H", "end call", "Hang up the contact's own call, after a question", Theme.PHONE),
    Key("chat", "c", "chat", "Chat with the contact", Theme.CHAT, footer=3),
    Key("next-unread", "u", "unread", "Go to the next contact with unread messages", Theme.CHAT, footer=5),
    Key("own-show", "s", "my show", "Set your own presence and status", Theme.CHAT, footer=8),
    Key("request", "r", "request", "Ask the contact for a chat relationship", Theme.RELATIONSHIP, footer=7),
    Key("accept", "a", "accept", "Accept the contact's request", Theme.RELATIONSHIP),
    Key("remove", "x", "remove", "Remove the relationship, or refuse the request", Theme.RELATIONSHIP),
    Key("askers", "A", "who asks", "List those who ask for a relationship", Theme.RELATIONSHIP, footer=6),
    Key("tags", "g", "tags", "Change the contact's tags", Theme.RELATIONSHIP, footer=9),
    Key("add", "n", "add", "Add a contact by chat address", Theme.RELATIONSHIP),
    Key(
        "find",
        "slash",
        "find",
        "Find by any part of name, number, company, e-mail or tag",
        Theme.FINDING,
        "/",
        footer=4,
    ),
    Key("next-group", "right_square_bracket", "group", "Show the next group", Theme.FINDING, "]"),
    Key("previous-group", "left_square_bracket", "group", "Show the group before", Theme.FINDING, "["),
    Key("card", "i", "card", "Open or close the contact's card (narrow screens)", Theme.BOARD),
    Key("switch-pane", "tab", "pane", "Go from grid to card or chat and back", Theme.BOARD, "Tab"),
    Key("links", "l", "links", "See every link and why it is down; reset one", Theme.BOARD),
    Key("settings", "comma", "settings", "See and change every setting of the board", Theme.BOARD, ","),
    Key("help", "question_mark,f1", "keys", "Show all keys", Theme.BOARD, "?", footer=11),
    Key("back", "escape", "back", "Close what is open; clear the search", Theme.BOARD, "Esc"),
    Key("quit", "ctrl+q", "quit", "Leave the board", Theme.BOARD, "^q", footer=10, everywhere=True),
)
"""Every key of the board, in the order of the help."""

FOOTER_KEYS = tuple(sorted((key for key in MNEMONIC if key.footer), key=lambda key: key.footer))
"""The keys of the footer. Its last one, the help, is shown whatever the width."""
