"""The board in a browser: a login, then a board of one's own in a process of its own.

The process is run and its terminal brought to the page by textual-serve; who gets one is decided here, and by
the hub.
"""
