"""A chat server as a source: slixmpp, one session for each account."""
