"""The commands, and the composition root: where sources, hub and board are put together."""
