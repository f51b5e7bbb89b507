"""The client's end of the wire: connection, reconnection, replica, live handles, photos.."""
