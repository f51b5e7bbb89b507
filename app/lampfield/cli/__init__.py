"""The commands, and the one place where sources, hub and board are put together."""
