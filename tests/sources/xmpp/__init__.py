"""The chat server as a source: what can be proven without one."""
