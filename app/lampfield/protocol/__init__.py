"""The wire protocol: typed messages, JSON-RPC frames, errors and the schema."""
