"""What crosses the wire: typed messages, JSON-RPC frames, errors and the schema."""
