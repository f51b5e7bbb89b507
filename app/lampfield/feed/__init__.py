"""What crosses the wire: typed messages, the client, and on it the Python API of the seed."""
