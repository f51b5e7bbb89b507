"""The checks of ``lampfield check``: this machine, the PBX, the chat server."""
