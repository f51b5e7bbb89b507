"""Source ``xmpp``: a chat server by slixmpp, with one session per account."""
