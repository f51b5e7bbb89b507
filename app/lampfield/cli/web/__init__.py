"""``lampfield web``: the board in a browser, after a login.

Each board runs in a process of its own. textual-serve runs the process and connects its terminal to the page;
this package and the hub decide who gets one.
"""
