"""The client: connection, reconnection, replica, live handles and photos."""
